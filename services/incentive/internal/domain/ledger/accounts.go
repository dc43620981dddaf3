package ledger

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
)

// Reader reads what is kept. What does not exist is model.ErrNotFound.
type Reader interface {
	Ledger(ctx context.Context, id string) (Ledger, error)
	// Ledgers and Accounts list those of the whole installation, one more than a page; to a lesser scope there are none.
	Ledgers(ctx context.Context, scope model.Scope, list model.List) ([]Ledger, error)
	// Of accounts it lists those that are not sealed.
	Accounts(ctx context.Context, scope model.Scope, list model.List) ([]Account, error)
	Account(ctx context.Context, id string) (Account, error)
	// AccountsOf are all of an owner.
	AccountsOf(ctx context.Context, owner string) ([]Account, error)
	// AccountsFor are the accounts of a purpose in a ledger, by those of the owners that have one.
	AccountsFor(ctx context.Context, ledger, purpose string, owners []string) (map[string]Account, error)
	Entry(ctx context.Context, id uuid.UUID) (Entry, error)
	// History lists the entries of an account before an instant in microseconds, the last first, at most so many.
	History(ctx context.Context, account Account, before int64, most int) ([]Entry, error)
	// OpenHolds are those that would take from an account, or bring to it.
	OpenHolds(ctx context.Context, account Account) ([]Entry, error)
	// Due are the open holds whose time has come, at most so many.
	Due(ctx context.Context, now time.Time, most int) ([]uuid.UUID, error)
}

// Store changes what is kept, within one transaction.
type Store interface {
	Reader
	// AddLedger begins one; model.ErrAlreadyExists where its currency and employer have one.
	AddLedger(ctx context.Context, l Ledger) error
	// BeginLedger begins one, or returns the one that has its currency and employer already.
	BeginLedger(ctx context.Context, l Ledger) (Ledger, error)
	// HoldLedger reads one and lets nobody post to it until the transaction ends.
	HoldLedger(ctx context.Context, id string) (Ledger, error)
	CloseThrough(ctx context.Context, id string, day model.Day) error
	// Erased says whether the person, a bare id, was erased, and has an erasure wait until the transaction ends.
	Erased(ctx context.Context, person string) (bool, error)
	// AddAccount begins one, or returns the one that has its purpose and owner in its ledger already.
	AddAccount(ctx context.Context, a Account) (Account, error)
	// HoldAccount reads one and lets nobody post to it until the transaction ends.
	HoldAccount(ctx context.Context, id string) (Account, error)
	CloseAccount(ctx context.Context, a Account) error
	// Post takes postings, each whole or not at all, in their order. What is refused says so in its outcome.
	Post(ctx context.Context, now time.Time, postings []Posting) ([]Outcome, error)
	// StartReconciliation starts the operation of that kind, and returns its id.
	StartReconciliation(ctx context.Context, now time.Time, ledger string) (string, error)
	// Pseudonymise gives the accounts of an owner, and what an actor asked for, another name.
	Pseudonymise(ctx context.Context, name, pseudonym string) error
}

// Reconciliation is the kind of the operations that count a ledger anew.
const Reconciliation = "ledger.reconcile"

// Outcome is what became of a posting: its entries, whether they had been taken before, or why none was taken.
type Outcome struct {
	Entries []Entry
	Replay  bool
	Err     error
}

// CreateLedger begins a ledger, all of whose days are open.
func CreateLedger(ctx context.Context, s Store, now time.Time, l Ledger) (Ledger, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return l, err
	}
	l.ID, l.ClosedThrough, l.CreateTime = id.String(), model.NoDay, now
	return l, s.AddLedger(ctx, l)
}

// CloseLedger closes all days through one that is over.
func CloseLedger(ctx context.Context, s Store, now time.Time, id string, through model.Day) (Ledger, error) {
	l, err := s.HoldLedger(ctx, id)
	switch {
	case err != nil || through <= l.ClosedThrough:
		return l, err
	case through >= l.Today(now):
		return l, ErrPeriodNotOver
	}
	l.ClosedThrough = through
	return l, s.CloseThrough(ctx, id, through)
}

// CreateAccount begins an account with nothing in it, or returns the one that is there. What it is for and whose it is says whether it is
// sealed.
func CreateAccount(ctx context.Context, s Store, now time.Time, a Account) (Account, error) {
	l, err := s.Ledger(ctx, a.Ledger)
	if err != nil {
		return a, err
	}
	id, err := uuid.NewV7()
	if a.Sealed = l.seals(a); a.Sealed {
		// An id that grows with time would tell since when somebody has points, and who could overdraw could try what is in it.
		id, err = uuid.NewRandom()
		a.Overdraft = a.Purpose == Participation
	}
	if err != nil {
		return a, err
	}
	a.ID, a.CreateTime, a.Closed, a.Balance = id.String(), now, false, Balance{}
	return s.AddAccount(ctx, a)
}

// CloseAccount ends an account in which nothing is and nothing is to come or to go. What a room of Hearth stands on is not closed: the room
// would stop, for ever.
func CloseAccount(ctx context.Context, s Store, id string) (Account, error) {
	a, err := s.HoldAccount(ctx, id)
	switch {
	case err != nil || a.Closed:
		return a, err
	case a.Sealed:
		return a, ErrSealed
	case a.ofHearth():
		return a, ErrOfHearth
	case !a.Balance.Empty():
		return a, ErrAccountNotEmpty
	}
	a.Closed = true
	return a, s.CloseAccount(ctx, a)
}

// Reconcile starts to count a ledger anew, and returns the id of the operation that does it.
func Reconcile(ctx context.Context, s Store, now time.Time, id string) (string, error) {
	l, err := s.Ledger(ctx, id)
	if err != nil {
		return "", err
	}
	return s.StartReconciliation(ctx, now, l.ID)
}

// BalanceAt is what stood in an account at an instant that is not ahead, with what was held. Asked again it is the same.
func BalanceAt(ctx context.Context, s Store, now time.Time, id string, at time.Time) (After, error) {
	if at.After(now) {
		return After{}, model.InvalidField("time", model.Say("has not come yet", "尚未到来"))
	}
	// A posting under way may have an earlier time than that: it is waited for.
	account, err := s.HoldAccount(ctx, id)
	if err != nil {
		return After{}, err
	}
	last, err := s.History(ctx, account, at.UnixMicro()+1, 1)
	if err != nil || len(last) == 0 {
		return After{}, err
	}
	if last[0].Debit == id {
		return last[0].DebitAfter, nil
	}
	return last[0].CreditAfter, nil
}

// expiries is the space of the ids of expiries: each hold has one, whoever makes it.
var expiries = uuid.MustParse("6f0b1f9e-6b57-4cf4-9d2f-1d1d8f1f0c55")

// Expire lets go what is held beyond its time, some at a time, and says how many it let go.
func Expire(ctx context.Context, s Store, now time.Time) (int, error) {
	const most = 500
	due, err := s.Due(ctx, now, most)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	postings := make([]Posting, len(due))
	for i, hold := range due {
		postings[i] = Posting{{
			ID: uuid.NewSHA1(expiries, hold[:]), Kind: Expiry, Of: hold, Day: model.NoDay, Reason: "expiry", By: model.ServiceActor("incentive").Subject,
		}}
	}
	_, err = s.Post(ctx, now, postings) // what was settled meanwhile is refused, and needs nothing
	return len(due), err
}
