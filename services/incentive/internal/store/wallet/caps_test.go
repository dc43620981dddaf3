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
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/allowance"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

// Many gifts of one person at once pass no cap, and a gift that is asked for again is no gift more.
func TestGiftsStayWithinTheCaps(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *db.DB) {
		directory := &rostertest.Directory{Units: []*directoryv1.RosterUnit{rostertest.Unit("top", ""), rostertest.Unit("team", "top")},
			People: []*directoryv1.RosterPerson{rostertest.Person("ann", "team", "acme")}}
		require.NoError(t, roster.Consumer(d, directory.Conn()).Before(t.Context()))
		require.NoError(t, do(t, d, func(ctx context.Context, s wallet.Store) error {
			if err := s.SavePolicy(ctx, allowance.Policy{Unit: "top", Amount: 100, Period: allowance.Week, Caps: allowance.Caps{PerDay: 7, PerColleague: 4}}); err != nil {
				return err
			}
			book, err := domain.PointsLedger(ctx, s, noon)
			if err != nil {
				return err
			}
			source, err := domain.Account(ctx, s, noon, book, domain.Source, "")
			if err != nil {
				return err
			}
			ann, err := domain.Account(ctx, s, noon, book, domain.Allowance, "people/ann")
			if err != nil {
				return err
			}
			_, err = domain.Post(ctx, s, noon, ledger.Posting{{ID: uuid.New(), Kind: ledger.Direct, Debit: source.ID, Credit: ann.ID, Amount: 100, Day: model.NoDay, Reason: "test"}})
			return err
		}))
		give := func(at time.Time, id uuid.UUID, each int64, to ...string) error {
			return d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				return domain.Give(ctx, wallet.New(tx), at, domain.Gift{ID: id, From: "ann", To: to, Each: each, Reason: "recognition", Source: "recognitions/1"})
			})
		}
		var all sync.WaitGroup
		failed := make([]error, 8)
		for i := range failed {
			all.Go(func() { failed[i] = give(noon, uuid.New(), 1, "bo") })
		}
		all.Wait()
		for _, err := range failed {
			if err != nil {
				require.ErrorIs(t, err, allowance.ErrColleagueCap)
			}
		}
		require.Equal(t, int64(4), earned(t, d, "bo"))
		once := uuid.New()
		require.NoError(t, give(noon, once, 3, "cy"))
		require.NoError(t, give(noon, once, 3, "cy"), "the same once more")
		require.ErrorIs(t, give(noon, uuid.New(), 1, "dee"), allowance.ErrDayCap)
		tomorrow := noon.Add(24 * time.Hour) // a Monday: another week, too
		require.NoError(t, give(tomorrow, uuid.New(), 3, "bo", "cy"))
		require.Equal(t, []int64{7, 6}, []int64{earned(t, d, "bo"), earned(t, d, "cy")})
	})
}
