package refill

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// End has the allowances of people expire with nothing to follow. It says of how many.
func End(ctx context.Context, s Store, now time.Time, people []string) (int, error) {
	last, err := s.HoldTurns(ctx, people)
	if err != nil {
		return 0, err
	}
	var over []turn
	for _, person := range people {
		if t := last[person]; t.Open {
			t.Open = false
			over = append(over, turn{Turn: t})
		}
	}
	return give(ctx, s, now, over)
}

// Void lets holds go of people who left: what they earned is theirs again. It says how many.
func Void(ctx context.Context, s ledger.Store, now time.Time, holds []uuid.UUID) (int, error) {
	postings := make([]ledger.Posting, len(holds))
	for i, hold := range holds {
		t := moving(wallet.ID("left", hold.String()), "left")
		t.Kind, t.Of = ledger.Void, hold
		postings[i] = ledger.Posting{t}
	}
	outcomes, err := s.Post(ctx, now, postings)
	let := 0
	for _, outcome := range outcomes {
		if outcome.Err == nil { // else it was settled just now
			let++
		}
	}
	return let, err
}

// Erase ends what is left of an erased person's allowance, whose account has the pseudonym's name by now, and forgets their turns.
func Erase(ctx context.Context, s Store, now time.Time, person, pseudonym string) error {
	accounts, err := s.AccountsOf(ctx, model.Name("people", pseudonym))
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.Purpose != wallet.Allowance {
			continue
		}
		expired, err := wallet.Account(ctx, s, now, ledger.Ledger{ID: a.Ledger}, wallet.Expired, "")
		if err != nil {
			return err
		}
		if _, err := wallet.Post(ctx, s, now, books{expired: expired}.expiring(a)); err != nil {
			return err
		}
	}
	return s.ForgetTurns(ctx, person)
}
