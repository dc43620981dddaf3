// Package events says in the contract's words what happened in the directory.
package events

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/privacy"
)

// Out hands facts of the domain to the outbox, within their transaction.
func Out(emitter event.Emitter) event.Recorder { return emitter.Recorder(draft) }

func draft(fact model.Fact) (event.Draft, error) {
	person := func(id string, msg proto.Message) (event.Draft, error) {
		return event.NewFact(model.Name("people", id), msg), nil
	}
	switch f := fact.(type) {
	case org.SiteChanged:
		return event.NewState(model.Name("sites", f.Site.ID), f.Site.Version, &directoryv1.SiteChanged{Site: RosterSite(&f.Site)}), nil
	case org.UnitChanged:
		return event.NewState(model.Name("units", f.Unit.ID), f.Unit.Version, &directoryv1.UnitChanged{Unit: RosterUnit(&f.Unit)}), nil
	case people.Changed:
		return event.NewState(model.Name("people", f.Person.ID), f.Person.Version, &directoryv1.PersonChanged{Person: RosterPerson(&f.Person)}), nil
	case people.Joined:
		return person(f.Person, &directoryv1.PersonJoined{Person: model.Name("people", f.Person), Date: f.Day.String(), Rehire: f.Rehire})
	case people.Moved:
		return person(f.Person, &directoryv1.PersonMoved{Person: model.Name("people", f.Person), Date: f.Day.String(), Fields: f.Fields})
	case people.Departed:
		return person(f.Person, &directoryv1.PersonLeft{Person: model.Name("people", f.Person), Date: f.Day.String()})
	case privacy.Erased:
		return person(f.Person, &directoryv1.PersonErased{Person: model.Name("people", f.Person), Erasure: model.Name("operations", f.Erasure)})
	default:
		return event.Draft{}, fmt.Errorf("directory: no event says %T", fact)
	}
}
