package ledger_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

// A poster remembers the numbers of accounts. Where the database was put back beneath it and an account began once more, what was under the old
// number stays as it is.
func TestAPosterBelievesTheDatabaseAndNotItsMemory(t *testing.T) {
	eachEngine(t, func(d *desk) {
		ctx, stop := context.WithCancel(d.Context())
		p := ledger.NewPoster(d.db, time.Now)
		var running sync.WaitGroup
		running.Go(func() { require.NoError(d, p.Run(ctx)) })
		d.Cleanup(func() { stop(); running.Wait() })
		taken := func(amount int64) {
			outcomes, err := p.Post(ctx, []domain.Posting{{d.direct("source", "ann", amount)}})
			require.NoError(d, err)
			require.NoError(d, outcomes[0].Err)
			require.Equal(d, d.balance("ann").Posted(), outcomes[0].Entries[0].CreditAfter.Posted)
		}
		taken(5)
		taken(7)
		require.Equal(d, int64(12), d.balance("ann").Posted())

		ann := d.accounts["ann"]
		d.tx(func(ctx context.Context, tx *db.Tx) {
			exec := func(query string, args ...any) {
				_, err := tx.ExecContext(ctx, query, args...)
				require.NoError(d, err)
			}
			exec(`UPDATE account SET id = 'somebody else', owner = 'somebody else' WHERE id = $1`, ann.ID)
			exec(`INSERT INTO account (id, ledger, purpose, owner, overdraft, sealed, create_time) VALUES ($1, 'points', 'wallet', 'ann', FALSE, FALSE, 0)`, ann.ID)
			exec(`INSERT INTO balance (account, closed, debits, credits, held, expected, last)
				SELECT number, FALSE, 0, 0, 0, 0, 0 FROM account WHERE id = $1`, ann.ID)
		})
		d.post(time.Now(), domain.Posting{d.direct("source", "ann", 3)})
		taken(1)
		require.Equal(d, int64(4), d.balance("ann").Posted())
		d.accounts["old"] = domain.Account{ID: "somebody else"}
		require.Equal(d, int64(12), d.balance("old").Posted())
		taken(2)
		require.Equal(d, int64(6), d.balance("ann").Posted())
		require.Empty(d, d.reconciled().Differences)
	})
}
