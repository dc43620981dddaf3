package ledger

import (
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
)

// Kind is what a transfer does. The numbers are those of hearth.incentive.v1.TransferKind.
type Kind int32

// The kinds of transfers.
const (
	// Direct moves the amount.
	Direct Kind = iota + 1
	// Hold sets the amount aside until it is captured, voided or expires, one of them, once.
	Hold
	// Capture moves all or a part of a hold and lets the rest go.
	Capture
	// Void lets a hold go.
	Void
	// Expiry lets a hold go whose time has come.
	Expiry
	// Reversal moves back what a Direct or a Capture moved, all of it, once.
	Reversal
)

// Settles says that a transfer of the kind ends a hold.
func (k Kind) Settles() bool { return k == Capture || k == Void || k == Expiry }

// Transfer is what somebody asks of a ledger. Two with one id are one transfer, and must not differ.
type Transfer struct {
	ID   uuid.UUID
	Kind Kind
	// Debit is the account that gives and Credit the one that takes. Of what settles a hold or reverses they follow from Of.
	Debit, Credit string
	// Amount is in points or in minor units of the currency, above 0. Of a Void, an Expiry and a Reversal it follows from Of.
	Amount int64
	// Of is the hold that it settles, or the transfer that it reverses.
	Of uuid.UUID
	// Expires is when a Hold lets go by itself; the zero time for never.
	Expires time.Time
	// Day is the day on which it counts; model.NoDay for today. It lies in no closed period, not ahead, and not
	// before the year 2000: that one would be a slip.
	Day model.Day
	// Reason says in a word why, such as "recognition"; Source is the resource or event that it came from.
	Reason, Source string
	// By is who asks. It takes no part in whether two transfers are the same: a retry may come from another replica.
	By string
}

// firstDay is 2000-01-01.
const firstDay model.Day = 10957

// Posting is transfers that stand or fall together, in their order.
type Posting []Transfer

// Entry is a transfer that a ledger took.
type Entry struct {
	Transfer
	// At is when, in microseconds since 1970; later than everything else of both accounts.
	At int64
	// DebitAfter and CreditAfter are the two accounts thereafter.
	DebitAfter, CreditAfter After
	// DebitSealed and CreditSealed say of which account nobody but its owner is told.
	DebitSealed, CreditSealed bool
}

// After is an account right after a transfer.
type After struct{ Posted, Held int64 }

// asks says that the entry is what the transfer asks for. What follows from elsewhere need not be said again.
func (e Entry) asks(t Transfer) bool {
	same := e.Kind == t.Kind && e.Of == t.Of && e.Expires.Equal(t.Expires) && e.Reason == t.Reason && e.Source == t.Source
	if t.Day != model.NoDay {
		same = same && e.Day == t.Day
	}
	if t.Kind == Direct || t.Kind == Hold {
		return same && e.Debit == t.Debit && e.Credit == t.Credit && e.Amount == t.Amount
	}
	return same && (t.Kind != Capture || e.Amount == t.Amount)
}
