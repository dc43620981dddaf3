package fairness

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Source reads what a month was like.
type Source interface {
	// Ready says whether it is known who works where.
	Ready(ctx context.Context) (bool, error)
	// Began is when the first was recognised who still is; the zero time where nobody was.
	Began(ctx context.Context) (time.Time, error)
	// Months are those of which boards are kept.
	Months(ctx context.Context) ([]Month, error)
	// Tree is, of each unit, the next higher one.
	Tree(ctx context.Context) (above map[string]string, err error)
	// PeopleOn are all who worked on a day by their own clock.
	PeopleOn(ctx context.Context, day model.Day) ([]staff.Place, error)
	// SiteZone is where the days of a site begin, UTC for one that is not known.
	SiteZone(ctx context.Context, site string) (*time.Location, error)
	// Given are who recognised whom from one instant until before another, and how often; by nobody, where it was nobody of the house. What was
	// hidden, taken back or revoked does not count, nor what Hearth said itself, such as anniversaries.
	Given(ctx context.Context, kind Kind, from, until time.Time) ([]Edge, error)
}

// firstZone is the clock on which a month goes on longest.
var firstZone = time.FixedZone("", -12*60*60)

// Close looks at the first month of which no boards are kept and which has settled; due says that there is one. All boards of a month are
// made of the same look at everybody: were each made when it is first read, whoever chooses when could have somebody in one and not in
// another. None is made of the months before anybody was recognised.
func Close(ctx context.Context, s Source, now time.Time) (kept Kept, due bool, err error) {
	ready, err := s.Ready(ctx)
	if err != nil || !ready {
		return Kept{}, false, err
	}
	began, err := s.Began(ctx)
	if err != nil || began.IsZero() {
		return Kept{}, false, err
	}
	months, err := s.Months(ctx)
	if err != nil {
		return Kept{}, false, err
	}
	for m := MonthOf(model.DayOf(began.In(firstZone))); m.settled(now); m = m.next() {
		if !slices.Contains(months, m) {
			kept, err = look(ctx, s, m, now)
			return kept, err == nil, err
		}
	}
	return Kept{}, false, nil
}

func look(ctx context.Context, s Source, month Month, now time.Time) (Kept, error) {
	above, err := s.Tree(ctx)
	if err != nil {
		return Kept{}, err
	}
	people, err := s.PeopleOn(ctx, month.Last())
	if err != nil {
		return Kept{}, err
	}
	sites, zones := map[string]*time.Location{}, map[string]*time.Location{}
	for _, one := range people {
		if sites[one.Site] == nil {
			if sites[one.Site], err = s.SiteZone(ctx, one.Site); err != nil {
				return Kept{}, err
			}
			zones[sites[one.Site].String()] = sites[one.Site]
		}
	}
	edges := map[Kind][]Edge{}
	for name, zone := range zones {
		here := map[string]bool{}
		for _, one := range people {
			here[one.Person] = sites[one.Site].String() == name
		}
		from, until := month.bounds(zone)
		for kind := Thanks; kind <= Badges; kind++ {
			given, err := s.Given(ctx, kind, from, until)
			if err != nil {
				return Kept{}, err
			}
			edges[kind] = append(edges[kind], slices.DeleteFunc(given, func(e Edge) bool { return !here[e.Receiver] })...)
		}
	}
	return NewKept(month, now, above, people, edges), nil
}
