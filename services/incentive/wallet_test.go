package incentive_test

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

func (h *house) policies() incentivev1.AllowanceServiceClient {
	return incentivev1.NewAllowanceServiceClient(h.Conn)
}
func (h *house) budgets() incentivev1.BudgetServiceClient {
	return incentivev1.NewBudgetServiceClient(h.Conn)
}

func (h *house) wallet(n int) *incentivev1.Wallet {
	h.Helper()
	found, err := incentivev1.NewWalletServiceClient(h.Conn).GetWallet(h.As(token(n)), &incentivev1.GetWalletRequest{})
	require.NoError(h, err)
	return found
}

func (h *house) policy(as, unit string, amount int64) error {
	_, err := h.policies().SetAllowancePolicy(h.As(as), &incentivev1.SetAllowancePolicyRequest{Policy: &incentivev1.AllowancePolicy{
		Unit: unit, Amount: amount, Period: incentivev1.AllowancePeriod_ALLOWANCE_PERIOD_MONTH, MostPerDay: 5,
	}})
	return err
}

// round has all background work done, from the beginning of a turn, until ok.
func (h *house) round(ok func() bool) {
	h.Helper()
	defer h.atWork()()
	require.Eventually(h, ok, 20*time.Second, 10*time.Millisecond)
}

// sums are nothing: of all accounts of each ledger.
func (h *house) sums() {
	h.Helper()
	sums, err := db.All(h.Context(), h.DB.Read(), db.Column[int64], `SELECT SUM(b.credits - b.debits) FROM account a JOIN balance b ON b.account = a.number GROUP BY a.ledger`)
	require.NoError(h, err)
	for _, sum := range sums {
		require.Zero(h, sum)
	}
}

// A minute is longer than anybody waits here: of the second policy only a nudge can tell.
func TestAllowancesComeAsSoonAsAPolicyIsSet(t *testing.T) {
	inHouse(t, func(h *house) {
		require.NoError(h, h.policy("culture", "units/"+depA, 20))
		require.Eventually(h, func() bool { return h.wallet(1).GetAllowance() == 20 }, 20*time.Second, 5*time.Millisecond)
		require.NoError(h, h.policy("culture", "", 10))
		require.Eventually(h, func() bool { return h.wallet(17).GetAllowance() == 10 }, 20*time.Second, 5*time.Millisecond)
	})
}

func TestAllowancesComeOnceAPeriodAndExpire(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		require.NoError(h, h.policy("culture", "", 10))
		require.NoError(h, h.policy("culture-a", "units/"+depA, 20))
		h.round(func() bool { return h.wallet(11).GetAllowance() == 20 && h.wallet(17).GetAllowance() == 10 })
		first := h.wallet(1)
		require.Equal(h, "2026-11-30T16:00:00Z", first.GetAllowanceExpireTime().AsTime().Format(time.RFC3339), "midnight in Shanghai")
		require.Equal(h, "units/"+depA, first.GetPolicy().GetUnit())
		require.NoError(h, h.policy("culture", "", 12))
		h.round(func() bool { return h.wallet(17).GetPolicy().GetAmount() == 12 })
		require.Equal(h, int64(10), h.wallet(17).GetAllowance(), "had theirs")

		h.Clock.Advance(time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC).Sub(h.Clock.Now()))
		h.round(func() bool {
			return h.wallet(17).GetAllowance() == 12 && h.wallet(11).GetAllowanceExpireTime().AsTime().Month() == time.December
		})
		require.Equal(h, int64(20), h.wallet(0).GetAllowance())
		page, err := incentivev1.NewWalletServiceClient(h.Conn).ListWalletEntries(h.As(token(17)), &incentivev1.ListWalletEntriesRequest{
			Part: incentivev1.WalletPart_WALLET_PART_ALLOWANCE, PageSize: 2,
		})
		require.NoError(h, err)
		require.Equal(h, []int64{12, -10}, []int64{page.GetEntries()[0].GetAmount(), page.GetEntries()[1].GetAmount()})
		require.Equal(h, map[string]string{"en": "10 points expired at the end of their period", "zh-CN": "10 积分，期末到期失效"}, page.GetEntries()[1].GetText().GetTexts())
		page, err = incentivev1.NewWalletServiceClient(h.Conn).ListWalletEntries(h.As(token(17)), &incentivev1.ListWalletEntriesRequest{
			Part: incentivev1.WalletPart_WALLET_PART_ALLOWANCE, PageSize: 2, PageToken: page.GetNextPageToken(),
		})
		require.NoError(h, err)
		require.Len(h, page.GetEntries(), 1)
		require.Empty(h, page.GetNextPageToken())

		_, err = h.policies().DeleteAllowancePolicy(h.As("culture"), &incentivev1.DeleteAllowancePolicyRequest{Name: "allowancePolicies/all"})
		require.NoError(h, err)
		h.Clock.Advance(31 * 24 * time.Hour)
		h.round(func() bool {
			return h.wallet(17).GetAllowance() == 0 && h.wallet(11).GetAllowanceExpireTime().AsTime().Month() == time.January
		})
		require.Nil(h, h.wallet(17).GetPolicy())
		require.Nil(h, h.wallet(17).GetAllowanceExpireTime())
		h.sums()
	})
}

