package ledger

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

const ledgerSQL = `SELECT id, currency, employer, zone, closed_through, create_time FROM ledger`

var ledgerFields = map[string]string{"id": "id", "create_time": "create_time"}

var accountFields = map[string]string{"id": "a.id", "create_time": "a.create_time", "ledger": "a.ledger", "purpose": "a.purpose", "owner": "a.owner"}

// Ledger reads one.
func (r Reader) Ledger(ctx context.Context, id string) (ledger.Ledger, error) {
	l, err := scanLedger(r.q.QueryRowContext(ctx, ledgerSQL+` WHERE id = $1`, id).Scan)
	return l, db.Found(err)
}

// Ledgers lists those of the whole installation, one more than a page.
func (r Reader) Ledgers(ctx context.Context, scope model.Scope, list model.List) ([]ledger.Ledger, error) {
	if !scope.All {
		return nil, nil
	}
	where, order, args := db.ListSQL(list, ledgerFields, 1)
	return db.All(ctx, r.q, scanLedger, ledgerSQL+` WHERE `+where+` ORDER BY `+order+` LIMIT `+strconv.Itoa(list.Size+1), args...)
}

const insertLedger = `INSERT INTO ledger (id, currency, employer, zone, closed_through, create_time) VALUES ($1, $2, $3, $4, $5, $6)`

func ledgerRow(l ledger.Ledger) []any {
	return []any{l.ID, l.Currency, l.Employer, l.Zone.String(), int64(l.ClosedThrough), db.Micros(l.CreateTime)}
}

// AddLedger begins one.
func (s Store) AddLedger(ctx context.Context, l ledger.Ledger) error {
	_, err := s.tx.ExecContext(ctx, insertLedger, ledgerRow(l)...)
	return db.Unique{"ledger(currency, employer)": model.ErrAlreadyExists}.Explain(err)
}

// BeginLedger begins one, or returns the one that has its currency and employer already.
func (s Store) BeginLedger(ctx context.Context, l ledger.Ledger) (ledger.Ledger, error) {
	kept := func() (ledger.Ledger, error) {
		found, err := scanLedger(s.tx.QueryRowContext(ctx, ledgerSQL+` WHERE currency = $1 AND employer = $2`, l.Currency, l.Employer).Scan)
		return found, db.Found(err)
	}
	if found, err := kept(); !errors.Is(err, model.ErrNotFound) {
		return found, err
	}
	_, err := s.tx.ExecContext(ctx, insertLedger+` ON CONFLICT (currency, employer) DO NOTHING`, ledgerRow(l)...)
	if err != nil {
		return l, err
	}
	return kept()
}

// HoldLedger reads one and lets nobody post to it until the transaction ends.
func (s Store) HoldLedger(ctx context.Context, id string) (ledger.Ledger, error) {
	l, err := scanLedger(s.tx.QueryRowContext(ctx, ledgerSQL+` WHERE id = $1`+s.tx.ForUpdate(), id).Scan)
	return l, db.Found(err)
}

// CloseThrough closes the days of a ledger.
func (s Store) CloseThrough(ctx context.Context, id string, day model.Day) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE ledger SET closed_through = $1 WHERE id = $2`, int64(day), id)
	return err
}

// Account reads one, with what stands in it now.
func (r Reader) Account(ctx context.Context, id string) (ledger.Account, error) {
	a, err := scanAccount(r.q.QueryRowContext(ctx, accountSQL+` WHERE a.id = $1`, id).Scan)
	return a, db.Found(err)
}

// Accounts lists those of the whole installation that are not sealed, one more than a page.
func (r Reader) Accounts(ctx context.Context, scope model.Scope, list model.List) ([]ledger.Account, error) {
	if !scope.All {
		return nil, nil
	}
	where, order, args := db.ListSQL(list, accountFields, 1)
	return db.All(ctx, r.q, scanAccount, accountSQL+` WHERE NOT a.sealed AND (`+where+`) ORDER BY `+order+` LIMIT `+strconv.Itoa(list.Size+1), args...)
}

// AccountsOf are all of an owner.
func (r Reader) AccountsOf(ctx context.Context, owner string) ([]ledger.Account, error) {
	return db.All(ctx, r.q, scanAccount, accountSQL+` WHERE a.owner = $1 AND a.owner <> '' ORDER BY a.number`, owner)
}

// AccountsFor are the accounts of a purpose in a ledger, by those of the owners that have one.
func (r Reader) AccountsFor(ctx context.Context, book, purpose string, owners []string) (map[string]ledger.Account, error) {
	found := make(map[string]ledger.Account, len(owners))
	for part := range slices.Chunk(owners, 100) {
		args := []any{book, purpose}
		for _, owner := range part {
			args = append(args, owner)
		}
		accounts, err := db.All(ctx, r.q, scanAccount, accountSQL+` WHERE a.ledger = $1 AND a.purpose = $2 AND a.owner IN `+db.In(3, len(part)), args...)
		if err != nil {
			return nil, err
		}
		for _, a := range accounts {
			found[a.Owner] = a
		}
	}
	return found, nil
}

// AddAccount begins one, or returns the one that has its purpose and owner in its ledger already.
func (s Store) AddAccount(ctx context.Context, a ledger.Account) (ledger.Account, error) {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO account (id, ledger, purpose, owner, overdraft, sealed, create_time) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (ledger, purpose, owner) DO NOTHING`, a.ID, a.Ledger, a.Purpose, a.Owner, a.Overdraft, a.Sealed, db.Micros(a.CreateTime))
	if err != nil {
		return a, err
	}
	_, err = s.tx.ExecContext(ctx, `INSERT INTO balance (account, closed, debits, credits, held, expected, last)
		SELECT number, FALSE, 0, 0, 0, 0, 0 FROM account WHERE ledger = $1 AND purpose = $2 AND owner = $3
		ON CONFLICT (account) DO NOTHING`, a.Ledger, a.Purpose, a.Owner)
	if err != nil {
		return a, err
	}
	return scanAccount(s.tx.QueryRowContext(ctx, accountSQL+` WHERE a.ledger = $1 AND a.purpose = $2 AND a.owner = $3`, a.Ledger, a.Purpose, a.Owner).Scan)
}

// HoldAccount reads one and lets nobody post to it until the transaction ends.
func (s Store) HoldAccount(ctx context.Context, id string) (ledger.Account, error) {
	p := s.tx.Pipeline()
	if err := p.Send(ctx, lock(p, ledger.NewBook(time.Time{}), []string{id})...); err != nil {
		return ledger.Account{}, err
	}
	return s.Account(ctx, id)
}

// CloseAccount ends one.
func (s Store) CloseAccount(ctx context.Context, a ledger.Account) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE balance SET closed = TRUE WHERE account = $1`, a.Number)
	return err
}

const accountSQL = `SELECT a.id, a.ledger, a.number, a.purpose, a.owner, a.overdraft, a.sealed, a.create_time,
	b.closed, b.debits, b.credits, b.held, b.expected, b.last FROM account a JOIN balance b ON b.account = a.number`

func scanAccount(scan db.Scan) (a ledger.Account, err error) {
	var created int64
	err = scan(&a.ID, &a.Ledger, &a.Number, &a.Purpose, &a.Owner, &a.Overdraft, &a.Sealed, &created,
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
