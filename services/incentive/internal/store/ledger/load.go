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

// load fills a book with all that the postings name, and locks it.
func load(ctx context.Context, tx *db.Tx, now time.Time, postings []ledger.Posting) (*ledger.Book, error) {
	// PostgreSQL keeps the plan of a statement that it prepared when the tables were small, and would go on reading them from end to end
	// until it next counts their rows. All that is asked for here is found by a key.
	if tx.Engine() == db.Postgres {
		if _, err := tx.ExecContext(ctx, "SET LOCAL enable_seqscan = off"); err != nil {
			return nil, err
		}
	}
	book := ledger.NewBook(now)
	var ids, origins, accounts []any
	for _, posting := range postings {
		for _, t := range posting {
			ids = append(ids, t.ID[:])
			if t.Of != uuid.Nil {
				origins = append(origins, t.Of[:])
			}
			accounts = append(accounts, t.Debit, t.Credit)
		}
	}
	// What is settled or reversed never changes, so it is read before anything is locked: it names accounts. One that comes to be between
	// here and the lock was not there for this posting.
	if err := kept(ctx, tx, book, origins); err != nil {
		return nil, err
	}
	for _, origin := range book.Kept {
		accounts = append(accounts, origin.Debit, origin.Credit)
	}
	if err := lock(ctx, tx, book, accounts); err != nil {
		return nil, err
	}
	if err := kept(ctx, tx, book, ids); err != nil {
		return nil, err
	}
	return book, settled(ctx, tx, book, origins)
}

// lock reads the accounts and locks them, in the order of their numbers, and their ledgers against a close.
func lock(ctx context.Context, tx *db.Tx, book *ledger.Book, ids []any) error {
	ids = distinct(ids)
	list, args := in(ids)
	accounts, err := db.All(ctx, tx, func(scan db.Scan) (*ledger.Account, error) {
		a := new(ledger.Account)
		return a, scan(&a.Number, &a.ID, &a.Ledger, &a.Overdraft, &a.Sealed)
	}, `SELECT number, id, ledger, overdraft, sealed FROM account WHERE id IN `+list, args...)
	if err != nil {
		return err
	}
	byNumber := map[int64]*ledger.Account{}
	numbers := make([]any, 0, len(accounts))
	ledgers := make([]any, 0, 1)
	for _, a := range accounts {
		book.Accounts[a.ID], byNumber[a.Number] = a, a
		numbers, ledgers = append(numbers, a.Number), append(ledgers, a.Ledger)
	}
	list, args = in(numbers)
	if _, err := db.All(ctx, tx, func(scan db.Scan) (struct{}, error) {
		var number int64
		var closed bool
		var b ledger.Balance
		err := scan(&number, &closed, &b.Debits, &b.Credits, &b.Held, &b.Expected, &b.Last)
		if a := byNumber[number]; err == nil {
			a.Closed, a.Balance = closed, b
		}
		return struct{}{}, err
	}, `SELECT account, closed, debits, credits, held, expected, last FROM balance WHERE account IN `+list+` ORDER BY account`+tx.ForUpdate(), args...); err != nil {
		return err
	}
	list, args = in(distinct(ledgers))
	found, err := db.All(ctx, tx, scanLedger, ledgerSQL+` WHERE id IN `+list+` ORDER BY id`+forShare(tx), args...)
	for _, l := range found {
		book.Ledgers[l.ID] = l
	}
	return err
}

// kept reads the transfers of these ids that are there.
func kept(ctx context.Context, tx *db.Tx, book *ledger.Book, ids []any) error {
	if len(ids) == 0 {
		return nil
	}
	list, args := in(ids)
	entries, err := db.All(ctx, tx, scanEntry, entrySQL+` WHERE t.id IN `+list, args...)
	for _, e := range entries {
		book.Kept[e.ID] = e
	}
	return err
}

// settled reads what settled or reversed the transfers of these ids.
func settled(ctx context.Context, tx *db.Tx, book *ledger.Book, origins []any) error {
	if len(origins) == 0 {
		return nil
	}
	list, args := in(origins)
	_, err := db.All(ctx, tx, func(scan db.Scan) (struct{}, error) {
		var of, by uuid.UUID
		err := scan(&of, &by)
		book.Settled[of] = by
		return struct{}{}, err
	}, `SELECT of, id FROM transfer WHERE of IN `+list, args...)
	return err
}

const entrySQL = `SELECT t.id, t.kind, d.id, c.id, t.amount, t.of, t.expires, t.day, t.reason, t.source, w.name, t.at,
	t.debit_posted, t.debit_held, t.credit_posted, t.credit_held
	FROM transfer t JOIN account d ON d.number = t.debit JOIN account c ON c.number = t.credit
	JOIN actor w ON w.number = t.actor`

func scanEntry(scan db.Scan) (e ledger.Entry, err error) {
	var of uuid.NullUUID
	var expires sql.NullInt64
	err = scan(&e.ID, &e.Kind, &e.Debit, &e.Credit, &e.Amount, &of, &expires, &e.Day, &e.Reason, &e.Source, &e.By, &e.At,
		&e.DebitAfter.Posted, &e.DebitAfter.Held, &e.CreditAfter.Posted, &e.CreditAfter.Held)
	e.Of, e.Expires = of.UUID, db.FromNullMicros(expires)
	return e, err
}

// forShare keeps rows from being changed until the transaction ends, and lets others read them in the same way.
func forShare(tx *db.Tx) string {
	if tx.Engine() == db.Postgres {
		return " FOR SHARE"
	}
	return ""
}

func distinct(values []any) []any {
	seen := map[any]bool{}
	return slices.DeleteFunc(values, func(v any) bool {
		again := seen[v]
		seen[v] = true
		return again
	})
}

// in is an IN list for values and its arguments. Its length is a power of two, by repeating the last: so there are few different
// statements, and they stay prepared.
func in(values []any) (string, []any) {
	if len(values) == 0 {
		return db.In(1, 0), nil
	}
	size := 1 << bits.Len(uint(len(values)-1))
	for len(values) < size {
		values = append(values, values[len(values)-1])
	}
	return db.In(1, size), values
}
