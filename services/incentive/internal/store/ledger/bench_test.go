package ledger_test

import (
	"context"
	"encoding/binary"
	"math"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

// BenchmarkHistory reads out of an account that all transfers of a ledger went out of: its first page, a page from the middle, and what stood in it at
// an instant in the middle. There are a million transfers; with HEARTH_SOAK ten.
func BenchmarkHistory(b *testing.B) {
	transfers := 1_000_000
	if os.Getenv("HEARTH_SOAK") != "" {
		transfers *= 10
	}
	for _, engine := range testkit.Engines(b) {
		d := testkit.Open(b, engine, ledger.Migrations())
		source := history(b, d, transfers)
		read := ledger.NewReader(d.Read())
		middle := noon.Add(time.Duration(transfers/2) * time.Millisecond)
		page := func(before int64) func(b *testing.B) {
			return func(b *testing.B) {
				for b.Loop() {
					found, err := read.History(b.Context(), source, before, 50)
					require.NoError(b, err)
					require.Len(b, found, 50)
				}
			}
		}
		b.Run(engine.String()+"/first page", page(math.MaxInt64))
		b.Run(engine.String()+"/page in the middle", page(middle.UnixMicro()))
		b.Run(engine.String()+"/balance in the middle", func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
					after, err := domain.BalanceAt(ctx, ledger.New(tx), noon.Add(24*time.Hour), source.ID, middle)
					require.Equal(b, int64(-transfers/2-1), after.Posted)
					return err
				}))
			}
		})
	}
}

// history fills a ledger with transfers, one a millisecond, out of one account into a thousand. Their rows are written as Post writes them.
func history(b *testing.B, d *db.DB, transfers int) (source domain.Account) {
	b.Helper()
	const step = 20_000
	accounts := make([]domain.Account, 1001)
	require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
		s := ledger.New(tx)
		require.NoError(b, s.AddLedger(ctx, domain.Ledger{ID: "points", Currency: "points", Zone: time.UTC, ClosedThrough: model.NoDay, CreateTime: noon}))
		for n := range accounts {
			var err error
			accounts[n], err = domain.CreateAccount(ctx, s, noon, domain.Account{Ledger: "points", Purpose: "p", Owner: string(rune('0' + n)), Overdraft: n == 0})
			require.NoError(b, err)
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO actor (name) VALUES ('services/bench')`)
		return err
	}))
	var actor int64
	require.NoError(b, d.Read().QueryRowContext(b.Context(), `SELECT number FROM actor`).Scan(&actor))
	for from := 0; from < transfers; from += step {
		rows := make([][]any, step)
		for i := range rows {
			n := from + i
			var id [16]byte
			binary.BigEndian.PutUint64(id[:], uint64(n))
			rows[i] = []any{
				id[:], int64(domain.Direct), accounts[0].Number, accounts[1+n%1000].Number, int64(1), nil, nil, int64(20_000), "bench", "recognitions/1", actor,
				noon.Add(time.Duration(n) * time.Millisecond).UnixMicro(), int64(-n - 1), int64(0), int64(n/1000 + 1), int64(0),
			}
		}
		require.NoError(b, d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			return db.Insert(ctx, tx, `INSERT INTO transfer (id, kind, debit, credit, amount, of, expires, day, reason, source, actor, at,
				debit_posted, debit_held, credit_posted, credit_held)`, rows, "")
		}))
	}
	return accounts[0]
}
