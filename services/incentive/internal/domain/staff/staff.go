// Package staff is what this service knows of people at work: where, for whom and when, and no names.
package staff

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Place is where and for whom a person works on a day. All ids are bare.
type Place struct {
	Person, Unit, Employer string
	// Site is the unit's own, or the nearest above it.
	Site                              string
	Manager, Position, Shift, Channel string
	// Day is the day, by the zone of their site.
	Day model.Day
	// Since is the first day of their employment: a move goes on with it, and a day between two places ends it.
	Since model.Day
}

// Reader asks who works where.
type Reader interface {
	// Workplace is where a person works on their day of the instant; model.ErrNotFound where they do not.
	Workplace(ctx context.Context, person string, now time.Time) (Place, error)
	// Workplaces are all who work in the subtrees on their day of the instant, by person. Without units it is everybody; with employers,
	// only those who work for one of them. Neither Day nor Since is told.
	Workplaces(ctx context.Context, now time.Time, units, employers []string) ([]Place, error)
	// EmployedSince is the Since of all who work in the subtrees on their day of the instant.
	EmployedSince(ctx context.Context, now time.Time, units, employers []string) (map[string]model.Day, error)
	// UnitExists says whether the unit is known and not archived.
	UnitExists(ctx context.Context, unit string) (bool, error)
	// Above is a unit and all above it, the nearest first.
	Above(ctx context.Context, unit string) ([]string, error)
	// InScope says whether a scope reaches what belongs to a unit and an employer.
	InScope(ctx context.Context, scope model.Scope, unit, employer string) (bool, error)
}

// Scoper knows what a scope reaches.
type Scoper interface {
	InScope(ctx context.Context, scope model.Scope, unit, employer string) (bool, error)
}

// Within refuses what belongs to a unit and an employer beyond a scope as if it did not exist: it is model.ErrNotFound.
func Within(ctx context.Context, r Scoper, scope model.Scope, unit, employer string) error {
	in, err := r.InScope(ctx, scope, unit, employer)
	if err == nil && !in {
		err = model.ErrNotFound
	}
	return err
}

// MayOwn refuses a unit and an employer to which nothing new can belong: what a scope does not reach, what is not known, and what is
// archived. All of them are model.ErrNotFound.
func MayOwn(ctx context.Context, r Reader, scope model.Scope, unit, employer string) error {
	if err := Within(ctx, r, scope, unit, employer); err != nil {
		return err
	}
	exists, err := r.UnitExists(ctx, unit)
	if err == nil && !exists {
		err = model.ErrNotFound
	}
	return err
}
