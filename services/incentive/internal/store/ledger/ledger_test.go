package ledger_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// desk is a ledger of points with a source, two wallets, and whoever posts to them.
type desk struct {
	*testing.T
	db       *db.DB
	accounts map[string]domain.Account
}

func eachEngine(t *testing.T, fn func(d *desk)) {
	testkit.EachEngine(t, func(t *testing.T, database *db.DB) {
		d := &desk{T: t, db: database, accounts: map[string]domain.Account{}}
		d.tx(func(ctx context.Context, tx *db.Tx) {
			shanghai, err := time.LoadLocation("Asia/Shanghai")
			require.NoError(t, err)
			for _, id := range []string{"points", "money"} {
				require.NoError(t, ledger.New(tx).AddLedger(ctx, domain.Ledger{ID: id, Currency: id, Zone: shanghai, ClosedThrough: model.NoDay, CreateTime: noon}))
			}
		})
		for _, owner := range []string{"source", "ann", "bo"} {
			d.open("points", owner)
		}
		fn(d)
	}, ledger.Migrations())
}

func (d *desk) tx(fn func(ctx context.Context, tx *db.Tx)) {
	d.Helper()
	require.NoError(d, d.db.Tx(d.Context(), func(ctx context.Context, tx *db.Tx) error {
		fn(ctx, tx)
		return nil
	}))
}

func (d *desk) open(in, owner string) {
	d.tx(func(ctx context.Context, tx *db.Tx) {
		a, err := domain.CreateAccount(ctx, ledger.New(tx), noon, domain.Account{Ledger: in, Purpose: "wallet", Owner: owner, Overdraft: owner == "source"})
		require.NoError(d, err)
		d.accounts[owner] = a
	})
}

func (d *desk) direct(from, to string, amount int64) domain.Transfer {
	return domain.Transfer{ID: uuid.New(), Kind: domain.Direct, Debit: d.accounts[from].ID, Credit: d.accounts[to].ID, Amount: amount, Day: model.NoDay, Reason: "test", Source: "tests/1", By: "services/test"}
}

func (d *desk) post(now time.Time, postings ...domain.Posting) (outcomes []domain.Outcome) {
	d.Helper()
	d.tx(func(ctx context.Context, tx *db.Tx) {
		var err error
		outcomes, err = ledger.New(tx).Post(ctx, now, postings)
		require.NoError(d, err)
	})
	return outcomes
}

func (d *desk) balance(owner string) domain.Balance {
	d.Helper()
	a, err := ledger.NewReader(d.db.Read()).Account(d.Context(), d.accounts[owner].ID)
	require.NoError(d, err)
	return a.Balance
}

func (d *desk) reconciled() (all ledger.Reconciled) {
	d.Helper()
	var from int64
	for first := true; first || from > 0; first = false {
		page, next, err := ledger.ReconcilePage(d.Context(), d.db, "points", from)
		require.NoError(d, err)
		all.Add(page)
		from = next
	}
	sums, err := ledger.Sums(d.Context(), d.db.Read(), "points")
	require.NoError(d, err)
	all.Add(sums)
	return all
}

func TestWhatIsTakenIsReadBack(t *testing.T) {
	eachEngine(t, func(d *desk) {
		hold := d.direct("ann", "bo", 60)
		hold.Kind, hold.Expires = domain.Hold, noon.Add(time.Hour)
		capture := domain.Transfer{ID: uuid.New(), Kind: domain.Capture, Of: hold.ID, Amount: 25, Day: model.NoDay, Reason: "test", By: "services/test"}
		postings := []domain.Posting{{d.direct("source", "ann", 100), d.direct("source", "bo", 1)}, {d.direct("bo", "ann", 200)}, {hold}, {capture}}
		first := d.post(noon, postings...)
		require.ErrorIs(d, first[1].Err, domain.ErrInsufficientFunds)
		require.Equal(d, int64(75), d.balance("ann").Available())
		require.Equal(d, domain.Balance{Credits: 26, Last: d.balance("bo").Last}, d.balance("bo"))

		again := d.post(noon.Add(time.Minute), postings...)
		for i := range first {
			require.Equal(d, first[i].Err == nil, again[i].Replay)
			require.Empty(d, cmp.Diff(first[i].Entries, again[i].Entries), "as it was taken")
		}
		for _, outcome := range first {
			for _, e := range outcome.Entries {
				read, err := ledger.NewReader(d.db.Read()).Entry(d.Context(), e.ID)
				require.NoError(d, err)
				require.Empty(d, cmp.Diff(e, read))
			}
		}
		_, err := ledger.NewReader(d.db.Read()).Entry(d.Context(), uuid.New())
		require.ErrorIs(d, err, model.ErrNotFound)
		second := d.post(noon, domain.Posting{{ID: uuid.New(), Kind: domain.Void, Of: hold.ID, Day: model.NoDay, Reason: "test"}})
		require.ErrorIs(d, second[0].Err, domain.ErrHoldSettled)
		require.Equal(d, ledger.Reconciled{Accounts: 3, Transfers: 8}, d.reconciled())
	})
}

