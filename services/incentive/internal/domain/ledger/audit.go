package ledger

// Audit counts one account anew from its transfers, from its beginning, and compares.
//
// Where one transfer is wrong, all after it are: it tells the first few differences of an account and no more.
type Audit struct {
	counted   Balance
	transfers int64
	found     []Difference
}

const firstFew = 5

// Difference is one thing that does not agree.
type Difference struct {
	// Account is the bare id, "" where the difference is of the whole ledger.
	Account string
	// What is compared, such as "credits" or "posted after a transfer".
	What string
	// Kept is what stands there, Counted what the transfers make.
	Kept, Counted int64
	// Sealed says that the figures are told to nobody outside.
	Sealed bool
}

// Line is a transfer as one of its accounts sees it.
type Line struct {
	Kind Kind
	// Out says that the account gave.
	Out    bool
	Amount int64
	// Freed is the amount of the hold that it settled.
	Freed int64
	At    int64
	After After
}

// Add takes the next transfer of the account, in the order of their times.
func (a *Audit) Add(l Line) {
	a.transfers++
	if l.At <= a.counted.Last {
		a.compare("times in order", l.At, a.counted.Last+1)
	}
	a.counted.Last = l.At
	moved, held := &a.counted.Credits, &a.counted.Expected
	if l.Out {
		moved, held = &a.counted.Debits, &a.counted.Held
	}
	*held -= l.Freed
	switch l.Kind {
	case Hold:
		*held += l.Amount
	case Direct, Capture, Reversal:
		*moved += l.Amount
	}
	a.compare("posted after a transfer", l.After.Posted, a.counted.Posted())
	a.compare("held after a transfer", l.After.Held, a.counted.Held)
}

// End compares what was counted with the account as it is kept, and tells all that did not agree and how many transfers it has.
func (a *Audit) End(account Account) (found []Difference, transfers int64) {
	a.compare("debits", account.Balance.Debits, a.counted.Debits)
	a.compare("credits", account.Balance.Credits, a.counted.Credits)
	a.compare("held", account.Balance.Held, a.counted.Held)
	a.compare("expected", account.Balance.Expected, a.counted.Expected)
	a.compare("last", account.Balance.Last, a.counted.Last)
	if !account.Overdraft {
		a.compare("overdraft", min(a.counted.Available(), 0), 0)
	}
	for i := range a.found {
		a.found[i].Account, a.found[i].Sealed = account.ID, account.Sealed
	}
	return a.found, a.transfers
}

func (a *Audit) compare(what string, kept, counted int64) {
	if kept != counted && len(a.found) < firstFew {
		a.found = append(a.found, Difference{What: what, Kept: kept, Counted: counted})
	}
}
