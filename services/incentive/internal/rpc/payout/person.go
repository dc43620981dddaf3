package payout

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/payout"
)

// payoutData is a payout in the document that a person gets of what is kept about them.
type payoutData struct {
	Payout      string     `json:"payout"`
	Employer    string     `json:"employer"`
	Unit        string     `json:"unit"`
	Currency    string     `json:"currency"`
	Amount      int64      `json:"amount"`
	Net         bool       `json:"net"`
	TaxCategory string     `json:"taxCategory"`
	Reason      model.Text `json:"reason"`
	Source      string     `json:"source,omitempty"`
	State       string     `json:"state"`
	Reference   string     `json:"payrollReference,omitempty"`
	Rejection   string     `json:"rejection,omitempty"`
	Ordered     time.Time  `json:"ordered"`
}

var states = map[payout.State]string{payout.Ordered: "ordered", payout.Acknowledged: "acknowledged", payout.Rejected: "rejected"}

// PersonData are the payouts of a person, for who wants to see what is kept about them.
func PersonData(read payout.Reader) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		found, err := read.PayoutsOf(ctx, person)
		all := make([]payoutData, len(found))
		for i, p := range found {
			all[i] = payoutData{
				Payout: model.Name("payouts", p.ID), Employer: p.Employer, Unit: model.Name("units", p.Unit), Currency: p.Currency, Amount: p.Amount,
				Net: p.Basis == payout.Net, TaxCategory: p.TaxCategory, Reason: p.Reason, Source: p.Source, State: states[p.State],
				Reference: p.Reference, Rejection: p.Rejection, Ordered: p.CreateTime,
			}
		}
		return all, err
	}
}
