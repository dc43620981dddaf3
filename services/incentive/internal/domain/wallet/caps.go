package wallet

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/allowance"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// withinCaps holds a gift to the caps of the giver's policy. What was given already is no gift more. Where no policy holds any more, what
// is left of the last allowance may be given.
func withinCaps(ctx context.Context, s Store, now time.Time, g Gift, from ledger.Account, posting ledger.Posting) error {
	if len(posting) == 0 {
		return nil
	}
	if _, err := s.Entry(ctx, posting[0].ID); !errors.Is(err, model.ErrNotFound) {
		return err
	}
	policy, zone, err := PolicyOf(ctx, s, now, g.From)
	if err != nil {
		if errors.Is(err, model.ErrNotFound) {
			return nil
		}
		return err
	}
	given, err := s.Given(ctx, from, policy.Since(now, zone))
	if err != nil {
		return err
	}
	to := make([]string, len(posting))
	for i, t := range posting {
		to[i] = t.Credit
	}
	return policy.Check(now, zone, given, to, g.Each)
}

// PolicyOf is the policy that holds for a person at work, and the zone of their days; model.ErrNotFound where there is none.
func PolicyOf(ctx context.Context, s Allowances, now time.Time, person string) (allowance.Policy, *time.Location, error) {
	place, err := s.Workplace(ctx, person, now)
	if err != nil {
		return allowance.Policy{}, nil, err
	}
	policy, err := allowance.Nearest(ctx, s, place.Unit)
	if err != nil {
		return policy, nil, err
	}
	zone, err := s.ZoneOf(ctx, place.Site, now)
	return policy, zone, err
}
