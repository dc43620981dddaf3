package ledger

import (
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
)

// Book is all that a batch of postings is decided upon. Whoever fills it holds the accounts and what settles their holds still until what
// was decided is kept.
type Book struct {
	Ledgers  map[string]Ledger
	Accounts map[string]*Account
	// Kept are the transfers that are there already, of those that the batch names: as its own, as holds, as what it reverses.
	Kept map[uuid.UUID]Entry
	// Settled names, of the transfers in Kept, what settled or reversed them.
	Settled map[uuid.UUID]uuid.UUID
	// Outside says that none of Hearth's own rooms asks, but somebody from whom accounts may be sealed.
	Outside bool

	now   time.Time
	taken []Entry
	undo  []step
}

// step is what a transfer changed: enough to take it back.
type step struct {
	id, of        uuid.UUID
	debit, credit *Account
	debited       Balance
	credited      Balance
}

// NewBook is an empty book for postings at an instant.
func NewBook(now time.Time) *Book {
	return &Book{
		Ledgers: map[string]Ledger{}, Accounts: map[string]*Account{}, Kept: map[uuid.UUID]Entry{}, Settled: map[uuid.UUID]uuid.UUID{}, now: now,
	}
}

// Taken are the entries that the postings made, in their order: they and the accounts' balances are to be kept.
func (b *Book) Taken() []Entry { return b.taken }

// Post takes all transfers of a posting, or refuses it and leaves everything as it was. One that was taken before is answered with what
// it was then, as a replay, however things are now. Where only a part of it was taken before, it is another posting: ErrTransferIDReused.
func (b *Book) Post(p Posting) (entries []Entry, replay bool, err error) {
	if err = b.named(p); err != nil {
		return nil, false, err
	}
	if entries, err = b.before(p); err != nil || len(entries) > 0 {
		return entries, len(entries) > 0, err
	}
	first, start := len(b.taken), len(b.undo)
	for _, t := range p {
		if err := b.take(t); err != nil {
			b.takeBack(first, start)
			return nil, false, of(err, t)
		}
	}
	return b.taken[first:len(b.taken):len(b.taken)], false, nil
}

// before are the entries of a posting that was taken before, none of one that was not.
func (b *Book) before(p Posting) ([]Entry, error) {
	var entries []Entry
	for i, t := range p {
		kept, ok := b.Kept[t.ID]
		switch {
		case ok && len(entries) == i && kept.asks(t):
			entries = append(entries, kept)
		case ok || len(entries) > 0:
			return nil, of(ErrTransferIDReused, t)
		}
	}
	return entries, nil
}

func of(err error, t Transfer) error {
	if fault, ok := err.(*model.Fault); ok {
		return fault.With("transfer", t.ID.String())
	}
	return err
}

func (b *Book) takeBack(first, start int) {
	for i := len(b.undo) - 1; i >= start; i-- {
		s := b.undo[i]
		s.debit.Balance, s.credit.Balance = s.debited, s.credited
		delete(b.Kept, s.id)
		if s.of != uuid.Nil {
			delete(b.Settled, s.of)
		}
	}
	b.taken, b.undo = b.taken[:first], b.undo[:start]
}

// take takes one transfer.
func (b *Book) take(t Transfer) error {
	if _, twice := b.Kept[t.ID]; twice {
		return ErrTransferIDReused // by its neighbour in the same posting
	}
	if t.Kind < Direct || t.Kind > Reversal || (t.Of == uuid.Nil) != (t.Kind == Direct || t.Kind == Hold) {
		return model.InvalidField("of", model.Say("is named by what settles a hold or reverses, and by nothing else", "仅在结算冻结款或冲正时填写"))
	}
	origin, err := b.complete(&t)
	if err != nil {
		return err
	}
	debit, credit := b.Accounts[t.Debit], b.Accounts[t.Credit]
	if debit == nil || credit == nil {
		return model.ErrNotFound
	}
	if err := b.admit(t, debit, credit); err != nil {
		return err
	}
	if err := b.check(&t, debit, credit); err != nil {
		return err
	}
	was := step{t.ID, t.Of, debit, credit, debit.Balance, credit.Balance}
	if err := move(t, origin.Amount, debit, credit); err != nil {
		debit.Balance, credit.Balance = was.debited, was.credited
		return err
	}
	at := max(b.now.UnixMicro(), debit.Balance.Last+1, credit.Balance.Last+1)
	debit.Balance.Last, credit.Balance.Last = at, at
	entry := Entry{Transfer: t, At: at, DebitAfter: after(debit.Balance), CreditAfter: after(credit.Balance),
		DebitSealed: debit.Sealed, CreditSealed: credit.Sealed}
	b.Kept[t.ID] = entry
	if t.Of != uuid.Nil {
		b.Settled[t.Of] = t.ID
	}
	b.taken, b.undo = append(b.taken, entry), append(b.undo, was)
	return nil
}

