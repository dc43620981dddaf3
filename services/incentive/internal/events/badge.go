package events

import (
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
)

func badgeEarned(fact badge.Changed) event.Draft {
	a := fact.Award
	name := model.Name(badge.Collection, a.ID)
	said := &incentivev1.BadgeEarned{BadgeAward: name, Badge: model.Name("badges", a.Badge), Held: fact.Shown}
	if fact.Shown {
		said.Person, said.Unit, said.Employer = model.Name("people", a.Person), model.Name("units", a.Unit), a.Employer
		said.Level, said.EarnTime = int32(a.Level), resource.Timestamp(a.CreateTime)
	}
	return event.NewState(name, a.Version, said)
}
