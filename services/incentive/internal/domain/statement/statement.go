// Package statement tells people what is in their own wallet, and why.
package statement

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/allowance"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Reader reads what a wallet is made of.
type Reader interface {
	ledger.Reader
	wallet.Allowances
	// Turn is the last one of a person; model.ErrNotFound where they had none.
	Turn(ctx context.Context, person string) (allowance.Turn, error)
}

// Wallet is what a person may give and what they were given.
type Wallet struct {
	// Allowance are the points that may be given, until AllowanceEnds; the zero time where there are none.
	Allowance     int64
	AllowanceEnds time.Time
	// Policy holds for gifts; nil where none does.
	Policy *allowance.Policy
	// Earned are the points that may be spent, Held those that are set aside.
	Earned, Held int64
	// Bonuses is money on which payroll has not decided.
	Bonuses []Money
}

// Money is an amount in minor units of a currency, on the books of a legal entity.
type Money struct {
	Currency, Employer string
	Amount             int64
}

// Of is a person's wallet.
func Of(ctx context.Context, r Reader, now time.Time, person string) (Wallet, error) {
	var w Wallet
	accounts, err := r.AccountsOf(ctx, model.Name("people", person))
	if err != nil {
		return w, err
	}
	for _, a := range accounts {
		book, err := r.Ledger(ctx, a.Ledger)
		if err != nil {
			return w, err
		}
		w.add(book, a)
	}
	slices.SortFunc(w.Bonuses, func(a, b Money) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Employer, b.Employer))
	})
	policy, _, err := wallet.PolicyOf(ctx, r, now, person)
	switch {
	case err == nil:
		w.Policy = &policy
	case !errors.Is(err, model.ErrNotFound):
		return w, err
	}
	turn, err := r.Turn(ctx, person)
	switch {
	case err == nil && w.Allowance > 0:
		w.AllowanceEnds = turn.Ends
	case err != nil && !errors.Is(err, model.ErrNotFound):
		return w, err
	}
	return w, nil
}

func (w *Wallet) add(book ledger.Ledger, a ledger.Account) {
	switch {
	case book.Currency != wallet.Points && a.Purpose == wallet.Bonus && a.Balance.Posted() > 0:
		w.Bonuses = append(w.Bonuses, Money{book.Currency, book.Employer, a.Balance.Posted()})
	case book.Currency == wallet.Points && a.Purpose == wallet.Allowance:
		w.Allowance = a.Balance.Available()
	case book.Currency == wallet.Points && a.Purpose == wallet.Earned:
		w.Earned, w.Held = a.Balance.Available(), a.Balance.Held
	}
}

// Line is what happened to a part of a wallet.
type Line struct {
	ledger.Entry
	// Change is below nothing where points went out or were set aside, Balance what was there thereafter.
	Change, Balance int64
	Words           model.Words
}

// Lines are what happened to one part of a person's wallet, wallet.Allowance or wallet.Earned, before an instant in microseconds; the last
// first, at most so many.
func Lines(ctx context.Context, r Reader, person, part string, before int64, most int) ([]Line, error) {
	accounts, err := r.AccountsOf(ctx, model.Name("people", person))
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		if a.Purpose != part {
			continue
		}
		if book, err := r.Ledger(ctx, a.Ledger); err != nil || book.Currency != wallet.Points {
			if err != nil {
				return nil, err
			}
			continue
		}
		entries, err := r.History(ctx, a, before, most)
		lines := make([]Line, len(entries))
		for i, e := range entries {
			lines[i] = line(e, e.Debit == a.ID)
		}
		return lines, err
	}
	return nil, nil
}

func line(e ledger.Entry, out bool) Line {
	l := Line{Entry: e, Change: e.Amount, Balance: e.CreditAfter.Posted}
	if out {
		l.Balance = e.DebitAfter.Posted
		if e.Kind != ledger.Void && e.Kind != ledger.Expiry {
			l.Change = -e.Amount
		}
	}
	l.Words = words(e, out)
	return l
}
