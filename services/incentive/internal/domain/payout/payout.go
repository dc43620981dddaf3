// Package payout keeps bonuses in money: ordered out of a unit's budget, and paid or refused by payroll.
package payout

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// ErrDecided refuses another decision than the one that payroll has made: the other one, or the same with another content.
var ErrDecided = model.NewFault("PAYOUT_DECIDED")

// State is how far a payout has come. The numbers are those of hearth.incentive.v1.PayoutState.
type State int

// The states.
const (
	// Ordered waits for payroll.
	Ordered State = iota + 1
	// Acknowledged is payroll's to pay.
	Acknowledged
	// Rejected is back in the budget.
	Rejected
)

// Basis says of what an amount is. The numbers are those of hearth.incentive.v1.PayoutBasis.
type Basis int

// The bases.
const (
	// Gross is before taxes and dues, Net after them.
	Gross Basis = iota + 1
	Net
)

// Payout is a bonus in money.
type Payout struct {
	model.Header
	Order
	// Unit and Employer are where and for whom the person worked on the day of the order.
	Unit, Employer string
	State          State
	// Reference is payroll's own for what it acknowledged, Rejection why it rejected.
	Reference, Rejection string
	DecideTime           time.Time
}

// Order is what is asked for.
type Order struct {
	// Key says what the payout is for, such as "awards/7/winners/1": what is for the same is ordered once. "" is for itself.
	Key string
	// Person and Budget, the unit out of whose budget it is paid, are bare ids.
	Person, Budget string
	// Currency is an ISO 4217 code, in whose minor units Amount is.
	Currency string
	Amount   int64
	Basis    Basis
	// TaxCategory is payroll's code for the kind of payment.
	TaxCategory string
	// Reason says why to the person; Source is the resource that it came from, "" where there is none.
	Reason model.Text
	Source string
	// By is who asked: a person, a key or "services/incentive".
	By string
}

// The facts of payouts.
type (
	// WasOrdered says that a payout waits for payroll.
	WasOrdered struct{ Payout Payout }
	// WasAcknowledged says that payroll pays it.
	WasAcknowledged struct{ Payout Payout }
	// WasRejected says that payroll does not, and that the budget has it back.
	WasRejected struct{ Payout Payout }
)

// Happened marks a fact.
func (WasOrdered) Happened() {}

// Happened marks a fact.
func (WasAcknowledged) Happened() {}

// Happened marks a fact.
func (WasRejected) Happened() {}

// Reader reads payouts. What does not exist is model.ErrNotFound.
type Reader interface {
	Payout(ctx context.Context, id string) (Payout, error)
	// Payouts lists those within the scope, and those of the person whose scope it is; one more than a page.
	Payouts(ctx context.Context, scope model.Scope, list model.List) ([]Payout, error)
	// PayoutsOf are all of a person.
	PayoutsOf(ctx context.Context, person string) ([]Payout, error)
	InScope(ctx context.Context, scope model.Scope, unit, employer string) (bool, error)
}

// Store changes payouts, within one transaction.
type Store interface {
	wallet.Store
	Reader
	// AddPayout keeps a new one; without effect where its id is there already.
	AddPayout(ctx context.Context, p Payout) (added bool, err error)
	// PayoutToChange reads one that stays as it is until the transaction ends.
	PayoutToChange(ctx context.Context, id string) (Payout, error)
	SaveDecision(ctx context.Context, p Payout) error
	// ErasePayouts gives the payouts of a person to a pseudonym, and leaves out what was written about them.
	ErasePayouts(ctx context.Context, person, pseudonym string) error
	Record(ctx context.Context, facts ...model.Fact) error
}

// Get reads a payout within the scope, or the person's own.
func Get(ctx context.Context, r Reader, scope model.Scope, id string) (Payout, error) {
	found, err := r.Payout(ctx, id)
	if err == nil {
		err = reaches(ctx, r, scope, found)
	}
	if err != nil {
		return Payout{}, err
	}
	return found, nil
}

func reaches(ctx context.Context, r Reader, scope model.Scope, p Payout) error {
	if scope.Self != "" && scope.Self == p.Person {
		return nil
	}
	return staff.Within(ctx, r, scope, p.Unit, p.Employer)
}
