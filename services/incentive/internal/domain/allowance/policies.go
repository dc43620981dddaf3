package allowance

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Most is the largest amount of a policy and of a cap.
const Most = 1_000_000_000

// Reader reads policies. What does not exist is model.ErrNotFound.
type Reader interface {
	staff.Reader
	Policy(ctx context.Context, unit string) (Policy, error)
	// PoliciesOf are those of units, "" among them.
	PoliciesOf(ctx context.Context, units []string) ([]Policy, error)
	// Policies lists those of units that the scope sees, and that of the whole installation; one more than a page.
	Policies(ctx context.Context, scope model.Scope, list model.List) ([]Policy, error)
}

// Store changes policies, within one transaction.
type Store interface {
	Reader
	SavePolicy(ctx context.Context, p Policy) error
	DeletePolicy(ctx context.Context, unit string) error
}

// Nearest is the policy for a unit: its own, or that of the nearest unit above it, or that of the whole installation; model.ErrNotFound
// where there is none.
func Nearest(ctx context.Context, r Reader, unit string) (Policy, error) {
	path, err := r.Above(ctx, unit)
	if err != nil {
		return Policy{}, err
	}
	path = append(path, "")
	found, err := r.PoliciesOf(ctx, path)
	if err != nil {
		return Policy{}, err
	}
	for _, unit := range path {
		if i := slices.IndexFunc(found, func(p Policy) bool { return p.Unit == unit }); i >= 0 {
			return found[i], nil
		}
	}
	return Policy{}, model.ErrNotFound
}

// Get reads the policy of a unit that the scope sees, or of the whole installation.
func Get(ctx context.Context, r Reader, scope model.Scope, unit string) (Policy, error) {
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

// Set makes or changes the policy of a unit. It holds from each person's next period on, its caps at once.
func Set(ctx context.Context, s Store, scope model.Scope, now time.Time, p Policy) (Policy, error) {
	if err := changes(ctx, s, scope, p.Unit); err != nil {
		return p, err
	}
	if p.Unit != "" {
		if exists, err := s.UnitExists(ctx, p.Unit); err != nil {
			return p, err
		} else if !exists {
			return p, model.ErrNotFound
		}
	}
	p.UpdateTime = now
	return p, s.SavePolicy(ctx, p)
}

// Delete takes the policy of a unit away: from each person's next period on, that of the nearest unit above holds.
func Delete(ctx context.Context, s Store, scope model.Scope, unit string) error {
	if err := changes(ctx, s, scope, unit); err != nil {
		return err
	}
	if _, err := s.Policy(ctx, unit); err != nil {
		return err
	}
	return s.DeletePolicy(ctx, unit)
}

// changes refuses what is for units beyond the scope. A policy is for the people of all employers.
func changes(ctx context.Context, r Reader, scope model.Scope, unit string) error {
	if unit == "" && !scope.All {
		return model.ErrNotFound
	}
	return staff.Within(ctx, r, scope, unit, "")
}
