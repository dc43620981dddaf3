package domain

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
)

// Wave is which wave of which pulse a survey is; zero for none.
type Wave struct {
	Pulse string
	Day   model.Day
	// RestWeeks is for how long those whom it asks are asked by no wave of another pulse that lets people rest; 0 for not at all.
	RestWeeks int
}

// checkPrevious refuses a survey that repeats one of another instrument, or one beyond the scope.
func checkPrevious(ctx context.Context, r Reader, scope model.Scope, draft SurveyDraft) error {
	if draft.Previous == "" {
		return nil
	}
	previous, err := GetSurvey(ctx, r, scope, draft.Previous)
	if model.ErrNotFound.Is(err) {
		return model.ErrNotFound.With("previous", model.Name("surveys", draft.Previous))
	}
	if err != nil {
		return err
	}
	return SameFamily(ctx, r, draft.Instrument, previous.Instrument)
}

// SameFamily refuses two instruments of which neither was revised from the other.
func SameFamily(ctx context.Context, r Reader, one, other string) error {
	if one == other {
		return nil
	}
	first, err := r.Instrument(ctx, one)
	if err != nil {
		return err
	}
	second, err := r.Instrument(ctx, other)
	if err == nil && first.Family != second.Family {
		return ErrOtherInstrument
	}
	return err
}
