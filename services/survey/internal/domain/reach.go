package domain

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
)

// HoldsAll says whether a scope holds an employer's people in every subtree that a survey asks; "" are those of all employers.
func HoldsAll(ctx context.Context, r Reader, scope model.Scope, survey Survey, employer string) (bool, error) {
	for _, unit := range survey.Audience.Units {
		if in, err := r.InScope(ctx, scope, unit, employer); err != nil || !in {
			return false, err
		}
	}
	return true, nil
}

// CheckReach asks whether the scope holds the owner and each part of the audience, for the employer whose people alone are asked.
func CheckReach(ctx context.Context, r Reader, scope model.Scope, draft SurveyDraft) error {
	// An incomplete tree would deny what may be done.
	if err := needRoster(r.RosterReady(ctx)); err != nil {
		return err
	}
	for _, unit := range append([]string{draft.OwnerUnit}, draft.Audience.Units...) {
		exists, err := r.UnitExists(ctx, unit)
		if err != nil {
			return err
		}
		in, err := r.InScope(ctx, scope, unit, draft.Employer())
		if err != nil {
			return err
		}
		if !exists || !in {
			return model.ErrNotFound.With("unit", model.Name("units", unit))
		}
	}
	return nil
}

// needRoster refuses what cannot be decided before the copy of the organisation is complete.
func needRoster(ready bool, err error) error {
	if err == nil && !ready {
		return ErrRosterNotReady
	}
	return err
}
