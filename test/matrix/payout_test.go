package matrix_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// payouts gives each part of the organisation a policy of allowances, one of participation, and a budget, and somebody of each a bonus out of it.
func (w *world) payouts(t *testing.T, ctx context.Context, our, their, mine, stranger, colleague string) {
	soon := func(try func() error) {
		require.Eventually(t, func() bool { return try() == nil }, time.Minute, 20*time.Millisecond, "the roster knows all of them")
	}
	policy := func(unit string) (name string) {
		soon(func() error {
			set, err := incentivev1.NewAllowanceServiceClient(w.Conn()).SetAllowancePolicy(ctx, &incentivev1.SetAllowancePolicyRequest{Policy: &incentivev1.AllowancePolicy{
				Unit: unit, Period: incentivev1.AllowancePeriod_ALLOWANCE_PERIOD_MONTH,
			}})
			name = set.GetName()
			return err
		})
		require.Equal(t, strings.Replace(unit, "units/", "allowancePolicies/", 1), name)
		return name
	}
	w.targets["allowancePolicies"] = []target{{inside: policy(our), foreign: policy(their)}}
	participation := func(unit string) string {
		set, err := incentivev1.NewParticipationServiceClient(w.Conn()).SetParticipationPolicy(ctx, &incentivev1.SetParticipationPolicyRequest{
			Policy: &incentivev1.ParticipationPolicy{Unit: unit, Points: 5},
		})
		require.NoError(t, err)
		return set.GetName()
	}
	w.targets["participationPolicies"] = []target{{inside: participation(our), foreign: participation(their)}}
	budget := func(unit, employer string) string {
		made, err := incentivev1.NewBudgetServiceClient(w.Conn()).AllotBudget(ctx, &incentivev1.AllotBudgetRequest{
			Unit: unit, Currency: "CNY", Employer: employer, Amount: 100,
		})
		require.NoError(t, err)
		return made.GetName()
	}
	w.targets["budgets"] = []target{{inside: budget(our, inHouse), foreign: budget(their, inHouse), colleague: budget(our, vendor)}}
	bonus := func(person, unit string) (name string) {
		soon(func() error {
			made, err := incentivev1.NewPayoutServiceClient(w.Conn()).OrderPayout(ctx, &incentivev1.OrderPayoutRequest{Payout: &incentivev1.Payout{
				Person: person, BudgetUnit: unit, Currency: "CNY", Amount: 1, Basis: incentivev1.PayoutBasis_PAYOUT_BASIS_GROSS, TaxCategory: "bonus",
				Reason: text("Thank you"),
			}})
			name = made.GetName()
			return err
		})
		return name
	}
	w.targets["payouts"] = []target{{inside: bonus(mine, our), foreign: bonus(stranger, their), colleague: bonus(colleague, our)}}
}
