// Package refill gives people their allowances: once for each period, and takes away what is left of the last one.
package refill

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/allowance"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Due is somebody at work under a policy, who has had nothing in the current period.
type Due struct {
	// Person and Policy, the unit whose policy it is, are bare ids.
	Person, Policy string
	// Zone is where their days begin.
	Zone *time.Location
}

// Reader finds whose turn it is. Before the roster is whole it finds nobody.
type Reader interface {
	// WhoseTurn are at most so many, by person.
	WhoseTurn(ctx context.Context, now time.Time, most int) ([]Due, error)
	// Over are people whose allowance is to end with nothing to follow: who left, or whose policy is gone and whose period has ended.
	Over(ctx context.Context, now time.Time, most int) ([]string, error)
	// HeldOfLeavers are open holds on the points of people who are not at work. What a room with states of its own holds is its to settle.
	HeldOfLeavers(ctx context.Context, now time.Time, most int) ([]uuid.UUID, error)
}

// Store gives and takes, within one transaction.
type Store interface {
	wallet.Store
	// HoldKnown are those of people whom the roster knows. None of them is erased until the transaction ends.
	HoldKnown(ctx context.Context, people []string) (map[string]bool, error)
	// HoldTurns reads the last turns of people and keeps them as they are until the transaction ends.
	HoldTurns(ctx context.Context, people []string) (map[string]allowance.Turn, error)
	SaveTurns(ctx context.Context, turns []allowance.Turn) error
	ForgetTurns(ctx context.Context, person string) error
}

// Refill gives each their allowance for the current period and has what is left of the last one expire; what is held of it stays held.
// Whoever had theirs meanwhile gets nothing more. It says how many had their turn.
func Refill(ctx context.Context, s Store, now time.Time, due []Due) (int, error) {
	people := make([]string, len(due))
	policies := make([]string, len(due))
	for i, d := range due {
		people[i], policies[i] = d.Person, d.Policy
	}
	known, err := s.HoldKnown(ctx, people)
	if err != nil {
		return 0, err
	}
	found, err := s.PoliciesOf(ctx, policies)
	if err != nil {
		return 0, err
	}
	byUnit := make(map[string]allowance.Policy, len(found))
	for _, p := range found {
		byUnit[p.Unit] = p
	}
	last, err := s.HoldTurns(ctx, people)
	if err != nil {
		return 0, err
	}
	var same []allowance.Turn
	var next []turn
	for _, d := range due {
		policy, ok := byUnit[d.Policy]
		before := last[d.Person]
		if !ok || !known[d.Person] || before.Ends.After(now) {
			continue
		}
		begun := policy.TurnAt(d.Person, now, d.Zone)
		if before.Period == begun.Period && before.First >= begun.First {
			// They moved to where the period of which they had their allowance is not over yet.
			begun.First, begun.Open = before.First, before.Open
			same = append(same, begun)
			continue
		}
		next = append(next, turn{begun, policy.Amount})
	}
	if err := s.SaveTurns(ctx, same); err != nil {
		return 0, err
	}
	given, err := give(ctx, s, now, next)
	return len(same) + given, err
}

// turn is one that begins, with what is given for it.
type turn struct {
	allowance.Turn
	amount int64
}

func give(ctx context.Context, s Store, now time.Time, next []turn) (int, error) {
	if len(next) == 0 {
		return 0, nil
	}
	b, err := open(ctx, s, now, next)
	if err != nil {
		return 0, err
	}
	postings := make([]ledger.Posting, len(next))
	for i, t := range next {
		account := b.allowances[model.Name("people", t.Person)]
		postings[i] = b.expiring(account)
		if t.amount > 0 {
			refill := moving(wallet.ID("allowance", account.ID, strconv.Itoa(int(t.Period)), t.First.String()), "allowance.refilled")
			refill.Debit, refill.Credit, refill.Amount = b.source.ID, account.ID, t.amount
			postings[i] = append(postings[i], refill)
		}
	}
	outcomes, err := s.Post(ctx, now, postings)
	if err != nil {
		return 0, err
	}
	var begun []allowance.Turn
	for i, t := range next {
		if outcomes[i].Err == nil { // else somebody moved points by hand just now: the next round sees it
			begun = append(begun, t.Turn)
		}
	}
	return len(begun), s.SaveTurns(ctx, begun)
}

// books are the accounts of a refill.
type books struct {
	source, expired ledger.Account
	allowances      map[string]ledger.Account
}

func open(ctx context.Context, s Store, now time.Time, next []turn) (b books, err error) {
	points, err := wallet.PointsLedger(ctx, s, now)
	if err != nil {
		return b, err
	}
	if b.source, err = wallet.Account(ctx, s, now, points, wallet.Source, ""); err != nil {
		return b, err
	}
	if b.expired, err = wallet.Account(ctx, s, now, points, wallet.Expired, ""); err != nil {
		return b, err
	}
	owners := make([]string, len(next))
	for i, t := range next {
		owners[i] = model.Name("people", t.Person)
	}
	b.allowances, err = wallet.Accounts(ctx, s, now, points, wallet.Allowance, owners...)
	return b, err
}

// expiring moves away what is free in an allowance; nothing where nothing is.
func (b books) expiring(account ledger.Account) ledger.Posting {
	if account.Balance.Available() <= 0 {
		return nil
	}
	// By the state in which it is: after this transfer it never has it again.
	t := moving(wallet.ID("expiry", account.ID, strconv.FormatInt(account.Balance.Last, 10)), "allowance.expired")
	t.Debit, t.Credit, t.Amount = account.ID, b.expired.ID, account.Balance.Available()
	return ledger.Posting{t}
}

func moving(id uuid.UUID, reason string) ledger.Transfer {
	return ledger.Transfer{ID: id, Kind: ledger.Direct, Day: model.NoDay, Reason: reason, By: model.ServiceActor("incentive").Subject}
}
