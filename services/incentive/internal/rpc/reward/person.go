package reward

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/reward"
)

// redemptionData is a redemption in the document that a person gets of what is kept about them.
type redemptionData struct {
	Redemption  string    `json:"redemption"`
	Reward      string    `json:"reward"`
	Unit        string    `json:"unit"`
	Employer    string    `json:"employer"`
	Site        string    `json:"site,omitempty"`
	Price       int64     `json:"price"`
	TaxCategory string    `json:"taxCategory,omitempty"`
	State       string    `json:"state"`
	Reason      string    `json:"reason,omitempty"`
	CreateTime  time.Time `json:"createTime"`
	UpdateTime  time.Time `json:"updateTime"`
}

// PersonData reads what a person has redeemed.
func PersonData(read domain.Reader) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		found, err := read.RedemptionsOf(ctx, person)
		data := make([]redemptionData, len(found))
		for i, r := range found {
			data[i] = redemptionData{
				Redemption: model.Name("redemptions", r.ID), Reward: model.Name("rewards", r.Reward), Unit: model.Name("units", r.Unit),
				Employer: r.Employer, Site: model.Name("sites", r.Site), Price: r.Price, TaxCategory: r.TaxCategory,
				State: incentivev1.RedemptionState(r.State).String(), Reason: r.Reason, CreateTime: r.CreateTime, UpdateTime: r.UpdateTime,
			}
		}
		return data, err
	}
}
