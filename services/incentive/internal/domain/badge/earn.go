package badge

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Earning is what a store needs to have badges earned, within one transaction.
type Earning interface {
	staff.Reader
	// Alone has nobody else count, and nobody erased, until the transaction ends: all who change who holds a badge take it first.
	Alone(ctx context.Context) error
	// Counted are the badges that a fact counts for: of its type, behavior and training, of one of the units for whoever works for the
	// employer, made before now and not archived.
	Counted(ctx context.Context, f fact.Fact, employer string, units []string, now time.Time) ([]Badge, error)
	// OfGoal are those of a goal that are not archived.
	OfGoal(ctx context.Context, goal string) ([]Badge, error)
	// Add counts a fact of the month for a holder, whose employment began on the day, once, and says how many were counted. A thanks does not
	// count beside another of the same giver, receiver and month, and is noted, to count as soon as the other does not any more.
	Add(ctx context.Context, badge, holder string, began, month model.Day, f fact.Fact) (count int64, fresh bool, err error)
	// TakeOut takes a fact out of all counts, but where another thanks of the same giver, receiver and month counts instead.
	TakeOut(ctx context.Context, f fact.Fact) error
	Individual(ctx context.Context, site string) (bool, error)
	// Held is what a holder has of a badge, revoked or not.
	Held(ctx context.Context, badge, holder string) (Award, error)
	AddAward(ctx context.Context, a Award) error
	SetAward(ctx context.Context, a Award) error
	// Join notes all who are at work in the team that holds a badge, for the employer where it is not "": in its unit and below it, or there alone
	// where own says so. Who is noted already stays so.
	Join(ctx context.Context, a Award, own bool, now time.Time) error
	Hides(ctx context.Context, person string) (bool, error)
	Record(ctx context.Context, facts ...model.Fact) error
}

// Apply counts facts. Each counts once, however often it is told; one that is withdrawn is taken out of the counts, and what was earned by
// then stays earned. What happened longer ago than facts are kept counts no more.
func Apply(ctx context.Context, s Earning, now time.Time, facts []fact.Kept) error {
	for _, f := range facts {
		counted := !f.Counted.IsZero()
		var err error
		switch {
		case f.Withdrawn != counted: // it counts already, or never did
		case counted:
			err = s.TakeOut(ctx, f.Fact)
		case !f.Time.Before(now.Add(-fact.Retention)): // an older one may have counted, and been forgotten since
			err = count(ctx, s, now, f.Fact)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func count(ctx context.Context, s Earning, now time.Time, f fact.Fact) error {
	place := staff.Place{Unit: f.Unit}
	if f.Person != "" {
		var err error
		if place, err = s.Workplace(ctx, f.Person, f.Time); errors.Is(err, model.ErrNotFound) {
			return nil
		} else if err != nil {
			return err
		}
	}
	if place.Unit == "" {
		return nil
	}
	path, err := s.Above(ctx, place.Unit)
	if err != nil || len(path) == 0 {
		return err
	}
	badges, err := s.Counted(ctx, f, place.Employer, path, now)
	if err != nil {
		return err
	}
	for _, b := range badges {
		if err := add(ctx, s, now, b, f, place); err != nil {
			return err
		}
	}
	return nil
}

// add counts a fact for a badge: for the person whom it is about within their employment, or for the team in which they work.
func add(ctx context.Context, s Earning, now time.Time, b Badge, f fact.Fact, place staff.Place) error {
	who, began := Award{Unit: place.Unit, Employer: b.Employer}, model.Day(0)
	if b.For == OfPerson {
		if place.Person == "" {
			return nil
		}
		if allowed, err := s.Individual(ctx, place.Site); err != nil || !allowed {
			return err
		}
		began = place.Since
		who = Award{Person: place.Person, Unit: place.Unit, Employer: place.Employer}
	}
	count, fresh, err := s.Add(ctx, b.ID, who.Holder(), began, fact.Month(place.Day), f)
	if err != nil || !fresh {
		return err
	}
	return earn(ctx, s, now, b, who, b.Level(count))
}

// Reached has teams earn the badges of the goals that they have reached.
func Reached(ctx context.Context, s Earning, now time.Time, goals []goal.Goal) error {
	for _, g := range goals {
		badges, err := s.OfGoal(ctx, g.ID)
		if err != nil {
			return err
		}
		for _, b := range badges {
			if err := earn(ctx, s, now, b, Award{Unit: g.Unit, Employer: g.Employer}, 1); err != nil {
				return err
			}
		}
	}
	return nil
}

// earn has a holder hold a level of a badge, unless they hold it, or it was taken from them.
func earn(ctx context.Context, s Earning, now time.Time, b Badge, who Award, level int) error {
	if level == 0 {
		return nil
	}
	held, err := s.Held(ctx, b.ID, who.Holder())
	switch {
	case errors.Is(err, model.ErrNotFound):
		_, err = bestow(ctx, s, now, b, who, level)
		return err
	case err != nil || held.Revoked || held.Level >= level:
		return err
	}
	held.Level = level
	held.Touch(now)
	if err := s.SetAward(ctx, held); err != nil {
		return err
	}
	return settle(ctx, s, now, b, held)
}

// bestow has somebody hold a badge who did not.
func bestow(ctx context.Context, s Earning, now time.Time, b Badge, who Award, level int) (Award, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Award{}, err
	}
	who.Header, who.Badge, who.Level = model.NewHeader(id.String(), now), b.ID, level
	who.DisplayName, who.Picture = b.DisplayName, b.Picture
	if err := s.AddAward(ctx, who); err != nil {
		return Award{}, err
	}
	return who, settle(ctx, s, now, b, who)
}

// settle tells of a badge that was earned, and notes who was in the team.
func settle(ctx context.Context, s Earning, now time.Time, b Badge, a Award) error {
	if a.Person != "" {
		if hides, err := s.Hides(ctx, a.Person); err != nil || hides {
			return err
		}
		return s.Record(ctx, Changed{a, true})
	}
	// What people of a unit were counted for is nobody's below it.
	if err := s.Join(ctx, a, b.By == ByCount, now); err != nil {
		return err
	}
	return s.Record(ctx, Changed{a, true})
}
