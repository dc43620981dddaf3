package goal

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Counting is what a store needs to count, within one transaction.
type Counting interface {
	wallet.Store
	// Open are the goals in progress that a fact counts for: of its type and the behavior that it shows, begun before made, of the person or of one of the units for
	// whoever works for the employer, and for its time. Those whose time to close has come by now are not among them.
	Open(ctx context.Context, f fact.Fact, employer string, units []string, made, now time.Time) ([]Goal, error)
	// Mark notes for which goals a thanks of the month counts, and says for which of them no other of the same giver, receiver and month does, and
	// fewer than PerGiver of the same giver.
	Mark(ctx context.Context, f fact.Fact, month model.Day, goals []Goal) ([]Goal, error)
	// Unmark forgets it, and says for which goals in progress no other of the same giver, receiver and month counts instead, nor one of those that
	// the giver gave beyond PerGiver.
	Unmark(ctx context.Context, f fact.Fact, now time.Time) ([]Goal, error)
	// Add adds to the counts of goals, which never fall below nothing.
	Add(ctx context.Context, goals []Goal, facts int64) error
	// Reach notes that goals in progress are reached.
	Reach(ctx context.Context, goals []Goal, now time.Time) error
	// CountPeople says how many are at work in a unit and below it, for the employer where it is not "".
	CountPeople(ctx context.Context, now time.Time, unit, employer string) (int64, error)
	// SetSharing notes what becomes of the points of a goal, and how many each gets.
	SetSharing(ctx context.Context, goal string, sharing Sharing, each int64) error
	// KeepSharers has all who are at work in the team of a goal wait for their share, and says how many they are.
	KeepSharers(ctx context.Context, now time.Time, g Goal) (int64, error)
	// Sharers are some who wait for their share, all of one goal; nobody where it has none any more. Without a goal that is underway its ID is "".
	Sharers(ctx context.Context, most int) (Goal, []string, error)
	// ForgetSharers has people wait no longer.
	ForgetSharers(ctx context.Context, goal string, people []string) error
	// Alone has nobody else count, and nobody erased, until the transaction ends.
	Alone(ctx context.Context) error
	// Miss ends all goals in progress whose time to close has come, in one statement, and says how many.
	Miss(ctx context.Context, now time.Time) (int64, error)
}

// Apply counts facts, and tells of the goals that they reach. Each counts once, however often it is told; one that is withdrawn is taken out of what is still in progress. What
// happened longer ago than facts are kept counts no more. Of the thanks of one giver to one receiver one counts a month, as long as any of them is left.
func Apply(ctx context.Context, s Counting, now time.Time, facts []fact.Kept, tell func(ctx context.Context, reached []Goal) error) (effects []fact.Effect, err error) {
	for _, f := range facts {
		counted := !f.Counted.IsZero()
		if f.Withdrawn != counted {
			continue // it counts already, or never did
		}
		if !counted && f.Time.Before(now.Add(-fact.Retention)) {
			continue // it may have counted, and been forgotten since
		}
		goals, sign, err := changed(ctx, s, now, f)
		if err != nil || len(goals) == 0 {
			if err != nil {
				return nil, err
			}
			continue
		}
		if err := s.Add(ctx, goals, sign); err != nil {
			return nil, err
		}
		var reached []Goal
		for _, g := range goals {
			if g.Count+sign >= g.Target {
				reached = append(reached, g)
			}
		}
		more, err := reach(ctx, s, now, reached)
		if err != nil {
			return nil, err
		}
		effects = append(effects, more...)
		if err := tell(ctx, reached); err != nil {
			return nil, err
		}
	}
	return effects, nil
}

// changed are the goals whose counts a fact changes, and by how much.
func changed(ctx context.Context, s Counting, now time.Time, f fact.Kept) (goals []Goal, sign int64, err error) {
	sign, made := int64(1), now
	if f.Withdrawn {
		sign, made = -1, f.Counted
	}
	if f.Withdrawn && f.Giver != "" {
		goals, err = s.Unmark(ctx, f.Fact, now)
		return goals, sign, err
	}
	employer, path, day, err := whose(ctx, s, f.Fact)
	if err != nil {
		return nil, 0, err
	}
	if goals, err = s.Open(ctx, f.Fact, employer, path, made, now); err == nil && f.Giver != "" && len(goals) > 0 {
		goals, err = s.Mark(ctx, f.Fact, fact.Month(day), goals)
	}
	return goals, sign, err
}

// whose are the employer and the units, the nearest first, that a fact counts for, and the day of it where the person works.
func whose(ctx context.Context, s Counting, f fact.Fact) (employer string, path []string, day model.Day, err error) {
	unit, day := f.Unit, model.DayOf(f.Time.UTC())
	if f.Person != "" {
		place, err := s.Workplace(ctx, f.Person, f.Time)
		if err != nil && !errors.Is(err, model.ErrNotFound) {
			return "", nil, 0, err
		} else if err == nil {
			day = place.Day
		}
		employer, unit = place.Employer, place.Unit
	}
	if unit == "" {
		return employer, nil, day, nil
	}
	path, err = s.Above(ctx, unit)
	return employer, path, day, err
}

// reach ends goals, and rewards those at work in them.
func reach(ctx context.Context, s Counting, now time.Time, goals []Goal) (effects []fact.Effect, err error) {
	if len(goals) == 0 {
		return nil, nil
	}
	if err := s.Reach(ctx, goals, now); err != nil {
		return nil, err
	}
	for _, g := range goals {
		more, err := share(ctx, s, now, g)
		if err != nil {
			return nil, err
		}
		effects = append(effects, more...)
	}
	return effects, nil
}

// Close ends the goals whose time has come: after it none of them is in progress, and doing it again does nothing.
func Close(ctx context.Context, s Counting, now time.Time) (int64, error) {
	if err := s.Alone(ctx); err != nil {
		return 0, err
	}
	return s.Miss(ctx, now)
}
