package participation

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// forOthers refuses a change of a unit's policy by which the caller alone would get points (staff.ErrSelf), be it by that policy or by one above it
// that others have been taken out of.
func forOthers(ctx context.Context, r PolicyReader, now time.Time, changed string) error {
	actor, _ := model.ActorFrom(ctx)
	me := actor.Person()
	if me == "" {
		return nil
	}
	place, err := r.Workplace(ctx, me, now)
	if errors.Is(err, model.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	mine, err := holding(ctx, r, place.Unit)
	if err != nil || mine.Points == 0 {
		return err
	}
	var units []string
	if mine.Unit != "" {
		path, err := r.Above(ctx, changed)
		if err != nil || !slices.Contains(path, mine.Unit) {
			return err
		}
		units = []string{mine.Unit}
	}
	places, err := r.Workplaces(ctx, now, units, nil)
	if err != nil {
		return err
	}
	by := map[string]string{}
	for _, other := range places {
		if other.Person == me {
			continue
		}
		if _, known := by[other.Unit]; !known {
			policy, err := holding(ctx, r, other.Unit)
			if err != nil {
				return err
			}
			by[other.Unit] = policy.Unit
		}
		if by[other.Unit] == mine.Unit {
			return nil
		}
	}
	return staff.ErrSelf
}

// holding is the policy that holds for a unit: its own, or that of the nearest above it. Without points where there is none.
func holding(ctx context.Context, r PolicyReader, unit string) (Policy, error) {
	path, err := r.Above(ctx, unit)
	if err != nil {
		return Policy{}, err
	}
	for _, above := range append(path, "") {
		if p, err := r.Policy(ctx, above); !errors.Is(err, model.ErrNotFound) {
			return p, err
		}
	}
	return Policy{}, nil
}
