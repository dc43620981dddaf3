package fund

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// What accounts of this room are for.
const (
	// Purpose is what a fund is in.
	Purpose = ledger.Fund
	// Granted is what was paid to a proposal.
	Granted = ledger.Granted
)

// StandingOf is where the scope's person stands at the instant; nowhere where there is no person, or where they do not work.
func StandingOf(ctx context.Context, r Reader, scope model.Scope, now time.Time) (Standing, error) {
	standing := Standing{Person: scope.Self}
	if scope.Self == "" {
		return standing, nil
	}
	place, err := r.Workplace(ctx, scope.Self, now)
	if errors.Is(err, model.ErrNotFound) {
		return standing, nil
	}
	if err != nil {
		return standing, err
	}
	standing.Employer = place.Employer
	standing.Units, err = r.Above(ctx, place.Unit)
	return standing, err
}

// Get reads a fund that is within the scope, or open to its person.
func Get(ctx context.Context, r Reader, scope model.Scope, now time.Time, id string) (Fund, error) {
	found, err := r.Fund(ctx, id)
	if err != nil {
		return Fund{}, err
	}
	in, err := r.InScope(ctx, scope, found.Unit, found.Employer)
	if err != nil || in {
		return found, err
	}
	standing, err := StandingOf(ctx, r, scope, now)
	if err == nil && !found.OpenTo(standing) {
		err = model.ErrNotFound
	}
	if err != nil {
		return Fund{}, err
	}
	return found, nil
}

// kept reads a fund within the scope.
func kept(ctx context.Context, r Reader, scope model.Scope, id string) (Fund, error) {
	found, err := r.Fund(ctx, id)
	if err == nil {
		err = staff.Within(ctx, r, scope, found.Unit, found.Employer)
	}
	return found, err
}

// Create begins a fund, with nothing in it.
func Create(ctx context.Context, s Store, scope model.Scope, now time.Time, f Fund) (Fund, error) {
	if err := f.check(); err != nil {
		return Fund{}, err
	}
	if err := staff.MayOwn(ctx, s, scope, f.Unit, f.Employer); err != nil {
		return Fund{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Fund{}, err
	}
	f.Header = model.NewHeader(id.String(), now)
	book, err := wallet.LedgerOf(ctx, s, now, f.Currency, f.Employer)
	if err != nil {
		return Fund{}, err
	}
	account, err := wallet.Account(ctx, s, now, book, Purpose, model.Name("funds", f.ID))
	if err != nil {
		return Fund{}, err
	}
	f.Account = account.ID
	return f, s.AddFund(ctx, f)
}

// Allot puts an amount into a fund, or below 0 takes out what no proposal holds.
func Allot(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, amount int64) (Fund, error) {
	fund, err := kept(ctx, s, scope, id)
	if err == nil && amount == 0 {
		err = model.InvalidField("amount", model.Missing)
	}
	if err != nil {
		return Fund{}, err
	}
	book, err := wallet.LedgerOf(ctx, s, now, fund.Currency, fund.Employer)
	if err != nil {
		return Fund{}, err
	}
	source, err := wallet.Account(ctx, s, now, book, wallet.Source, "")
	if err != nil {
		return Fund{}, err
	}
	key, err := uuid.NewV7()
	if err != nil {
		return Fund{}, err
	}
	move := ledger.Transfer{
		ID: key, Kind: ledger.Direct, Debit: source.ID, Credit: fund.Account, Amount: amount, Day: model.NoDay, Reason: "allotment",
		Source: model.Name("funds", fund.ID), By: wallet.By(ctx),
	}
	if amount < 0 {
		move.Debit, move.Credit, move.Amount = fund.Account, source.ID, -amount
	}
	if err := post(ctx, s, now, ledger.Posting{move}); err != nil {
		return Fund{}, err
	}
	return s.Fund(ctx, id)
}

// post posts what a fund pays; too little in it is ErrExhausted.
func post(ctx context.Context, s Store, now time.Time, posting ledger.Posting) error {
	_, err := wallet.Post(ctx, s, now, posting)
	if errors.Is(err, ledger.ErrInsufficientFunds) {
		return ErrExhausted
	}
	return err
}
