package payout

import (
	"context"
	"errors"
	"maps"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// OrderOne orders a bonus for a person within the scope, out of a budget within it. Nobody orders one for themselves.
func OrderOne(ctx context.Context, s Store, scope model.Scope, now time.Time, o Order) (Payout, error) {
	place, err := s.Workplace(ctx, o.Person, now)
	if err != nil {
		return Payout{}, err
	}
	for _, unit := range []string{place.Unit, o.Budget} {
		if err := staff.Within(ctx, s, scope, unit, place.Employer); err != nil {
			return Payout{}, err
		}
	}
	if err := staff.Stranger(ctx, o.Person); err != nil {
		return Payout{}, err
	}
	made, err := Pay(ctx, s, now, o)
	if err != nil {
		return Payout{}, err
	}
	return made[0], nil
}

// Pay orders bonuses: all or none. What was ordered before under the same key stays ordered once. A budget that cannot cover them is
// ledger.ErrInsufficientFunds; a person who does not work anywhere that day is model.ErrNotFound.
func Pay(ctx context.Context, s Store, now time.Time, orders ...Order) ([]Payout, error) {
	made, posting, err := Paying(ctx, s, now, orders...)
	if err != nil {
		return nil, err
	}
	_, err = wallet.Post(ctx, s, now, posting)
	return made, err
}

// Paying is the posting of bonuses, for who has more to move with it; the payouts themselves are written. Of what was ordered before
// there is nothing in it.
func Paying(ctx context.Context, s Store, now time.Time, orders ...Order) (made []Payout, posting ledger.Posting, err error) {
	for _, o := range orders {
		p, transfer, err := one(ctx, s, now, o)
		if err != nil {
			return nil, nil, err
		}
		made, posting = append(made, p), append(posting, transfer...)
	}
	return made, posting, nil
}

func one(ctx context.Context, s Store, now time.Time, o Order) (Payout, ledger.Posting, error) {
	id, err := idOf(o.Key)
	if err != nil {
		return Payout{}, nil, err
	}
	if before, err := s.Payout(ctx, id); !errors.Is(err, model.ErrNotFound) {
		return same(before, o, err)
	}
	place, err := s.Workplace(ctx, o.Person, now)
	if err != nil {
		return Payout{}, nil, err
	}
	p := Payout{Header: model.NewHeader(id, now), Order: o, Unit: place.Unit, Employer: place.Employer, State: Ordered}
	added, err := s.AddPayout(ctx, p)
	if err != nil {
		return Payout{}, nil, err
	}
	if !added { // by somebody else, a moment ago
		before, err := s.Payout(ctx, id)
		return same(before, o, err)
	}
	if err := s.Record(ctx, WasOrdered{p}); err != nil {
		return Payout{}, nil, err
	}
	book, err := wallet.LedgerOf(ctx, s, now, o.Currency, place.Employer)
	if err != nil {
		return Payout{}, nil, err
	}
	budget, err := wallet.Account(ctx, s, now, book, wallet.Budget, model.Name("units", o.Budget))
	if err != nil {
		return Payout{}, nil, err
	}
	bonus, err := wallet.Account(ctx, s, now, book, wallet.Bonus, model.Name("people", o.Person))
	if err != nil {
		return Payout{}, nil, err
	}
	t := p.transfer("order", o.By)
	t.Kind, t.Debit, t.Credit, t.Amount = ledger.Direct, budget.ID, bonus.ID, o.Amount
	return p, ledger.Posting{t}, nil
}

// same is the answer where something was ordered under the key before.
func same(before Payout, o Order, err error) (Payout, ledger.Posting, error) {
	if err == nil && !before.asks(o) {
		err = model.ErrAlreadyExists
	}
	return before, nil, err
}

func idOf(key string) (string, error) {
	if key != "" {
		return wallet.ID("payout", key).String(), nil
	}
	id, err := uuid.NewV7()
	return id.String(), err
}

// asks says that the payout is what the order asks for.
func (p Payout) asks(o Order) bool {
	return p.Person == o.Person && p.Budget == o.Budget && p.Currency == o.Currency && p.Amount == o.Amount && p.Basis == o.Basis &&
		p.TaxCategory == o.TaxCategory && p.Source == o.Source && maps.Equal(p.Reason, o.Reason)
}

// transfer is the one of a step of the payout. It names gross or net and the tax category for good.
func (p Payout) transfer(step, by string) ledger.Transfer {
	basis := "gross"
	if p.Basis == Net {
		basis = "net"
	}
	return ledger.Transfer{
		ID: wallet.ID("payout", p.ID, step), Day: model.NoDay, Reason: "bonus." + basis,
		Source: model.Name("payouts", p.ID) + "/taxCategories/" + p.TaxCategory, By: by,
	}
}
