package wallet_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

func TestTakingPartIsPaidFromItsOwnAccount(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, do(t, d, func(ctx context.Context, s wallet.Store) error {
			return domain.GrantPoints(ctx, s, noon,
				domain.Grant{ID: uuid.New(), Person: "ann", Amount: 10, Participation: true, Reason: "participation"},
				domain.Grant{ID: uuid.New(), Person: "bo", Amount: 7, Reason: "rule"})
		}))
		require.Equal(t, []int64{10, 7}, []int64{earned(t, d, "ann"), earned(t, d, "bo")})
		posted := map[string]int64{}
		require.NoError(t, do(t, d, func(ctx context.Context, s wallet.Store) error {
			book, err := domain.PointsLedger(ctx, s, noon)
			if err != nil {
				return err
			}
			for _, purpose := range []string{domain.Source, domain.Participation} {
				account, err := domain.Account(ctx, s, noon, book, purpose, "")
				if err != nil {
					return err
				}
				posted[purpose] = account.Balance.Posted()
			}
			return nil
		}))
		require.Equal(t, map[string]int64{domain.Source: -7, domain.Participation: -10}, posted)
	})
}

func TestWhatAnAccountIsSaysWhetherItIsSealed(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *db.DB) {
		for _, one := range []struct {
			currency, purpose, owner string
			sealed                   bool
		}{
			{domain.Points, domain.Earned, "people/ann", true},
			{domain.Points, domain.Allowance, "people/ann", true},
			{domain.Points, "something", "people/ann", true},
			{domain.Points, domain.Participation, "", true},
			{domain.Points, domain.Expired, "", true},
			{domain.Points, domain.Source, "", false},
			{domain.Points, domain.Spent, "", false},
			{domain.Points, domain.Budget, "units/night", false},
			{"CNY", domain.Bonus, "people/ann", false},
		} {
			require.NoError(t, do(t, d, func(ctx context.Context, s wallet.Store) error {
				book, err := domain.LedgerOf(ctx, s, noon, one.currency, "")
				if err != nil {
					return err
				}
				asked := ledger.Account{Ledger: book.ID, Purpose: one.purpose, Owner: one.owner, Overdraft: true, Sealed: !one.sealed}
				made, err := ledger.CreateAccount(ctx, s, noon, asked)
				require.Equal(t, one.sealed, made.Sealed, one)
				require.Equal(t, !one.sealed || one.purpose == domain.Participation, made.Overdraft, "nobody tries what is in a sealed account by overdrawing it: %v", one)
				require.Equal(t, one.sealed, uuid.MustParse(made.ID).Version() == 4, "its id tells no time: %v", one)
				again, err2 := ledger.CreateAccount(ctx, s, noon, asked)
				require.Equal(t, made, again)
				return errors.Join(err, err2)
			}))
		}
	})
}
