package events

import (
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/reward"
)

func redemptionChanged(r reward.Redemption) event.Draft {
	name := model.Name("redemptions", r.ID)
	return event.NewState(name, r.Version, &incentivev1.RedemptionChanged{
		Redemption: name, Reward: model.Name("rewards", r.Reward), Person: model.Name("people", r.Person), Unit: model.Name("units", r.Unit),
		State: incentivev1.RedemptionState(r.State),
	})
}
