// Package outside is the ledger as it is told to others than the rooms of Hearth and the owners of accounts: of what is sealed it tells what
// somebody needs who brings points, and nothing else. The calls of the ledger are given this package and no other way to read, so that none of them
// can forget it. Decision 20 says what is left out, and why.
package outside

import (
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// Account is what is told of one.
type Account struct {
	ID, Ledger, Purpose, Owner string
	Overdraft, Sealed, Closed  bool
	// Balance is nil where the account is sealed, and CreateTime the zero time: it would tell since when somebody has points.
	Balance    *ledger.Balance
	CreateTime time.Time
}

func told(a ledger.Account) Account {
	t := Account{ID: a.ID, Ledger: a.Ledger, Purpose: a.Purpose, Owner: a.Owner, Overdraft: a.Overdraft, Sealed: a.Sealed}
	if !a.Sealed {
		t.Closed, t.Balance, t.CreateTime = a.Closed, &a.Balance, a.CreateTime
	}
	return t
}

// Transfer is what is told of one. Where an account is sealed it has no balance thereafter; and to all but whoever posted the transfer it has
// neither that account nor anything that leads to a person: no ID, Of, Source and By.
type Transfer struct {
	ledger.Transfer
	// At is when, in microseconds since 1970.
	At                      int64
	DebitAfter, CreditAfter *ledger.After
}

// entry tells one. Whoever posted it knows what they said.
func entry(e ledger.Entry, posted bool) Transfer {
	t := Transfer{Transfer: e.Transfer, At: e.At}
	if !e.DebitSealed {
		t.DebitAfter = &e.DebitAfter
	}
	if !e.CreditSealed {
		t.CreditAfter = &e.CreditAfter
	}
	if posted || !e.Sealed() {
		return t
	}
	t.ID, t.Of, t.Source, t.By = uuid.Nil, uuid.Nil, "", ""
	if e.DebitSealed {
		t.Debit = ""
	}
	if e.CreditSealed {
		t.Credit = ""
	}
	return t
}

// Answer tells whoever asked for a posting what became of it.
func Answer(o ledger.Outcome) []Transfer {
	answer := make([]Transfer, len(o.Entries))
	for i, e := range o.Entries {
		answer[i] = entry(e, true)
	}
	return answer
}

// Difference is what is told of one that a reconciliation found: of a sealed account that there is one, and no figure.
func Difference(d ledger.Difference) ledger.Difference {
	if d.Sealed {
		d.Kept, d.Counted = 0, 0
	}
	return d
}
