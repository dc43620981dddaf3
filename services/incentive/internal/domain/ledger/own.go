package ledger

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// CreateAccountOfOther is CreateAccount for whoever asks for one by hand: no person begins an account of their own (staff.ErrSelf), which might be
// overdrawn. Whoever was erased gets none any more (model.ErrNotFound): nobody would take their name out of it again.
func CreateAccountOfOther(ctx context.Context, s Store, now time.Time, a Account) (Account, error) {
	if err := staff.Stranger(ctx, model.ID(a.Owner)); err != nil {
		return a, err
	}
	if strings.HasPrefix(a.Owner, "people/") {
		if erased, err := s.Erased(ctx, model.ID(a.Owner)); err != nil {
			return a, err
		} else if erased {
			return a, model.ErrNotFound
		}
	}
	return CreateAccount(ctx, s, now, a)
}

// OfOthers refuses postings by which a person would move something out of accounts of their own, or into them: staff.ErrSelf. Keys have none.
func OfOthers(ctx context.Context, r Reader, postings []Posting) error {
	actor, _ := model.ActorFrom(ctx)
	if actor.Person() == "" {
		return nil
	}
	accounts, err := r.AccountsOf(ctx, actor.Subject)
	if err != nil {
		return err
	}
	own := make(map[string]bool, len(accounts))
	for _, a := range accounts {
		own[a.ID] = true
	}
	for _, posting := range postings {
		for _, t := range posting {
			debit, credit := t.Debit, t.Credit
			if t.Of != uuid.Nil {
				of, err := r.Entry(ctx, t.Of)
				if err != nil && !errors.Is(err, model.ErrNotFound) { // of this very call, or nowhere
					return err
				}
				debit, credit = of.Debit, of.Credit
			}
			if own[debit] || own[credit] {
				return staff.ErrSelf
			}
		}
	}
	return nil
}
