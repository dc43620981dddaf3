// Package budget keeps what units may award: points, and money by employer and currency.
package budget

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Budget is what a unit may award out of.
type Budget struct {
	// ID is that of its account, Unit the bare id of the unit.
	ID, Unit string
	// Currency is an ISO 4217 code or wallet.Points; Employer the legal entity whose money it is, "" for points.
	Currency, Employer string
	// Posted is what is in it, with what is Held; in points or minor units.
	Posted, Held int64
	CreateTime   time.Time
}

// Available is what may yet be awarded.
func (b Budget) Available() int64 { return b.Posted - b.Held }

// Reader reads budgets. What does not exist is model.ErrNotFound.
type Reader interface {
	Budget(ctx context.Context, id string) (Budget, error)
	// Budgets lists those within the scope, one more than a page.
	Budgets(ctx context.Context, scope model.Scope, list model.List) ([]Budget, error)
	InScope(ctx context.Context, scope model.Scope, unit, employer string) (bool, error)
}

// Store changes budgets, within one transaction.
type Store interface {
	wallet.Store
	Reader
}

// Get reads a budget within the scope.
func Get(ctx context.Context, r Reader, scope model.Scope, id string) (Budget, error) {
	found, err := r.Budget(ctx, id)
	if err != nil {
		return Budget{}, err
	}
	if err := staff.Within(ctx, r, scope, found.Unit, found.Employer); err != nil {
		return Budget{}, err
	}
	return found, nil
}

// Allot gives a unit more to award, in a currency of an employer. Its budget begins when it is first given something.
func Allot(ctx context.Context, s Store, scope model.Scope, now time.Time, unit, currency, employer string, amount int64, by string) (Budget, error) {
	if (currency == wallet.Points) != (employer == "") {
		return Budget{}, model.InvalidField("employer", model.Say("is named for money and not for points", "金额须填写法人实体，积分则不填"))
	}
	if err := staff.Within(ctx, s, scope, unit, employer); err != nil {
		return Budget{}, err
	}
	if exists, err := s.UnitExists(ctx, unit); err != nil {
		return Budget{}, err
	} else if !exists {
		return Budget{}, model.ErrNotFound
	}
	book, err := wallet.LedgerOf(ctx, s, now, currency, employer)
	if err != nil {
		return Budget{}, err
	}
	account, err := wallet.Account(ctx, s, now, book, wallet.Budget, model.Name("units", unit))
	if err != nil {
		return Budget{}, err
	}
	return move(ctx, s, now, book, account.ID, amount, by)
}

// Withdraw takes back what a unit has not awarded.
func Withdraw(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, amount int64, by string) (Budget, error) {
	if _, err := Get(ctx, s, scope, id); err != nil {
		return Budget{}, err
	}
	account, err := s.Account(ctx, id)
	if err != nil {
		return Budget{}, err
	}
	book, err := s.Ledger(ctx, account.Ledger)
	if err != nil {
		return Budget{}, err
	}
	return move(ctx, s, now, book, id, -amount, by)
}

// move brings so much into a budget, or takes it back where the amount is below nothing.
func move(ctx context.Context, s Store, now time.Time, book ledger.Ledger, id string, amount int64, by string) (Budget, error) {
	source, err := wallet.Account(ctx, s, now, book, wallet.Source, "")
	if err != nil {
		return Budget{}, err
	}
	transfer, err := uuid.NewV7()
	if err != nil {
		return Budget{}, err
	}
	t := ledger.Transfer{
		ID: transfer, Kind: ledger.Direct, Debit: source.ID, Credit: id, Amount: amount, Day: model.NoDay,
		Reason: "budget.allotted", Source: model.Name("budgets", id), By: by,
	}
	if amount < 0 {
		t.Debit, t.Credit, t.Amount, t.Reason = id, source.ID, -amount, "budget.withdrawn"
	}
	if _, err := wallet.Post(ctx, s, now, ledger.Posting{t}); err != nil {
		return Budget{}, err
	}
	return s.Budget(ctx, id)
}
