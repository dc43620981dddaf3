package ledger

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

const ledgerColumns = `id, currency, employer, zone, closed_through, create_time`

// OpenLedger begins a ledger, all of whose days are open. One of a currency and an employer that has one is model.ErrAlreadyExists.
func OpenLedger(ctx context.Context, tx *db.Tx, l ledger.Ledger) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO ledger (`+ledgerColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`,
		l.ID, l.Currency, l.Employer, l.Zone.String(), int64(l.ClosedThrough), db.Micros(l.CreateTime))
	return db.Unique{"ledger(currency, employer)": model.ErrAlreadyExists}.Explain(err)
}

// OpenAccount begins an account with nothing in it, or returns the one that has its purpose and owner in its ledger already: then everything
// else is as it was when that one began, and made is false.
func OpenAccount(ctx context.Context, tx *db.Tx, a ledger.Account) (opened ledger.Account, made bool, err error) {
	id, err := uuid.NewV7()
	if err != nil {
		return a, false, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO account (id, ledger, purpose, owner, overdraft, create_time) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (ledger, purpose, owner) DO NOTHING`, id.String(), a.Ledger, a.Purpose, a.Owner, a.Overdraft, db.Micros(a.CreateTime))
	if err != nil {
		return a, false, err
	}
	var number int64
	err = tx.QueryRowContext(ctx, `SELECT number FROM account WHERE ledger = $1 AND purpose = $2 AND owner = $3`, a.Ledger, a.Purpose, a.Owner).Scan(&number)
	if err != nil {
		return a, false, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO balance (account, closed, debits, credits, held, expected, last) VALUES ($1, FALSE, 0, 0, 0, 0, 0)
		ON CONFLICT (account) DO NOTHING`, number)
	if err != nil {
		return a, false, err
	}
	opened, err = scanAccount(tx.QueryRowContext(ctx, accountSQL+` WHERE a.number = $1`, number).Scan)
	return opened, opened.ID == id.String(), err
}

// CloseAccount ends an account in which nothing is and nothing is to come. Closing twice is closing once.
func CloseAccount(ctx context.Context, tx *db.Tx, id string) (ledger.Account, error) {
	account, err := one(ctx, tx, id)
	if err != nil {
		return account, err
	}
	book := ledger.NewBook(time.Time{})
	if err := lock(ctx, tx, book, []any{id}); err != nil {
		return account, err
	}
	account.Balance = book.Accounts[id].Balance
	if !account.Balance.Empty() {
		return account, ledger.ErrAccountNotEmpty
	}
	account.Closed = true
	_, err = tx.ExecContext(ctx, `UPDATE balance SET closed = TRUE WHERE account = $1`, account.Number)
	return account, err
}

// Reader reads what is kept. What does not exist is model.ErrNotFound.
type Reader struct{ q db.Querier }

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{q} }

// Ledger reads one.
func (r Reader) Ledger(ctx context.Context, id string) (ledger.Ledger, error) {
	l, err := scanLedger(r.q.QueryRowContext(ctx, `SELECT `+ledgerColumns+` FROM ledger WHERE id = $1`, id).Scan)
	return l, db.Found(err)
}

// Account reads one, with what stands in it now.
func (r Reader) Account(ctx context.Context, id string) (ledger.Account, error) {
	return one(ctx, r.q, id)
}

// AccountOf reads the account of a purpose and an owner.
func (r Reader) AccountOf(ctx context.Context, ledgerID, purpose, owner string) (ledger.Account, error) {
	a, err := scanAccount(r.q.QueryRowContext(ctx, accountSQL+` WHERE a.ledger = $1 AND a.purpose = $2 AND a.owner = $3`, ledgerID, purpose, owner).Scan)
	return a, db.Found(err)
}

func one(ctx context.Context, q db.Querier, id string) (ledger.Account, error) {
	a, err := scanAccount(q.QueryRowContext(ctx, accountSQL+` WHERE a.id = $1`, id).Scan)
	return a, db.Found(err)
}

const accountSQL = `SELECT a.id, a.ledger, a.number, a.purpose, a.owner, a.overdraft, a.create_time,
	b.closed, b.debits, b.credits, b.held, b.expected, b.last FROM account a JOIN balance b ON b.account = a.number`

func scanAccount(scan db.Scan) (a ledger.Account, err error) {
	var created int64
	err = scan(&a.ID, &a.Ledger, &a.Number, &a.Purpose, &a.Owner, &a.Overdraft, &created,
		&a.Closed, &a.Balance.Debits, &a.Balance.Credits, &a.Balance.Held, &a.Balance.Expected, &a.Balance.Last)
	a.CreateTime = db.FromMicros(created)
	return a, err
}

func scanLedger(scan db.Scan) (l ledger.Ledger, err error) {
	var zone string
	var created int64
	if err := scan(&l.ID, &l.Currency, &l.Employer, &zone, &l.ClosedThrough, &created); err != nil {
		return l, err
	}
	l.CreateTime = db.FromMicros(created)
	l.Zone, err = zoneOf(zone)
	return l, err
}

// zones are those that were loaded: a posting asks for its ledger's each time.
var zones sync.Map

func zoneOf(name string) (*time.Location, error) {
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location), nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, errors.New("ledger: no zone " + name)
	}
	zones.Store(name, zone)
	return zone, nil
}
