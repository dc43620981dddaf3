package outside

import (
	"context"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// Reader reads what is told. What does not exist is model.ErrNotFound.
type Reader struct{ kept ledger.Reader }

// Reading reads from what is kept.
func Reading(kept ledger.Reader) Reader { return Reader{kept} }

// Ledger reads one.
func (r Reader) Ledger(ctx context.Context, id string) (ledger.Ledger, error) {
	return r.kept.Ledger(ctx, id)
}

// Ledgers lists those of the whole installation, one more than a page; to a lesser scope there are none.
func (r Reader) Ledgers(ctx context.Context, scope model.Scope, list model.List) ([]ledger.Ledger, error) {
	return r.kept.Ledgers(ctx, scope, list)
}

// Account reads one.
func (r Reader) Account(ctx context.Context, id string) (Account, error) {
	a, err := r.kept.Account(ctx, id)
	return told(a), err
}

// Accounts lists those of the whole installation that are not sealed, one more than a page; to a lesser scope there are none. Who had
// sealed ones listed would see who has points, and from which list on.
func (r Reader) Accounts(ctx context.Context, scope model.Scope, list model.List) ([]Account, error) {
	found, err := r.kept.Accounts(ctx, scope, list)
	accounts := make([]Account, len(found))
	for i, a := range found {
		accounts[i] = told(a)
	}
	return accounts, err
}

// Balance is what stands in an account now; ledger.ErrSealed of a sealed one.
func (r Reader) Balance(ctx context.Context, id string) (ledger.Balance, error) {
	a, err := r.open(ctx, id)
	return a.Balance, err
}

// Transfer reads one. To all but whoever posted it, one with a sealed side is not there: ids follow from names that can be guessed.
func (r Reader) Transfer(ctx context.Context, caller string, id uuid.UUID) (Transfer, error) {
	e, err := r.kept.Entry(ctx, id)
	switch {
	case err != nil:
		return Transfer{}, err
	case e.Sealed() && !e.IsOf(caller):
		return Transfer{}, model.ErrNotFound
	}
	return entry(e, true), nil
}

// Transfers lists those of an account before an instant in microseconds, the last first, at most so many; ledger.ErrSealed of a sealed one.
func (r Reader) Transfers(ctx context.Context, caller, account string, before int64, most int) ([]Transfer, error) {
	a, err := r.open(ctx, account)
	if err != nil {
		return nil, err
	}
	entries, err := r.kept.History(ctx, a, before, most)
	transfers := make([]Transfer, len(entries))
	for i, e := range entries {
		transfers[i] = entry(e, e.IsOf(caller))
	}
	return transfers, err
}

// OfOthers refuses postings that touch accounts of the calling person's own.
func (r Reader) OfOthers(ctx context.Context, postings []ledger.Posting) error {
	return ledger.OfOthers(ctx, r.kept, postings)
}

// open is an account of which all is told.
func (r Reader) open(ctx context.Context, id string) (ledger.Account, error) {
	a, err := r.kept.Account(ctx, id)
	if err == nil && a.Sealed {
		err = ledger.ErrSealed
	}
	if err != nil {
		return ledger.Account{}, err
	}
	return a, nil
}
