package outside

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// Desk changes what somebody outside may change, within one transaction. Transfers are posted elsewhere, by a ledger.Book that is Outside.
type Desk struct{ store ledger.Store }

// At is the desk of a store.
func At(store ledger.Store) Desk { return Desk{store} }

// CreateLedger begins a ledger, all of whose days are open.
func (d Desk) CreateLedger(ctx context.Context, now time.Time, l ledger.Ledger) (ledger.Ledger, error) {
	return ledger.CreateLedger(ctx, d.store, now, l)
}

// CloseLedger closes all days through one that is over.
func (d Desk) CloseLedger(ctx context.Context, now time.Time, id string, through model.Day) (ledger.Ledger, error) {
	return ledger.CloseLedger(ctx, d.store, now, id, through)
}

// Reconcile starts to count a ledger anew, and returns the id of the operation that does it.
func (d Desk) Reconcile(ctx context.Context, now time.Time, id string) (string, error) {
	return ledger.Reconcile(ctx, d.store, now, id)
}

// CreateAccount begins an account, or returns the one that is there: of a sealed one nothing tells which of both. No person begins
// one of their own.
func (d Desk) CreateAccount(ctx context.Context, now time.Time, a ledger.Account) (Account, error) {
	made, err := ledger.CreateAccountOfOther(ctx, d.store, now, a)
	return told(made), err
}

// CloseAccount ends an account in which nothing is.
func (d Desk) CloseAccount(ctx context.Context, id string) (Account, error) {
	closed, err := ledger.CloseAccount(ctx, d.store, id)
	return told(closed), err
}

// BalanceAt is what stood in an account at an instant that is not ahead; ledger.ErrSealed of a sealed one.
func (d Desk) BalanceAt(ctx context.Context, now time.Time, id string, at time.Time) (ledger.After, error) {
	if _, err := Reading(d.store).open(ctx, id); err != nil {
		return ledger.After{}, err
	}
	return ledger.BalanceAt(ctx, d.store, now, id, at)
}
