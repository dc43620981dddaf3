// Package staff reads people at work from the service's copy of the directory.
package staff

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Reader is the domain's Reader over a database or a transaction.
type Reader struct{ q db.Querier }

// NewReader reads through q.
func NewReader(q db.Querier) Reader { return Reader{q} }

// Workplace is where a person works on their day of the instant.
func (r Reader) Workplace(ctx context.Context, person string, now time.Time) (staff.Place, error) {
	p, tenure, err := roster.New(r.q).PersonAt(ctx, person, now)
	place := placeOf(p)
	place.Day, place.Since = tenure.Today, tenure.Since
	return place, err
}

// Workplaces are all who work in the subtrees on their day of the instant.
func (r Reader) Workplaces(ctx context.Context, now time.Time, units, employers []string) ([]staff.Place, error) {
	if len(units) == 0 {
		var err error
		if units, err = roster.New(r.q).Roots(ctx); err != nil {
			return nil, err
		}
	}
	return placesOf(roster.New(r.q).PeopleAt(ctx, now, units, employers))
}

// PeopleOn are all who worked on a day by their own clock.
func (r Reader) PeopleOn(ctx context.Context, day model.Day) ([]staff.Place, error) {
	return placesOf(roster.New(r.q).PeopleOn(ctx, day))
}

func placesOf(people []roster.Placement, err error) ([]staff.Place, error) {
	places := make([]staff.Place, len(people))
	for i, p := range people {
		places[i] = placeOf(p)
	}
	return places, err
}

func placeOf(p roster.Placement) staff.Place {
	return staff.Place{
		Person: p.Person, Unit: p.Unit, Employer: p.Employer, Site: p.Site,
		Manager: p.Manager, Position: p.Position, Shift: p.Shift, Channel: p.Channel, Day: model.NoDay, Since: model.NoDay,
	}
}

// EmployedSince is since which day each of them is employed.
func (r Reader) EmployedSince(ctx context.Context, now time.Time, units, employers []string) (map[string]model.Day, error) {
	return roster.New(r.q).EmployedAt(ctx, now, units, employers)
}

// UnitExists says whether the unit is known and not archived.
func (r Reader) UnitExists(ctx context.Context, unit string) (bool, error) {
	return roster.New(r.q).UnitExists(ctx, unit)
}

// Above is a unit and all above it, the nearest first.
func (r Reader) Above(ctx context.Context, unit string) ([]string, error) {
	return roster.New(r.q).Above(ctx, unit)
}

// InScope says whether a scope reaches what belongs to a unit and an employer.
func (r Reader) InScope(ctx context.Context, scope model.Scope, unit, employer string) (bool, error) {
	return roster.New(r.q).InScope(ctx, scope, unit, employer)
}
