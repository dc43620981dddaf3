package ledger

import (
	"errors"
	"slices"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// placesKept bounds the accounts whose places a Poster remembers, to some 20 MB.
const placesKept = 100_000

// errMoved says that an account has another place than was remembered, as in a database that was put back to before the account began.
var errMoved = errors.New("ledger: an account has another number than before")

// place is where the locks of an account are: its number and its ledger. Neither ever changes.
type place struct {
	number int64
	ledger string
}

// places are those of the accounts that were posted to before. With them the locks are found by numbers and not by texts, which halves what
// they cost. Nothing else is decided by them, and each is compared with what the database says, in the same transaction.
type places struct{ kept *lru.Cache[string, place] }

func newPlaces() *places {
	kept, err := lru.New[string, place](placesKept)
	if err != nil {
		panic(err) // the size is positive
	}
	return &places{kept}
}

// of are the places of all these accounts; false where one is not known.
func (p *places) of(accounts []string) (map[string]place, bool) {
	if p == nil || len(accounts) == 0 {
		return nil, false
	}
	all := make(map[string]place, len(accounts))
	for _, id := range accounts {
		at, ok := p.kept.Get(id)
		if !ok {
			return nil, false
		}
		all[id] = at
	}
	return all, true
}

// learn remembers where the accounts of a book are. It is errMoved where something else was locked.
func (p *places) learn(book *ledger.Book, locked map[string]place) (err error) {
	if p == nil {
		return nil
	}
	for id, a := range book.Accounts {
		at := place{a.Number, a.Ledger}
		was, known := locked[id]
		if known && was == at {
			continue
		}
		if known {
			err = errMoved
		}
		p.kept.Add(id, at)
	}
	return err
}

// lockAt is lock for accounts whose places are known.
func lockAt(p *db.Pipeline, book *ledger.Book, accounts []string, at map[string]place) []db.Statement {
	numbers, ledgers := make([]int64, 0, len(at)), []string(nil)
	for _, place := range at {
		numbers = append(numbers, place.number)
		if !slices.Contains(ledgers, place.ledger) {
			ledgers = append(ledgers, place.ledger)
		}
	}
	slices.Sort(numbers)
	byNumber := make(map[int64]*ledger.Account, len(at))
	list, args := in(p.Engine(), accounts)
	// Nothing of an account changes but its balance, so it is read before that is locked.
	all := []db.Statement{{
		Query: `SELECT number, id, ledger, overdraft, sealed FROM account WHERE id` + list,
		Args:  args,
		Read: func(scan db.Scan) error {
			a := new(ledger.Account)
			err := scan(&a.Number, &a.ID, &a.Ledger, &a.Overdraft, &a.Sealed)
			book.Accounts[a.ID], byNumber[a.Number] = a, a
			return err
		},
	}}
	forUpdate, forShare := "", ""
	if p.Engine() == db.Postgres {
		forUpdate, forShare = " FOR UPDATE", " FOR SHARE"
		// Whoever waits for a row looks at it anew when it gets it, and at each after it that was changed meanwhile. Who posts to the same accounts
		// mostly waits for the first: so that one is waited for by a statement of its own, and the next sees the others as they are by then.
		all = append(all, db.Statement{Query: `SELECT account FROM balance WHERE account = $1 FOR UPDATE`, Args: []any{numbers[0]}})
	}
	list, args = in(p.Engine(), numbers)
	all = append(all, db.Statement{
		Query: `SELECT account, closed, debits, credits, held, expected, last FROM balance WHERE account` + list + ` ORDER BY account` + forUpdate,
		Args:  args,
		Read: func(scan db.Scan) error {
			var number int64
			var closed bool
			var b ledger.Balance
			err := scan(&number, &closed, &b.Debits, &b.Credits, &b.Held, &b.Expected, &b.Last)
			if a := byNumber[number]; a != nil {
				a.Closed, a.Balance = closed, b
			}
			return err
		},
	})
	list, args = in(p.Engine(), ledgers)
	return append(all, db.Statement{Query: ledgerSQL + ` WHERE id` + list + ` ORDER BY id` + forShare, Args: args, Read: readLedger(book)})
}
