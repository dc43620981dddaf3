package wallet_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
	books "github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func eachEngine(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	testkit.EachEngine(t, fn, books.Migrations(), roster.Migrations(), wallet.Migrations())
}

func do(t *testing.T, d *db.DB, fn func(ctx context.Context, s wallet.Store) error) error {
	t.Helper()
	return d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return fn(ctx, wallet.New(tx)) })
}

// earned is what a person has earned.
func earned(t *testing.T, d *db.DB, person string) (points int64) {
	t.Helper()
	require.NoError(t, do(t, d, func(ctx context.Context, s wallet.Store) error {
		book, err := domain.PointsLedger(ctx, s, noon)
		if err != nil {
			return err
		}
		account, err := domain.Account(ctx, s, noon, book, domain.Earned, "people/"+person)
		points = account.Balance.Available()
		return err
	}))
	return points
}

func TestWhatIsForTheSameIsGrantedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *db.DB) {
		grant := func(amount int64, people ...string) error {
			return do(t, d, func(ctx context.Context, s wallet.Store) error {
				var grants []domain.Grant
				for _, p := range people {
					grants = append(grants, domain.Grant{ID: domain.ID("rule", "1", p), Person: p, Amount: amount, Reason: "rule", Source: "rules/1", By: "services/incentive"})
				}
				return domain.GrantPoints(ctx, s, noon, grants...)
			})
		}
		for range 3 {
			require.NoError(t, grant(10, "ann", "bo"))
		}
		require.Equal(t, []int64{10, 10}, []int64{earned(t, d, "ann"), earned(t, d, "bo")})
		require.ErrorIs(t, grant(11, "ann"), ledger.ErrTransferIDReused)
		require.ErrorIs(t, grant(10, "bo", "cy"), ledger.ErrTransferIDReused, "a part of it was granted before: it is another posting")
		require.Zero(t, earned(t, d, "cy"))
	})
}

func TestABudgetPaysWhatItHas(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, do(t, d, func(ctx context.Context, s wallet.Store) error {
			book, err := domain.PointsLedger(ctx, s, noon)
			if err != nil {
				return err
			}
			source, err := domain.Account(ctx, s, noon, book, domain.Source, "")
			if err != nil {
				return err
			}
			budget, err := domain.Account(ctx, s, noon, book, domain.Budget, "units/night")
			if err != nil {
				return err
			}
			_, err = domain.Post(ctx, s, noon, ledger.Posting{{ID: uuid.New(), Kind: ledger.Direct, Debit: source.ID, Credit: budget.ID, Amount: 25, Day: model.NoDay, Reason: "allot"}})
			return err
		}))
		grant := func(n string) error {
			return do(t, d, func(ctx context.Context, s wallet.Store) error {
				return domain.GrantPoints(ctx, s, noon, domain.Grant{ID: domain.ID("award", n), Person: "ann", Amount: 10, Budget: "night", Reason: "award"})
			})
		}
		require.NoError(t, grant("1"))
		require.NoError(t, grant("2"))
		require.ErrorIs(t, grant("3"), ledger.ErrInsufficientFunds)
		require.Equal(t, int64(20), earned(t, d, "ann"))
	})
}

func TestAGiftIsForAllOrForNone(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, do(t, d, func(ctx context.Context, s wallet.Store) error {
			book, err := domain.PointsLedger(ctx, s, noon)
			if err != nil {
				return err
			}
			source, err := domain.Account(ctx, s, noon, book, domain.Source, "")
			if err != nil {
				return err
			}
			allowance, err := domain.Account(ctx, s, noon, book, domain.Allowance, "people/ann")
			if err != nil {
				return err
			}
			_, err = domain.Post(ctx, s, noon, ledger.Posting{{ID: uuid.New(), Kind: ledger.Direct, Debit: source.ID, Credit: allowance.ID, Amount: 25, Day: model.NoDay, Reason: "refill"}})
			return err
		}))
		give := func(id uuid.UUID, to ...string) error {
			return do(t, d, func(ctx context.Context, s wallet.Store) error {
				return domain.Give(ctx, s, noon, domain.Gift{ID: id, From: "ann", To: to, Each: 10, Reason: "recognition", Source: "recognitions/1"})
			})
		}
		first := uuid.New()
		require.NoError(t, give(first, "bo", "cy"))
		require.NoError(t, give(first, "bo", "cy"), "again is once")
		require.ErrorIs(t, give(uuid.New(), "bo"), ledger.ErrInsufficientFunds)
		require.ErrorIs(t, give(uuid.New(), "ann"), domain.ErrSelf)
		require.Equal(t, []int64{10, 10, 0}, []int64{earned(t, d, "bo"), earned(t, d, "cy"), earned(t, d, "ann")})
	})
}

// Whoever comes first begins the ledger and the accounts; all others find them.
func TestManyBeginTheSameAccounts(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *db.DB) {
		var all sync.WaitGroup
		failed := make([]error, 8)
		for n := range failed {
			all.Go(func() {
				people := []string{"ann", "bo", "cy"}
				failed[n] = d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					var grants []domain.Grant
					for i := range people {
						p := people[(i+n)%3]
						grants = append(grants, domain.Grant{ID: uuid.New(), Person: p, Amount: 1, Reason: "test"})
					}
					return domain.GrantPoints(ctx, wallet.New(tx), noon, grants...)
				})
			})
		}
		all.Wait()
		for _, err := range failed {
			require.NoError(t, err)
		}
		require.Equal(t, []int64{8, 8, 8}, []int64{earned(t, d, "ann"), earned(t, d, "bo"), earned(t, d, "cy")})
	})
}

func TestIDsSayWhatTheyAreFor(t *testing.T) {
	require.Equal(t, domain.ID("rule", "1", "ann"), domain.ID("rule", "1", "ann"))
	require.NotEqual(t, domain.ID("rule", "1", "ann"), domain.ID("rule", "1a", "nn"))
	require.NotEqual(t, domain.ID("rule"), domain.ID("rule", ""))
	require.Equal(t, uuid.Version(5), domain.ID("x").Version())
}
