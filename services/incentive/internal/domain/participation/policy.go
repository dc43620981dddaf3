// Package participation grants people points for taking part in surveys, so that nobody but they themselves can tell who did.
package participation

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Policy is what the people of a unit, and of all units below it that have no policy of their own, get for taking part in a survey.
type Policy struct {
	// Unit is the bare id; "" for the whole installation.
	Unit string
	// Points are for each survey; 0 where nobody gets any.
	Points int64
	// MostPerYear is what the policy says of Most; 0 where it says nothing.
	MostPerYear int64
	UpdateTime  time.Time
}

// usual is how many surveys somebody gets points for in a year where a policy says nothing else: one a month.
const usual = 12

// Most is what somebody gets at most between one New Year and the next, from all surveys together.
func (p Policy) Most() int64 {
	if p.MostPerYear > 0 {
		return p.MostPerYear
	}
	return usual * p.Points
}

// errMost refuses a policy by which nobody would ever get what it says.
var errMost = model.InvalidField("policy.most_points_per_year", model.Say("is less than the points for one survey", "少于一次调查的积分"))

// PolicyReader reads policies as they are now. What does not exist is model.ErrNotFound.
type PolicyReader interface {
	staff.Reader
	Policy(ctx context.Context, unit string) (Policy, error)
	// Policies lists those of units that the scope sees, and that of the whole installation; one more than a page.
	Policies(ctx context.Context, scope model.Scope, list model.List) ([]Policy, error)
}

// PolicyStore changes policies, within one transaction. What held before is kept: a survey that closed then is rewarded by it.
type PolicyStore interface {
	PolicyReader
	// SavePolicy has a policy hold from its UpdateTime on, and RemovePolicy none.
	SavePolicy(ctx context.Context, p Policy) error
	RemovePolicy(ctx context.Context, unit string, at time.Time) error
}

// Get reads the policy of a unit that the scope sees, or of the whole installation.
func Get(ctx context.Context, r PolicyReader, scope model.Scope, unit string) (Policy, error) {
	if unit != "" {
		path, err := r.Above(ctx, unit)
		if err != nil {
			return Policy{}, err
		}
		if !scope.Sees(path) {
			return Policy{}, model.ErrNotFound
		}
	}
	return r.Policy(ctx, unit)
}

// Set makes or changes the policy of a unit, for surveys that close from now on.
func Set(ctx context.Context, s PolicyStore, scope model.Scope, now time.Time, p Policy) (Policy, error) {
	if err := changes(ctx, s, scope, p.Unit); err != nil {
		return p, err
	}
	if p.Most() < p.Points {
		return p, errMost
	}
	if p.Unit != "" {
		if exists, err := s.UnitExists(ctx, p.Unit); err != nil {
			return p, err
		} else if !exists {
			return p, model.ErrNotFound
		}
	}
	p.UpdateTime = now
	if err := s.SavePolicy(ctx, p); err != nil {
		return p, err
	}
	return p, forOthers(ctx, s, now, p.Unit)
}

// Delete takes the policy of a unit away, for surveys that close from now on.
func Delete(ctx context.Context, s PolicyStore, scope model.Scope, now time.Time, unit string) error {
	if err := changes(ctx, s, scope, unit); err != nil {
		return err
	}
	if _, err := s.Policy(ctx, unit); err != nil {
		return err
	}
	if err := s.RemovePolicy(ctx, unit, now); err != nil {
		return err
	}
	return forOthers(ctx, s, now, unit)
}

// changes refuses what is for units beyond the scope. A policy is for the people of all employers.
func changes(ctx context.Context, r PolicyReader, scope model.Scope, unit string) error {
	if unit == "" && !scope.All {
		return model.ErrNotFound
	}
	return staff.Within(ctx, r, scope, unit, "")
}
