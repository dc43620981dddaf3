package events

import (
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/payout"
)

// How much a bonus is, is on no bus: payroll reads it.

func payoutOrdered(p payout.Payout) event.Draft {
	name := model.Name("payouts", p.ID)
	return event.NewFact(name, &incentivev1.PayoutOrdered{Payout: name, Person: model.Name("people", p.Person), Employer: p.Employer})
}

func payoutAcknowledged(p payout.Payout) event.Draft {
	name := model.Name("payouts", p.ID)
	return event.NewFact(name, &incentivev1.PayoutAcknowledged{Payout: name, Person: model.Name("people", p.Person), Employer: p.Employer})
}

func payoutRejected(p payout.Payout) event.Draft {
	name := model.Name("payouts", p.ID)
	return event.NewFact(name, &incentivev1.PayoutRejected{Payout: name, Person: model.Name("people", p.Person), Employer: p.Employer})
}
