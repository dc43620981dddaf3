// Package voting takes nominations, and what the panel says of candidates whom it does not know.
package voting

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
)

// Nominate takes a nomination by somebody at work for a colleague in the round's unit. What would tell who nominated whom refuses nothing: it is
// weighed when nominations end. What it names as evidence is something that the author can read and that thanks the colleague.
func Nominate(ctx context.Context, s award.Store, now time.Time, author string, draft award.Nomination) (award.Nomination, error) {
	if _, err := s.HoldRoster(ctx); err != nil { // neither of the two is erased meanwhile
		return award.Nomination{}, err
	}
	place, err := s.Workplace(ctx, author, now)
	if err != nil {
		return award.Nomination{}, err
	}
	round, err := s.RoundToChange(ctx, draft.Round) // the end of the nominations waits, or comes first
	if err == nil {
		err = round.Must(award.Nominating)
	}
	if err == nil {
		err = mayWin(ctx, s, now, round, author, draft.Nominee)
	}
	if err != nil {
		return award.Nomination{}, err
	}
	if shown, err := s.Shown(ctx, author, place.Employer, draft.Nominee, draft.Evidence); err != nil {
		return award.Nomination{}, err
	} else if shown < len(draft.Evidence) {
		return award.Nomination{}, model.ErrNotFound
	}
	id, err := uuid.NewV7()
	if err != nil {
		return award.Nomination{}, err
	}
	draft.ID, draft.Nominator, draft.Withdrawn, draft.CreateTime = id.String(), author, false, now
	return draft, s.AddNomination(ctx, draft)
}

func mayWin(ctx context.Context, s award.Store, now time.Time, round award.Round, author, nominee string) error {
	if author == nominee {
		return award.ErrNominatedSelf
	}
	place, err := s.Workplace(ctx, nominee, now)
	if err != nil {
		return err
	}
	if round.Judges(nominee) {
		return award.ErrNotEligible
	}
	if in, err := award.WorksIn(ctx, s, place, round.Unit, round.Employer); err != nil {
		return err
	} else if !in {
		return model.ErrNotFound
	}
	if place.Since > round.EligibleSince() {
		return award.ErrNotEligible
	}
	since, rests := round.RestsSince()
	if !rests {
		return nil
	}
	won, err := s.WonSince(ctx, round.Scheme, since)
	if _, lately := won[nominee]; err == nil && lately {
		err = award.ErrCoolDown
	}
	return err
}

// Withdraw takes one's own nomination back while people nominate. Twice is once.
func Withdraw(ctx context.Context, s award.Store, author, id string) (award.Nomination, error) {
	nomination, err := s.Nomination(ctx, id)
	if err == nil && nomination.Nominator != author {
		err = model.ErrNotFound
	}
	if err != nil || nomination.Withdrawn {
		return nomination, err
	}
	round, err := s.RoundToChange(ctx, nomination.Round)
	if err == nil {
		err = round.Must(award.Nominating)
	}
	if err != nil {
		return award.Nomination{}, err
	}
	nomination.Withdrawn = true
	return nomination, s.WithdrawNomination(ctx, id)
}
