package ledger

import (
	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
)

// MostGiven is the largest amount that somebody outside may bring to a sealed account at once: so far below Most that nobody finds out by
// trying how near to it an account is.
const MostGiven = 1_000_000_000

// Sealed says that nobody outside knows of the entry, but whoever posted it.
func (e Entry) Sealed() bool { return e.DebitSealed || e.CreditSealed }

// IsOf says that somebody posted the entry from outside. What a room of Hearth does because somebody asked for it is the room's.
func (e Entry) IsOf(caller string) bool { return e.By == caller && !rooms(e.ID) }

// rooms says that an id is one that follows from what a transfer is for. The rooms of Hearth have no others, and nobody else has these:
// whoever could post under one would learn by what is refused whether there is such a transfer.
func rooms(id uuid.UUID) bool { return id.Version() == 5 }

// hidden says that a transfer that is there is not there for whoever asks for t.
func (b *Book) hidden(origin Entry, t *Transfer) bool {
	return b.Outside && origin.Sealed() && !origin.IsOf(t.By)
}

// admit refuses what nobody outside may ask for. It looks at nothing that changes, so that a refusal tells nothing of what is in an account.
func (b *Book) admit(t Transfer, debit, credit *Account) error {
	switch {
	case !b.Outside:
		return nil
	case debit.Sealed && t.Kind != Reversal: // of what the same caller brought: nothing else is found
		return ErrSealed
	case credit.Sealed && t.Amount > MostGiven:
		return ErrAmountOutOfRange
	}
	return nil
}

// named refuses the ids that are Hearth's own.
func (b *Book) named(p Posting) error {
	for _, t := range p {
		if b.Outside && rooms(t.ID) {
			return of(model.InvalidField("name", model.Say("is a UUID of version 5, which Hearth makes itself", "为第 5 版 UUID，仅由 Hearth 自行生成")), t)
		}
	}
	return nil
}
