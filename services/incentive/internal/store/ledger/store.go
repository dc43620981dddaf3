// Package ledger keeps ledgers, accounts and transfers in a database of either engine. Post is the one way in: everything else reads.
package ledger

import (
	"context"
	"embed"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this store.
func Migrations() db.Set { return db.Embedded("ledger", migrations) }

// Reader is the domain's Reader over a database or a transaction.
type Reader struct{ q db.Querier }

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{q} }

// Store is the domain's Store over a transaction.
type Store struct {
	Reader
	tx *db.Tx
}

// New reads and writes within tx.
func New(tx *db.Tx) Store { return Store{Reader{tx}, tx} }

// Post takes postings, each whole or not at all, in their order. Its error is the database's; what is refused says so in its outcome. Two
// transactions that touch the same accounts wait for each other here, and not in a ring: accounts are locked by number.
func (s Store) Post(ctx context.Context, now time.Time, postings []ledger.Posting) ([]ledger.Outcome, error) {
	book, err := load(ctx, s.tx, now, postings)
	if err != nil {
		return nil, err
	}
	outcomes := make([]ledger.Outcome, len(postings))
	for i, posting := range postings {
		outcomes[i].Entries, outcomes[i].Replay, outcomes[i].Err = book.Post(posting)
	}
	return outcomes, keep(ctx, s.tx, book)
}

// keep writes what the book took.
func keep(ctx context.Context, tx *db.Tx, book *ledger.Book) error {
	if len(book.Taken()) == 0 {
		return nil
	}
	actors, err := actorsOf(ctx, tx, book.Taken())
	if err != nil {
		return err
	}
	touched := map[int64]*ledger.Account{}
	rows := make([][]any, 0, len(book.Taken()))
	var holds [][]any
	var ended []any
	for _, e := range book.Taken() {
		debit, credit := book.Accounts[e.Debit], book.Accounts[e.Credit]
		touched[debit.Number], touched[credit.Number] = debit, credit
		var of any
		if e.Of != uuid.Nil {
			of = e.Of[:]
		}
		switch {
		case e.Kind == ledger.Hold:
			holds = append(holds, []any{e.ID[:], debit.Number, credit.Number, db.NullMicros(e.Expires)})
		case e.Kind.Settles():
			ended = append(ended, of)
		}
		rows = append(rows, []any{
			e.ID[:], int64(e.Kind), debit.Number, credit.Number, e.Amount, of, db.NullMicros(e.Expires), int64(e.Day), e.Reason, e.Source, actors[e.By], e.At,
			e.DebitAfter.Posted, e.DebitAfter.Held, e.CreditAfter.Posted, e.CreditAfter.Held,
		})
	}
	if err := db.Insert(ctx, tx, `INSERT INTO transfer (id, kind, debit, credit, amount, of, expires, day, reason, source, actor, at,
		debit_posted, debit_held, credit_posted, credit_held)`, rows, ""); err != nil {
		return fmt.Errorf("transfers: %w", err)
	}
	if err := db.Insert(ctx, tx, `INSERT INTO open_hold (id, debit, credit, expires)`, holds, ""); err != nil {
		return fmt.Errorf("holds: %w", err)
	}
	if len(ended) > 0 {
		list, args := in(ended)
		if _, err := tx.ExecContext(ctx, `DELETE FROM open_hold WHERE id IN `+list, args...); err != nil {
			return err
		}
	}
	rows = rows[:0]
	for number, a := range touched {
		rows = append(rows, []any{number, a.Closed, a.Balance.Debits, a.Balance.Credits, a.Balance.Held, a.Balance.Expected, a.Balance.Last})
	}
	return db.Insert(ctx, tx, `INSERT INTO balance (account, closed, debits, credits, held, expected, last)`, rows,
		`ON CONFLICT (account) DO UPDATE SET debits = excluded.debits, credits = excluded.credits, held = excluded.held,
			expected = excluded.expected, last = excluded.last`)
}
