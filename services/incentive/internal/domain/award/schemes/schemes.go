// Package schemes keeps by which rules awards are given.
package schemes

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Get reads a scheme within the scope.
func Get(ctx context.Context, r award.Reader, scope model.Scope, id string) (award.Scheme, error) {
	scheme, err := r.Scheme(ctx, id)
	return within(ctx, r, scope, scheme, err)
}

func within(ctx context.Context, r award.Reader, scope model.Scope, scheme award.Scheme, err error) (award.Scheme, error) {
	if err == nil {
		err = staff.Within(ctx, r, scope, scheme.Unit, scheme.Employer)
	}
	if err != nil {
		return award.Scheme{}, err
	}
	return scheme, nil
}

// Create begins a draft. The scope must hold its unit and the one whose budget pays.
func Create(ctx context.Context, s award.Store, scope model.Scope, now time.Time, rules award.Rules) (award.Scheme, error) {
	if err := check(ctx, s, scope, &rules); err != nil {
		return award.Scheme{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return award.Scheme{}, err
	}
	scheme := award.Scheme{Header: model.NewHeader(id.String(), now), Rules: rules, State: award.Draft}
	return scheme, s.SaveScheme(ctx, scheme)
}

func check(ctx context.Context, s award.Store, scope model.Scope, rules *award.Rules) error {
	rules.BudgetUnit = cmp.Or(rules.BudgetUnit, rules.Unit)
	for _, unit := range []string{rules.Unit, rules.BudgetUnit} {
		if ok, err := s.UnitExists(ctx, unit); err != nil || !ok {
			return cmp.Or(err, error(model.ErrNotFound))
		}
	}
	if err := staff.Within(ctx, s, scope, rules.Unit, rules.Employer); err != nil {
		return err
	}
	if err := staff.Within(ctx, s, scope, rules.BudgetUnit, rules.Employer); err != nil {
		return err
	}
	return rules.Check()
}

// Update changes what edit changes of a draft. An empty etag demands nothing.
func Update(
	ctx context.Context, s award.Store, scope model.Scope, now time.Time, id, etag string, edit func(award.Scheme) (award.Rules, error),
) (award.Scheme, error) {
	scheme, err := toChange(ctx, s, scope, id, etag)
	if err != nil {
		return award.Scheme{}, err
	}
	if scheme.State != award.Draft {
		return award.Scheme{}, award.ErrSchemeFixed
	}
	if scheme.Rules, err = edit(scheme); err != nil {
		return award.Scheme{}, err
	}
	if err := check(ctx, s, scope, &scheme.Rules); err != nil {
		return award.Scheme{}, err
	}
	scheme.Touch(now)
	return scheme, s.SaveScheme(ctx, scheme)
}

// Activate has rounds begun by a scheme that is fair. Twice is once.
func Activate(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id, etag string) (award.Scheme, error) {
	scheme, err := toChange(ctx, s, scope, id, etag)
	switch {
	case err != nil || scheme.State == award.Active:
		return scheme, err
	case scheme.State == award.Archived:
		return award.Scheme{}, model.ErrArchived
	}
	if err := scheme.Fair(); err != nil {
		return award.Scheme{}, err
	}
	scheme.State = award.Active
	scheme.Touch(now)
	return scheme, s.SaveScheme(ctx, scheme)
}

// Archive has no more rounds begun. Twice is once.
func Archive(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id, etag string) (award.Scheme, error) {
	scheme, err := toChange(ctx, s, scope, id, etag)
	if err != nil || scheme.State == award.Archived {
		return scheme, err
	}
	scheme.State = award.Archived
	scheme.Touch(now)
	return scheme, s.SaveScheme(ctx, scheme)
}

func toChange(ctx context.Context, s award.Store, scope model.Scope, id, etag string) (award.Scheme, error) {
	scheme, err := s.SchemeToChange(ctx, id)
	if scheme, err = within(ctx, s, scope, scheme, err); err != nil {
		return award.Scheme{}, err
	}
	return scheme, scheme.CheckCurrent(etag)
}
