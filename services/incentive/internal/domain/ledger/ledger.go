// Package ledger decides what a double-entry ledger takes: value moves from one account to another, in whole units, by transfers that are
// never changed. It holds no account of its own: what is decided upon is loaded into a Book, and what was decided is read out of it.
package ledger

import (
	"math"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// The refusals of a ledger. Those of one transfer of several name it in their metadata, under "transfer".
var (
	ErrInsufficientFunds = model.NewFault("INSUFFICIENT_FUNDS")
	ErrAccountClosed     = model.NewFault("ACCOUNT_CLOSED")
	ErrAccountNotEmpty   = model.NewFault("ACCOUNT_NOT_EMPTY")
	ErrLedgersDiffer     = model.NewFault("LEDGERS_DIFFER")
	ErrTransferIDReused  = model.NewFault("TRANSFER_ID_REUSED")
	ErrHoldSettled       = model.NewFault("HOLD_SETTLED")
	ErrHoldExpired       = model.NewFault("HOLD_EXPIRED")
	ErrHoldExceeded      = model.NewFault("HOLD_EXCEEDED")
	ErrNotAHold          = model.NewFault("NOT_A_HOLD")
	ErrNotReversible     = model.NewFault("NOT_REVERSIBLE")
	ErrReversed          = model.NewFault("ALREADY_REVERSED")
	ErrPeriodClosed      = model.NewFault("PERIOD_CLOSED")
	ErrDayAhead          = model.NewFault("DAY_AHEAD")
	ErrAmountOutOfRange  = model.NewFault("AMOUNT_OUT_OF_RANGE")
	ErrPeriodNotOver     = model.NewFault("PERIOD_NOT_OVER")
	ErrSealed            = model.NewFault("ACCOUNT_SEALED")
	ErrOfHearth          = model.NewFault("ACCOUNT_OF_HEARTH")
)

// Most is the largest amount of a transfer and of what an account ever took in or gave out: no sum of two of them overflows.
const Most = math.MaxInt64 / 4

// Ledger holds the accounts of one currency and one legal entity. Nothing moves between two ledgers.
type Ledger struct {
	ID string
	// Currency is an ISO 4217 code, or "POINTS", which is no money.
	Currency string
	// Employer is the legal entity whose books it is part of; "" for points that are shared by all.
	Employer string
	// Zone is where the days of its transfers begin.
	Zone *time.Location
	// ClosedThrough is the last day that takes no transfer any more; model.NoDay where all are open.
	ClosedThrough model.Day
	CreateTime    time.Time
}

// Today is the day of an instant in the ledger.
func (l Ledger) Today(now time.Time) model.Day { return model.DayOf(now.In(l.Zone)) }

// Account is a place for value.
type Account struct {
	ID, Ledger string
	// Number orders the accounts of all ledgers: they are locked in this order.
	Number int64
	// Purpose says in a word what it is for, such as "earned", and Owner whose it is: a resource name, or "" for the ledger's own. No two
	// accounts of a ledger share both.
	Purpose, Owner string
	// Overdraft lets it fall below nothing: a source of points, or what the enterprise owes.
	Overdraft bool
	// Sealed says that nobody but its owner is told what is in it, and that nobody but a use case takes from it. It is fixed at the
	// beginning.
	Sealed     bool
	Closed     bool
	Balance    Balance
	CreateTime time.Time
}

// Balance is what stands in an account.
type Balance struct {
	// Debits went out and Credits came in, since the account began. Neither ever falls.
	Debits, Credits int64
	// Held is what open holds may yet take out, Expected what they may bring in.
	Held, Expected int64
	// Last is when the last transfer touched it, in microseconds since 1970. No two transfers of an account have one time.
	Last int64
}

// Posted is what is in the account, with what is held.
func (b Balance) Posted() int64 { return b.Credits - b.Debits }

// Available is what may go out.
func (b Balance) Available() int64 { return b.Posted() - b.Held }

// Empty says that nothing is there and nothing is to come or go.
func (b Balance) Empty() bool { return b.Posted() == 0 && b.Held == 0 && b.Expected == 0 }
