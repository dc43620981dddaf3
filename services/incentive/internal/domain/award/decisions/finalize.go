package decisions

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/rounds"
)

// Finalize ends a round whose time for appeals is over, for who does not want to wait for Ripe. Twice is once.
func Finalize(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id string) (award.Round, error) {
	round, err := rounds.ToChange(ctx, s, scope, id)
	if err != nil || round.State == award.Final {
		return round, err
	}
	if err := round.Must(award.Announced); err != nil {
		return award.Round{}, err
	}
	if ripe, err := isRipe(ctx, s, now, round); err != nil {
		return award.Round{}, err
	} else if !ripe {
		return award.Round{}, award.ErrAppealOpen
	}
	return finalize(ctx, s, now, round)
}

// Ripe are the ids of the rounds that can be made final.
func Ripe(ctx context.Context, r award.Reader, now time.Time) (ids []string, err error) {
	announced, err := r.Announced(ctx)
	if err != nil {
		return nil, err
	}
	for _, round := range announced {
		if ripe, err := isRipe(ctx, r, now, round); err != nil {
			return nil, err
		} else if ripe {
			ids = append(ids, round.ID)
		}
	}
	return ids, nil
}

// FinalizeRipe ends a round that was ripe, unless another process has done so, or an appeal keeps it open.
func FinalizeRipe(ctx context.Context, s award.Store, now time.Time, id string) error {
	round, err := s.RoundToChange(ctx, id)
	if err != nil || round.State != award.Announced {
		return err
	}
	if ripe, err := isRipe(ctx, s, now, round); err != nil || !ripe {
		return err
	}
	_, err = finalize(ctx, s, now, round)
	return err
}

// isRipe says that no appeal can be made any more to a round that was announced, and none waits for an answer.
func isRipe(ctx context.Context, r award.Reader, now time.Time, round award.Round) (bool, error) {
	if now.Before(round.AppealTime) {
		return false, nil
	}
	open, err := r.OpenAppeals(ctx, round.ID)
	return open == 0, err
}

func finalize(ctx context.Context, s award.Store, now time.Time, round award.Round) (award.Round, error) {
	round.State = award.Final
	round.Touch(now)
	return round, s.SaveRound(ctx, round)
}