// complete fills in what follows from the transfer that t settles or reverses, which it returns.
func (b *Book) complete(t *Transfer) (origin Entry, err error) {
	if t.Of == uuid.Nil {
		return Entry{}, nil
	}
	origin, ok := b.Kept[t.Of]
	if !ok || b.hidden(origin, t) {
		return Entry{}, model.ErrNotFound
	}
	_, settled := b.Settled[t.Of]
	switch {
	case t.Kind == Reversal && origin.Kind != Direct && origin.Kind != Capture:
		return origin, ErrNotReversible
	case t.Kind == Reversal && settled:
		return origin, ErrReversed
	case t.Kind == Reversal:
		t.Debit, t.Credit, t.Amount = origin.Credit, origin.Debit, origin.Amount
		return origin, nil
	case origin.Kind != Hold:
		return origin, ErrNotAHold
	case settled:
		return origin, ErrHoldSettled
	}
	t.Debit, t.Credit = origin.Debit, origin.Credit
	late := !origin.Expires.IsZero() && !b.now.Before(origin.Expires)
	switch {
	case t.Kind != Capture:
		t.Amount = origin.Amount
	case late:
		return origin, ErrHoldExpired
	case t.Amount > origin.Amount:
		return origin, ErrHoldExceeded
	}
	return origin, nil
}

// check is what does not depend on balances.
func (b *Book) check(t *Transfer, debit, credit *Account) error {
	ledger, ok := b.Ledgers[debit.Ledger]
	today := ledger.Today(b.now)
	if t.Day == model.NoDay {
		t.Day = today
	}
	switch {
	case debit.Ledger != credit.Ledger || !ok:
		return ErrLedgersDiffer
	case debit == credit:
		return model.InvalidField("credit", model.Say("is the account that gives", "与转出账户相同"))
	case t.Amount <= 0 || t.Amount > Most:
		return ErrAmountOutOfRange
	case debit.Closed || credit.Closed:
		return ErrAccountClosed
	case t.Kind == Hold && !t.Expires.IsZero() && !b.now.Before(t.Expires):
		return ErrHoldExpired
	case t.Day < firstDay:
		return model.InvalidField("day", model.Say("lies before the year 2000", "早于 2000 年"))
	case t.Day > today:
		return ErrDayAhead
	case t.Day <= ledger.ClosedThrough:
		return ErrPeriodClosed
	}
	return nil
}

// move changes the balances. held is the amount of the hold that t settles.
func move(t Transfer, held int64, debit, credit *Account) error {
	if t.Kind.Settles() {
		debit.Balance.Held -= held
		credit.Balance.Expected -= held
	}
	switch t.Kind {
	case Hold:
		if !debit.Overdraft && t.Amount > debit.Balance.Available() {
			return ErrInsufficientFunds
		}
		debit.Balance.Held += t.Amount
		credit.Balance.Expected += t.Amount
	case Direct, Capture, Reversal:
		// What a capture takes was held, and is available again by now.
		if !debit.Overdraft && t.Amount > debit.Balance.Available() {
			return ErrInsufficientFunds
		}
		debit.Balance.Debits += t.Amount
		credit.Balance.Credits += t.Amount
	}
	for _, b := range []Balance{debit.Balance, credit.Balance} {
		if max(b.Debits, b.Credits, b.Held, b.Expected) > Most {
			return ErrAmountOutOfRange
		}
	}
	return nil
}

func after(b Balance) After { return After{b.Posted(), b.Held} }
