// Package ledger keeps ledgers, accounts and transfers in a database of either engine. Post is the one way in: everything else reads.
package ledger

import (
	"context"
	"embed"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/roster"
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

// Erased says whether a person was erased, and has an erasure wait until the transaction ends.
func (s Store) Erased(ctx context.Context, person string) (bool, error) {
	if _, err := roster.Hold(ctx, s.tx); err != nil {
		return false, err
	}
	return roster.New(s.tx).Erased(ctx, person)
}

// Post takes postings, each whole or not at all, in their order. Its error is the database's; what is refused says so in its outcome. Two
// transactions that touch the same accounts wait for each other here, and not in a ring: accounts are locked by number.
func (s Store) Post(ctx context.Context, now time.Time, postings []ledger.Posting) ([]ledger.Outcome, error) {
	return post(ctx, s.tx.Pipeline(), now, postings, nil, false)
}

// post takes two round trips, or four: one more where holds are settled or transfers reversed, and one where somebody asks for the first time.
// Somebody outside may ask for less than Hearth's own rooms.
func post(ctx context.Context, p *db.Pipeline, now time.Time, postings []ledger.Posting, known *places, outside bool) ([]ledger.Outcome, error) {
	book, actors, err := load(ctx, p, now, postings, known)
	if err != nil {
		return nil, err
	}
	book.Outside = outside
	outcomes := make([]ledger.Outcome, len(postings))
	for i, posting := range postings {
		outcomes[i].Entries, outcomes[i].Replay, outcomes[i].Err = book.Post(posting)
	}
	if err := number(ctx, p, actors, book.Taken()); err != nil {
		return nil, err
	}
	return outcomes, p.Last(ctx, keeping(p.Engine(), book, actors)...)
}

// keeping writes what the book took.
func keeping(engine db.Engine, book *ledger.Book, actors map[string]int64) []db.Statement {
	touched := map[int64]*ledger.Account{}
	rows := make([][]any, 0, len(book.Taken()))
	var holds [][]any
	var ended [][]byte
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
			ended = append(ended, e.Of[:])
		}
		rows = append(rows, []any{
			e.ID[:], int64(e.Kind), debit.Number, credit.Number, e.Amount, of, db.NullMicros(e.Expires), int64(e.Day), e.Reason, e.Source, actors[e.By], e.At,
			e.DebitAfter.Posted, e.DebitAfter.Held, e.CreditAfter.Posted, e.CreditAfter.Held,
		})
	}
	all := db.Inserting(engine, `INSERT INTO transfer (id, kind, debit, credit, amount, of, expires, day, reason, source, actor, at,
		debit_posted, debit_held, credit_posted, credit_held)`,
		"BYTEA, BIGINT, BIGINT, BIGINT, BIGINT, BYTEA, BIGINT, BIGINT, TEXT, TEXT, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT", rows, "")
	all = append(all, db.Inserting(engine, `INSERT INTO open_hold (id, debit, credit, expires)`, "BYTEA, BIGINT, BIGINT, BIGINT", holds, "")...)
	if len(ended) > 0 {
		list, args := in(engine, ended)
		all = append(all, db.Statement{Query: `DELETE FROM open_hold WHERE id` + list, Args: args})
	}
	rows = rows[:0]
	for number, a := range touched {
		rows = append(rows, []any{number, a.Closed, a.Balance.Debits, a.Balance.Credits, a.Balance.Held, a.Balance.Expected, a.Balance.Last})
	}
	return append(all, db.Inserting(engine, `INSERT INTO balance (account, closed, debits, credits, held, expected, last)`,
		"BIGINT, BOOLEAN, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT", rows,
		`ON CONFLICT (account) DO UPDATE SET debits = excluded.debits, credits = excluded.credits, held = excluded.held,
			expected = excluded.expected, last = excluded.last`)...)
}