func TestLeaversKeepWhatTheyEarnedAndNothingElse(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		require.NoError(h, h.policy("culture", "", 10))
		h.round(func() bool { return h.wallet(17).GetAllowance() == 10 })
		books, err := h.ledgers.ListLedgers(h.As("admin"), &incentivev1.ListLedgersRequest{})
		require.NoError(h, err)
		points := books.GetLedgers()[0]
		source, earned, shop := h.account(points, "source", ""), h.account(points, "earned", person(1)), h.account(points, "shop", "")
		hold := direct(earned, shop, 30)
		hold.Kind = incentivev1.TransferKind_TRANSFER_KIND_HOLD
		stay := direct(source, h.account(points, "earned", person(2)), 50)
		held := direct(h.account(points, "earned", person(2)), shop, 30)
		held.Kind = incentivev1.TransferKind_TRANSFER_KIND_HOLD
		h.post(direct(source, earned, 50), hold)
		h.post(stay, held)
		h.leaves(1)
		h.round(func() bool { return h.available(earned) == 50 && h.wallet(1).GetAllowance() == 0 })
		require.Equal(h, []int64{20, 10}, []int64{h.wallet(2).GetEarned(), h.wallet(2).GetAllowance()}, "who stays keeps all")
		require.Zero(h, h.wallet(1).GetEarnedHeld())
		h.sums()

		require.NoError(h, h.erase(personID(2)))
		require.NotContains(h, h.Everything("request_", "event_", "operation", "goose", "roster_"), personID(2))
		h.sums()
	})
}

func TestAPolicyIsSetWithinTheReach(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		h.Refused("NOT_FOUND", h.policy("culture-a", "", 10))
		h.Refused("NOT_FOUND", h.policy("culture-a", "units/"+depB, 10))
		h.Refused("NOT_FOUND", h.policy("acme", "units/"+teamA, 10))
		h.Refused("PERMISSION_DENIED", h.policy("manager-a", "units/"+depA, 10))
		h.Refused("NOT_FOUND", h.policy("culture-a", "units/"+uuid.NewString(), 10))
		h.Refused("NOT_FOUND", h.policy("culture", "units/"+uuid.NewString(), 10))
		h.Refused("INVALID_FIELD", h.policy("culture", "", -1))
		require.NoError(h, h.policy("culture", "", 10))
		require.NoError(h, h.policy("culture-a", "units/"+depA, 0))
		require.NoError(h, h.policy("culture-b", "units/"+depB, 5))
		list := func(as string) (units []string) {
			page, err := h.policies().ListAllowancePolicies(h.As(as), &incentivev1.ListAllowancePoliciesRequest{})
			require.NoError(h, err)
			for _, p := range page.GetAllowancePolicies() {
				units = append(units, p.GetUnit())
			}
			return units
		}
		require.Equal(h, []string{"", "units/" + depA}, list("manager-a"))
		require.Equal(h, []string{"", "units/" + depA, "units/" + depB}, list("acme"))
		_, err := h.policies().GetAllowancePolicy(h.As("manager-a"), &incentivev1.GetAllowancePolicyRequest{Name: "allowancePolicies/" + depB})
		h.Refused("NOT_FOUND", err)
		_, err = h.policies().DeleteAllowancePolicy(h.As("culture-a"), &incentivev1.DeleteAllowancePolicyRequest{Name: "allowancePolicies/" + depB})
		h.Refused("NOT_FOUND", err)
		h.round(func() bool { return h.wallet(17).GetAllowance() == 5 })
		require.Zero(h, h.wallet(1).GetAllowance(), "0 is nothing to give")
	})
}