func TestAccountsOfAPurposeAndAnOwnerAreOne(t *testing.T) {
	eachEngine(t, func(d *desk) {
		d.tx(func(ctx context.Context, tx *db.Tx) {
			again, err := domain.CreateAccount(ctx, ledger.New(tx), noon.Add(time.Hour), domain.Account{Ledger: "points", Purpose: "wallet", Owner: "ann", Overdraft: true})
			require.NoError(d, err)
			require.Empty(d, cmp.Diff(d.accounts["ann"], again))
		})
		err := d.db.Tx(d.Context(), func(ctx context.Context, tx *db.Tx) error {
			return ledger.New(tx).AddLedger(ctx, domain.Ledger{ID: "more", Currency: "points", Zone: time.UTC, CreateTime: noon})
		})
		require.ErrorIs(d, err, model.ErrAlreadyExists)
	})
}

func TestOnlyAnEmptyAccountIsClosed(t *testing.T) {
	eachEngine(t, func(d *desk) {
		d.post(noon, domain.Posting{d.direct("source", "ann", 5)})
		closing := func(owner string) error {
			return d.db.Tx(d.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := domain.CloseAccount(ctx, ledger.New(tx), d.accounts[owner].ID)
				return err
			})
		}
		require.ErrorIs(d, closing("ann"), domain.ErrAccountNotEmpty)
		require.NoError(d, closing("bo"))
		require.NoError(d, closing("bo"), "once more")
		require.ErrorIs(d, d.post(noon, domain.Posting{d.direct("ann", "bo", 5)})[0].Err, domain.ErrAccountClosed)
	})
}

func TestTheBalanceAtAnyTime(t *testing.T) {
	eachEngine(t, func(d *desk) {
		for hour := range 5 {
			d.post(noon.Add(time.Duration(hour)*time.Hour), domain.Posting{d.direct("source", "ann", 10)}, domain.Posting{d.direct("ann", "bo", 3)})
		}
		at := func(owner string, when time.Time) (after domain.After) {
			d.tx(func(ctx context.Context, tx *db.Tx) {
				var err error
				after, err = domain.BalanceAt(ctx, ledger.New(tx), noon.Add(48*time.Hour), d.accounts[owner].ID, when)
				require.NoError(d, err)
			})
			return after
		}
		require.Zero(d, at("ann", noon.Add(-time.Hour)))
		require.Equal(d, domain.After{Posted: 10}, at("ann", noon), "the second of the two came a microsecond later")
		require.Equal(d, domain.After{Posted: 7}, at("ann", noon.Add(time.Minute)))
		require.Equal(d, domain.After{Posted: 21}, at("ann", noon.Add(150*time.Minute)))
		require.Equal(d, domain.After{Posted: 15}, at("bo", noon.Add(24*time.Hour)))

		account := d.accounts["ann"]
		read := ledger.NewReader(d.db.Read())
		var seen []domain.Entry
		before := noon.Add(24 * time.Hour).UnixMicro()
		for {
			page, err := read.History(d.Context(), account, before, 3)
			require.NoError(d, err)
			if len(page) == 0 {
				break
			}
			seen, before = append(seen, page...), page[len(page)-1].At
		}
		require.Len(d, seen, 10)
		for i := range seen[1:] {
			require.Greater(d, seen[i].At, seen[i+1].At)
		}
	})
}

func TestOpenHolds(t *testing.T) {
	eachEngine(t, func(d *desk) {
		d.post(noon, domain.Posting{d.direct("source", "ann", 100)})
		var held []domain.Transfer
		for i := range 4 {
			h := d.direct("ann", "bo", 10)
			h.Kind, h.Expires = domain.Hold, noon.Add(time.Duration(i+1)*time.Hour)
			held = append(held, h)
			d.post(noon, domain.Posting{h})
		}
		d.post(noon, domain.Posting{{ID: uuid.New(), Kind: domain.Void, Of: held[1].ID, Day: model.NoDay, Reason: "test"}})
		read := ledger.NewReader(d.db.Read())
		due, err := read.Due(d.Context(), noon.Add(3*time.Hour), 10)
		require.NoError(d, err)
		require.Equal(d, []uuid.UUID{held[0].ID, held[2].ID}, due)
		for _, owner := range []string{"ann", "bo"} {
			open, err := read.OpenHolds(d.Context(), d.accounts[owner])
			require.NoError(d, err)
			require.Len(d, open, 3)
		}
		require.Equal(d, int64(3*2), d.reconciled().Holds, "each is seen from both sides")
	})
}

func TestReconciliationFindsWhatIsWrong(t *testing.T) {
	for name, sql := range map[string]string{
		"debits":           `UPDATE balance SET debits = debits + 1 WHERE debits > 0`,
		"held":             `DELETE FROM open_hold`,
		"a lost transfer":  `DELETE FROM transfer WHERE amount = 7`,
		"a changed amount": `UPDATE transfer SET amount = 8 WHERE amount = 7`,
		"a changed figure": `UPDATE transfer SET credit_posted = 1 WHERE amount = 7`,
	} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(d *desk) {
				hold := d.direct("ann", "bo", 5)
				hold.Kind = domain.Hold
				d.post(noon, domain.Posting{d.direct("source", "ann", 100)}, domain.Posting{d.direct("ann", "bo", 7)}, domain.Posting{hold})
				require.Empty(d, d.reconciled().Differences)
				d.tx(func(ctx context.Context, tx *db.Tx) {
					_, err := tx.ExecContext(ctx, sql)
					require.NoError(d, err)
				})
				require.NotEmpty(d, d.reconciled().Differences)
			})
		})
	}
}
