package ledger_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// TestWhateverIsPosted tries random postings against a count of the entries from their beginning.
func TestWhateverIsPosted(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := book(noon)
		var asked []ledger.Posting
		for range rapid.IntRange(1, 40).Draw(r, "postings") {
			p := drawn(r, b)
			if len(asked) > 0 && rapid.IntRange(0, 4).Draw(r, "retry") == 0 {
				p = rapid.SampledFrom(asked).Draw(r, "again")
			}
			asked = append(asked, p)
			before := len(b.Taken())
			entries, replay, err := b.Post(p)
			switch grown := len(b.Taken()) - before; {
			case err != nil && (grown != 0 || entries != nil):
				r.Fatalf("refused with %v, and %d entries more", err, grown)
			case err == nil && replay && grown != 0:
				r.Fatalf("a replay made %d entries", grown)
			case err == nil && !replay && grown != len(p):
				r.Fatalf("%d transfers made %d entries", len(p), grown)
			}
			holdsTrue(r, b)
		}
	})
}

// drawn is a posting of a few transfers of any kind, many of them refused.
func drawn(r *rapid.T, b *ledger.Book) ledger.Posting {
	accounts := rapid.SampledFrom([]string{"source", "ann", "bo", "money"})
	var p ledger.Posting
	for range rapid.IntRange(1, 3).Draw(r, "transfers") {
		t := direct(accounts.Draw(r, "debit"), accounts.Draw(r, "credit"), rapid.Int64Range(-1, 50).Draw(r, "amount"))
		t.Kind = ledger.Kind(rapid.IntRange(1, 6).Draw(r, "kind"))
		if t.Kind > ledger.Hold {
			t.Of = uuid.New()
			if known := append(b.Taken(), entriesOf(p)...); len(known) > 0 {
				t.Of = rapid.SampledFrom(known).Draw(r, "of").ID
			}
		} else if rapid.Bool().Draw(r, "expires") {
			t.Expires = noon.Add(time.Hour)
		}
		p = append(p, t)
	}
	return p
}

func entriesOf(p ledger.Posting) (entries []ledger.Entry) {
	for _, t := range p {
		entries = append(entries, ledger.Entry{Transfer: t})
	}
	return entries
}

// holdsTrue counts everything anew.
func holdsTrue(r *rapid.T, b *ledger.Book) {
	counted := map[string]ledger.Balance{}
	open := map[uuid.UUID]ledger.Entry{}
	settled := map[uuid.UUID]int{}
	seen := map[uuid.UUID]bool{}
	for _, e := range b.Taken() {
		if seen[e.ID] {
			r.Fatalf("%v was taken twice", e.ID)
		}
		seen[e.ID] = true
		debit, credit := counted[e.Debit], counted[e.Credit]
		if e.At <= debit.Last || e.At <= credit.Last {
			r.Fatalf("%v is not later than what its accounts had", e.ID)
		}
		if held, ok := open[e.Of]; ok {
			debit.Held, credit.Expected = debit.Held-held.Amount, credit.Expected-held.Amount
			delete(open, e.Of)
		}
		if e.Of != uuid.Nil {
			settled[e.Of]++
		}
		switch e.Kind {
		case ledger.Hold:
			open[e.ID] = e
			debit.Held, credit.Expected = debit.Held+e.Amount, credit.Expected+e.Amount
		case ledger.Direct, ledger.Capture, ledger.Reversal:
			debit.Debits, credit.Credits = debit.Debits+e.Amount, credit.Credits+e.Amount
		}
		debit.Last, credit.Last = e.At, e.At
		counted[e.Debit], counted[e.Credit] = debit, credit
		if e.DebitAfter != (ledger.After{Posted: debit.Posted(), Held: debit.Held}) || e.CreditAfter != (ledger.After{Posted: credit.Posted(), Held: credit.Held}) {
			r.Fatalf("%v does not say what its accounts held thereafter", e.ID)
		}
	}
	for of, times := range settled {
		if times > 1 {
			r.Fatalf("%v was settled or reversed %d times", of, times)
		}
	}
	sums := map[string]int64{}
	for id, a := range b.Accounts {
		if a.Balance != counted[id] {
			r.Fatalf("%s holds %+v, and its entries make %+v", id, a.Balance, counted[id])
		}
		if !a.Overdraft && (a.Balance.Available() < 0 || a.Balance.Held < 0) || a.Balance.Expected < 0 {
			r.Fatalf("%s is overdrawn: %+v", id, a.Balance)
		}
		sums[a.Ledger] += a.Balance.Posted()
	}
	for id, sum := range sums {
		if sum != 0 {
			r.Fatalf("%s does not add up: %d", id, sum)
		}
	}
}