func TestBudgets(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		allot := func(as, unit, currency, employer string, amount int64) (*incentivev1.Budget, error) {
			return h.budgets().AllotBudget(h.As(as), &incentivev1.AllotBudgetRequest{Unit: "units/" + unit, Currency: currency, Employer: employer, Amount: amount})
		}
		points, err := allot("culture-a", teamA, "POINTS", "", 100)
		require.NoError(h, err)
		_, err = allot("acme", teamA, "CNY", "acme", 5000)
		require.NoError(h, err)
		more, err := allot("culture", teamA, "CNY", "acme", 1)
		require.NoError(h, err)
		require.Equal(h, int64(5001), more.GetAvailable())
		_, err = allot("culture", depB, "CNY", "beta", 7)
		require.NoError(h, err)
		for as, asked := range map[string][3]string{"culture-a": {depB, "POINTS", ""}, "acme": {teamA, "POINTS", ""}, "beta": {teamA, "CNY", "acme"}} {
			_, err := allot(as, asked[0], asked[1], asked[2], 1)
			h.Refused("NOT_FOUND", err)
		}
		_, err = allot("culture", uuid.NewString(), "POINTS", "", 1)
		h.Refused("NOT_FOUND", err)
		for _, asked := range [][2]string{{"POINTS", "acme"}, {"CNY", ""}} {
			_, err := allot("culture", teamA, asked[0], asked[1], 1)
			h.Refused("INVALID_FIELD", err)
		}
		// What a source gave out never falls: one slip of a department would have left nothing to grant for anybody, ever.
		_, err = allot("culture-a", teamA, "POINTS", "", math.MaxInt64/4)
		h.Refused("INVALID_FIELD", err)
		list := func(as, filter string) (left []int64) {
			page, err := h.budgets().ListBudgets(h.As(as), &incentivev1.ListBudgetsRequest{Filter: filter})
			require.NoError(h, err)
			for _, b := range page.GetBudgets() {
				left = append(left, b.GetAvailable())
			}
			return left
		}
		require.Equal(h, []int64{100, 5001, 7}, list("admin", ""))
		require.Equal(h, []int64{100, 5001}, list("manager-a", ""))
		require.Equal(h, []int64{5001}, list("acme", ""))
		require.Equal(h, []int64{7}, list("admin", `unit = "units/`+depB+`" AND currency = "CNY" AND employer = "beta"`))
		_, err = h.budgets().GetBudget(h.As("acme"), &incentivev1.GetBudgetRequest{Name: points.GetName()})
		h.Refused("NOT_FOUND", err)
		take := func(as string, amount int64) error {
			_, err := h.budgets().WithdrawBudget(h.As(as), &incentivev1.WithdrawBudgetRequest{Name: points.GetName(), Amount: amount})
			return err
		}
		h.Refused("NOT_FOUND", take("culture-b", 1))
		h.Refused("INSUFFICIENT_FUNDS", take("culture-a", 101))
		require.NoError(h, take("culture-a", 60))
		require.Equal(h, []int64{40}, list("admin", `currency = "POINTS"`))
		h.sums()
	})
}

// post has transfers posted together as a room of Hearth does: nobody outside takes from a person's account.
func (h *house) post(transfers ...*incentivev1.Transfer) {
	h.Helper()
	posting := make(domain.Posting, len(transfers))
	for i, t := range transfers {
		posting[i] = domain.Transfer{
			ID: wallet.ID(t.GetName()), Kind: domain.Kind(t.GetKind()), Debit: model.ID(t.GetDebit()), Credit: model.ID(t.GetCredit()),
			Amount: t.GetAmount(), Day: model.NoDay, Reason: t.GetReason(), By: model.ServiceActor("incentive").Subject,
		}
	}
	require.NoError(h, h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error {
		outcomes, err := ledger.New(tx).Post(ctx, h.Clock.Now(), []domain.Posting{posting})
		require.NoError(h, err)
		return outcomes[0].Err
	}))
}

// leaves has a person's last day be yesterday.
func (h *house) leaves(n int) {
	h.Helper()
	last := h.Clock.Now().Add(-24 * time.Hour).Format(time.DateOnly)
	h.directory.People[n].Placements[0].ToDate = last
	h.directory.People[n].Version++
	h.Snapshot()
}
