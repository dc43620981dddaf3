package events

import (
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/letter"
)

func letterPublished(l letter.Letter) event.Draft {
	name := model.Name("letters", l.ID)
	said := &incentivev1.LetterPublished{Letter: name, Unit: model.Name("units", l.Unit), Published: l.State == letter.Published}
	if said.Published {
		said.People = model.Names("people", l.NamedPeople())
	}
	return event.NewState(name, l.Version, said)
}
