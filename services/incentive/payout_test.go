package incentive_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

func (h *house) payouts() incentivev1.PayoutServiceClient {
	return incentivev1.NewPayoutServiceClient(h.Conn)
}

// allot gives the team money of an employer to award.
func (h *house) allot(employer string, amount int64) *incentivev1.Budget {
	h.Helper()
	made, err := h.budgets().AllotBudget(h.As("culture"), &incentivev1.AllotBudgetRequest{Unit: "units/" + teamA, Currency: "CNY", Employer: employer, Amount: amount})
	require.NoError(h, err)
	return made
}

func bonus(n int, amount int64) *incentivev1.OrderPayoutRequest {
	return &incentivev1.OrderPayoutRequest{Payout: &incentivev1.Payout{
		Person: person(n), BudgetUnit: "units/" + teamA, Currency: "CNY", Amount: amount, Basis: incentivev1.PayoutBasis_PAYOUT_BASIS_NET,
		TaxCategory: "bonus", Reason: &typev1.LocalizedText{Texts: map[string]string{"en": "For the night of the flood"}},
	}, RequestId: uuid.NewString()}
}

func TestPayrollDecidesOnceOnEachBonus(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		budget := h.allot("acme", 1000)
		left := func() int64 {
			found, err := h.budgets().GetBudget(h.As("culture"), &incentivev1.GetBudgetRequest{Name: budget.GetName()})
			require.NoError(h, err)
			return found.GetAvailable()
		}
		order := func(amount int64) *incentivev1.Payout {
			made, err := h.payouts().OrderPayout(h.As("culture-a"), bonus(2, amount))
			require.NoError(h, err)
			h.Clock.Advance(time.Second)
			return made
		}
		paid, refused := order(600), order(300)
		require.Equal(h, []any{"acme", "units/" + teamA}, []any{paid.GetEmployer(), paid.GetUnit()})
		require.Equal(h, int64(100), left())
		for as, want := range map[string]string{"culture-b": "NOT_FOUND", "beta": "NOT_FOUND", "culture": "INSUFFICIENT_FUNDS", "manager-a": "PERMISSION_DENIED"} {
			_, err := h.payouts().OrderPayout(h.As(as), bonus(2, 101))
			h.Refused(want, err)
		}
		list := func(as, filter string) (names []string) {
			page := &incentivev1.ListPayoutsRequest{PageSize: 1, Filter: filter}
			for {
				found, err := h.payouts().ListPayouts(h.As(as), page)
				require.NoError(h, err)
				for _, p := range found.GetPayouts() {
					names = append(names, p.GetName())
				}
				if page.PageToken = found.GetNextPageToken(); page.GetPageToken() == "" {
					return names
				}
			}
		}
		both := []string{paid.GetName(), refused.GetName()}
		require.Equal(h, both, list("payroll-acme", `state = ORDERED AND employer = "acme"`))
		require.Equal(h, both, list(token(2), ""), "their own")
		require.Empty(h, list(token(4), ""))
		require.Empty(h, list("beta", ""))
		require.Equal(h, both[1:], list("system", `update_time > "`+paid.GetUpdateTime().AsTime().Format(time.RFC3339Nano)+`"`))
		require.Equal(h, int64(900), h.wallet(2).GetBonuses()[0].GetAmount())

		acknowledge := func(as, name, reference string) error {
			_, err := h.payouts().AcknowledgePayout(h.As(as), &incentivev1.AcknowledgePayoutRequest{Name: name, PayrollReference: reference})
			return err
		}
		reject := func(name, why string) error {
			_, err := h.payouts().RejectPayout(h.As("payroll-acme"), &incentivev1.RejectPayoutRequest{Name: name, Reason: why})
			return err
		}
		h.Refused("PERMISSION_DENIED", acknowledge("culture", paid.GetName(), "r1"))
		require.NoError(h, acknowledge("payroll-acme", paid.GetName(), "r1"))
		require.NoError(h, acknowledge("system", paid.GetName(), "r1"), "again is once")
		h.Refused("PAYOUT_DECIDED", acknowledge("system", paid.GetName(), "r2"))
		h.Refused("PAYOUT_DECIDED", reject(paid.GetName(), "left"))
		require.NoError(h, reject(refused.GetName(), "no account"))
		require.NoError(h, reject(refused.GetName(), "no account"), "again is once")
		h.Refused("PAYOUT_DECIDED", reject(refused.GetName(), "another"))
		h.Refused("PAYOUT_DECIDED", acknowledge("system", refused.GetName(), "r1"))
		require.Equal(h, int64(400), left(), "what was refused is back")
		require.Empty(h, h.wallet(2).GetBonuses())
		h.sums()

		kept := func() string {
			said, err := h.privacy.ExportPersonData(h.As("directory"), &typev1.ExportPersonDataRequest{Person: person(2)})
			require.NoError(h, err)
			return said.GetJson()
		}
		require.Contains(h, kept(), "the flood")
		require.NoError(h, h.erase(personID(2)))
		require.NotContains(h, kept(), "the flood")
		found, err := h.payouts().GetPayout(h.As("system"), &incentivev1.GetPayoutRequest{Name: paid.GetName()})
		require.NoError(h, err)
		require.NotEqual(h, person(2), found.GetPerson())
		require.Empty(h, found.GetReason().GetTexts())
		require.Equal(h, int64(600), found.GetAmount())
		h.sums()
	})
}

// The last money of a budget goes once, whoever of sixteen in two processes asks for it.
func TestTheLastOfABudgetGoesOnce(t *testing.T) {
	eachTwice(t, func(one, other *house) {
		budget := one.allot("acme", 5)
		var all sync.WaitGroup
		var took atomic.Int64
		refused := make([]error, 16)
		for i := range refused {
			all.Go(func() {
				h := []*house{one, other}[i%2]
				if _, refused[i] = h.payouts().OrderPayout(h.As("culture"), bonus(2*(i%6), 2)); refused[i] == nil {
					took.Add(1)
				}
			})
		}
		all.Wait()
		require.Equal(t, int64(2), took.Load())
		for _, err := range refused {
			if err != nil {
				require.Equal(t, "INSUFFICIENT_FUNDS", calltest.Reason(err), "%v", err)
			}
		}
		found, err := other.budgets().GetBudget(other.As("culture"), &incentivev1.GetBudgetRequest{Name: budget.GetName()})
		require.NoError(t, err)
		require.Equal(t, int64(1), found.GetAvailable())
		one.sums()
	})
}
