package badge

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Servants reads who may have served for long enough.
type Servants interface {
	// OfYears are the badges for years of service that can be earned.
	OfYears(ctx context.Context) ([]Badge, error)
	// Serving are the people at work in the unit of the badge today, for its employer and at sites that allow badges of single people, who
	// were at work somewhere on the day or before and hold no such level.
	Serving(ctx context.Context, b Badge, level int, began model.Day, now time.Time) ([]string, error)
}

// Candidate is somebody who may have earned a badge by their years.
type Candidate struct {
	Badge  Badge
	Person string
}

// Due are the people who may have earned a badge for years of service, and lack it. Who of them has it is seen when they get it.
func Due(ctx context.Context, r Servants, now time.Time) (all []Candidate, err error) {
	badges, err := r.OfYears(ctx)
	if err != nil {
		return nil, err
	}
	for _, b := range badges {
		known := map[string]bool{}
		for level, years := range slices.Backward(b.Levels) {
			// Nobody's day is more than one ahead of that in UTC.
			first := model.DayOf(now.UTC().AddDate(0, 0, 1).AddDate(-int(years), 0, 0)) + 1
			people, err := r.Serving(ctx, b, level+1, first, now)
			if err != nil {
				return nil, err
			}
			for _, person := range people {
				if !known[person] {
					known[person], all = true, append(all, Candidate{b, person})
				}
			}
		}
	}
	return all, nil
}

// Serve has those of the candidates who have served for long enough earn their badges.
func Serve(ctx context.Context, s Store, now time.Time, candidates []Candidate) error {
	if err := s.Alone(ctx); err != nil {
		return err
	}
	for _, c := range candidates {
		if err := serve(ctx, s, now, c); err != nil {
			return err
		}
	}
	return nil
}

func serve(ctx context.Context, s Store, now time.Time, c Candidate) error {
	place, err := s.Workplace(ctx, c.Person, now)
	if errors.Is(err, model.ErrNotFound) {
		return nil // they have left, or were erased meanwhile
	}
	if err != nil {
		return err
	}
	b, err := s.Badge(ctx, c.Badge.ID)
	if err != nil || b.Archived {
		return err
	}
	who := Award{Person: c.Person, Unit: place.Unit, Employer: place.Employer}
	return earn(ctx, s, now, b, who, b.Level(Served(place.Since, place.Day)))
}

// Served are the whole years from the first day of an employment to a day.
func Served(since, day model.Day) int64 {
	began, month, date := since.Date()
	year, nowMonth, nowDate := day.Date()
	years := int64(year - began)
	// As an anniversary: what began on 29 February is a year older on the 28th of other years.
	if month == time.February && date == 29 && time.Date(year, time.February, 29, 0, 0, 0, 0, time.UTC).Month() != time.February {
		date = 28
	}
	if nowMonth < month || nowMonth == month && nowDate < date {
		years--
	}
	return max(years, 0)
}

// Progress is how far somebody has come to a badge.
type Progress struct {
	Badge Badge
	Count int64
	// Level is the one that is held; 0 for none.
	Level int
}

// Mine lists the badges that a person or their team can earn, one more than a page.
func Mine(ctx context.Context, r Reader, scope model.Scope, now time.Time, list model.List) ([]Progress, error) {
	place, err := r.Workplace(ctx, scope.Self, now)
	if err != nil {
		return nil, err
	}
	path, err := r.Above(ctx, place.Unit)
	if err != nil {
		return nil, err
	}
	single, err := r.Individual(ctx, place.Site)
	if err != nil {
		return nil, err
	}
	found, err := r.Progress(ctx, place, path, single, list)
	for i, p := range found {
		if p.Badge.By == ByYears {
			found[i].Count = Served(place.Since, place.Day)
		}
	}
	return found, err
}
