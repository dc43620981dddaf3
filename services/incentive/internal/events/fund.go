package events

import (
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fund"
)

func tranchePaid(paid fund.TranchePaid) event.Draft {
	name := model.Name("proposals", paid.Proposal)
	return event.NewFact(name, &incentivev1.TranchePaid{
		Proposal: name, Milestone: int32(paid.Milestone), Fund: model.Name("funds", paid.Fund), Unit: model.Name("units", paid.Unit),
	})
}
