package ledger

import (
	"context"
	"database/sql"
	"math/bits"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// bySearch keeps PostgreSQL from a plan that it made when the tables were small, by which it would go on reading them from end to end until it
// next counts their rows. All that is asked for here is found by a key.
var bySearch = db.Statement{
	Query: "SELECT set_config('enable_seqscan', 'off', TRUE), set_config('enable_mergejoin', 'off', TRUE), set_config('enable_hashjoin', 'off', TRUE)",
}

// load fills a book with all that the postings name, and locks it. It returns the numbers of those who ask, where they have one. known may be nil.
func load(ctx context.Context, p *db.Pipeline, now time.Time, postings []ledger.Posting, known *places) (*ledger.Book, map[string]int64, error) {
	book, numbers := ledger.NewBook(now), map[string]int64{}
	var ids, origins [][]byte
	var accounts, names []string
	for _, posting := range postings {
		for _, t := range posting {
			ids, accounts, names = append(ids, t.ID[:]), append(accounts, t.Debit, t.Credit), append(names, t.By)
			if t.Of != uuid.Nil {
				origins = append(origins, t.Of[:])
			}
		}
	}
	var all []db.Statement
	if p.Engine() == db.Postgres {
		all = append(all, bySearch)
	}
	if len(origins) > 0 {
		// What is settled or reversed never changes, so it is read before anything is locked: it names accounts. One that comes to be between
		// here and the lock was not there for this posting.
		if err := p.Send(ctx, append(all, kept(p, book, origins))...); err != nil {
			return nil, nil, err
		}
		for _, origin := range book.Kept {
			accounts = append(accounts, origin.Debit, origin.Credit)
		}
		all = nil
	}
	// What settles or reverses names no account.
	accounts = slices.DeleteFunc(distinct(accounts), func(id string) bool { return id == "" })
	at, ok := known.of(accounts)
	if ok {
		all = append(all, lockAt(p, book, accounts, at)...)
	} else {
		all = append(all, lock(p, book, accounts)...)
	}
	all = append(all, kept(p, book, ids), actorsOf(p, numbers, names))
	if len(origins) > 0 {
		all = append(all, settled(p, book, origins))
	}
	if err := p.Send(ctx, all...); err != nil {
		return nil, nil, err
	}
	return book, numbers, known.learn(book, at)
}

// lock reads the accounts, of which no two are the same, and locks them, in the order of their numbers, and then their ledgers against a close.
func lock(p *db.Pipeline, book *ledger.Book, ids []string) []db.Statement {
	list, args := in(p.Engine(), ids)
	among, forUpdate, forShare := ` WHERE a.id`+list, "", ""
	if p.Engine() == db.Postgres {
		// Joined and not compared: whoever waited for a row compares it anew, and would go through all ids for each.
		among, forUpdate, forShare = ` JOIN unnest($1::TEXT[]) AS asked(id) ON asked.id = a.id`, " FOR UPDATE OF b", " FOR SHARE"
	}
	return []db.Statement{{
		Query: `SELECT a.number, a.id, a.ledger, a.overdraft, a.sealed, b.closed, b.debits, b.credits, b.held, b.expected, b.last
			FROM account a JOIN balance b ON b.account = a.number` + among + ` ORDER BY a.number` + forUpdate,
		Args: args,
		Read: func(scan db.Scan) error {
			a := new(ledger.Account)
			b := &a.Balance
			err := scan(&a.Number, &a.ID, &a.Ledger, &a.Overdraft, &a.Sealed, &a.Closed, &b.Debits, &b.Credits, &b.Held, &b.Expected, &b.Last)
			book.Accounts[a.ID] = a
			return err
		},
	}, {
		Query: ledgerSQL + ` WHERE id IN (SELECT ledger FROM account WHERE id` + list + `) ORDER BY id` + forShare,
		Args:  args,
		Read:  readLedger(book),
	}}
}

func readLedger(book *ledger.Book) func(scan db.Scan) error {
	return func(scan db.Scan) error {
		l, err := scanLedger(scan)
		book.Ledgers[l.ID] = l
		return err
	}
}

// kept reads the transfers of these ids that are there.
func kept(p *db.Pipeline, book *ledger.Book, ids [][]byte) db.Statement {
	list, args := in(p.Engine(), ids)
	return db.Statement{Query: entrySQL + ` WHERE t.id` + list, Args: args, Read: func(scan db.Scan) error {
		e, err := scanEntry(scan)
		book.Kept[e.ID] = e
		return err
	}}
}

// settled reads what settled or reversed the transfers of these ids.
func settled(p *db.Pipeline, book *ledger.Book, origins [][]byte) db.Statement {
	list, args := in(p.Engine(), origins)
	return db.Statement{Query: `SELECT of, id FROM transfer WHERE of` + list, Args: args, Read: func(scan db.Scan) error {
		var of, by uuid.UUID
		err := scan(&of, &by)
		book.Settled[of] = by
		return err
	}}
}

const entrySQL = `SELECT t.id, t.kind, d.id, c.id, t.amount, t.of, t.expires, t.day, t.reason, t.source, w.name, t.at,
	t.debit_posted, t.debit_held, t.credit_posted, t.credit_held, d.sealed, c.sealed
	FROM transfer t JOIN account d ON d.number = t.debit JOIN account c ON c.number = t.credit
	JOIN actor w ON w.number = t.actor`

func scanEntry(scan db.Scan) (e ledger.Entry, err error) {
	var of uuid.NullUUID
	var expires sql.NullInt64
	err = scan(&e.ID, &e.Kind, &e.Debit, &e.Credit, &e.Amount, &of, &expires, &e.Day, &e.Reason, &e.Source, &e.By, &e.At,
		&e.DebitAfter.Posted, &e.DebitAfter.Held, &e.CreditAfter.Posted, &e.CreditAfter.Held,
		&e.DebitSealed, &e.CreditSealed)
	e.Of, e.Expires = of.UUID, db.FromNullMicros(expires)
	return e, err
}

func distinct(values []string) []string {
	slices.Sort(values)
	return slices.Compact(values)
}

// in compares with values. PostgreSQL gets one array, SQLite a list whose length is a power of two, by repeating the last: so there are few
// different statements, and they stay prepared.
func in[T any](engine db.Engine, values []T) (string, []any) {
	if engine == db.Postgres {
		return " = ANY($1)", []any{values}
	}
	if len(values) == 0 {
		return " IN " + db.In(1, 0), nil
	}
	list := make([]any, 1<<bits.Len(uint(len(values)-1)))
	for i := range list {
		list[i] = values[min(i, len(values)-1)]
	}
	return " IN " + db.In(1, len(list)), list
}
