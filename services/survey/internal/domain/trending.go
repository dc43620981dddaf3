package domain

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
)

// mostWaves bounds how far a trend goes back.
const mostWaves = 60

// ListTrends follows one cell over surveys, those that closed first first: over others, or, where none are named, over those that its
// survey repeats. Waves of which the scope cannot read the cell are left out, for whatever reason.
func ListTrends(ctx context.Context, r Reader, scope model.Scope, key CellKey, others []string) ([]ReadCell, []comparison.Trend, error) {
	last, err := readCell(ctx, r, scope, key)
	if err != nil {
		return nil, nil, err
	}
	if len(others) == 0 {
		if others, err = repeated(ctx, r, last.Survey); err != nil {
			return nil, nil, err
		}
	}
	waves := []ReadCell{last}
	for _, other := range others {
		key.Survey = other
		wave, err := readCell(ctx, r, scope, key)
		switch {
		case errors.Is(err, model.ErrNotFound), errors.Is(err, ErrSurveyNotReleased):
			continue
		case err != nil:
			return nil, nil, err
		case wave.Family != last.Family:
			return nil, nil, ErrInstrumentsUnrelated
		}
		waves = append(waves, wave)
	}
	slices.SortFunc(waves, func(a, b ReadCell) int {
		return cmp.Or(a.Survey.ClosedTime.Compare(b.Survey.ClosedTime), cmp.Compare(a.Survey.ID, b.Survey.ID))
	})
	sides := make([]comparison.Side, len(waves))
	for i, wave := range waves {
		sides[i] = wave.side()
	}
	return waves, comparison.Trends(sides), nil
}

// repeated are the surveys that one repeats, back to the first.
func repeated(ctx context.Context, r Reader, survey Survey) (ids []string, err error) {
	for survey.Previous != "" && len(ids) < mostWaves-1 {
		ids = append(ids, survey.Previous)
		if survey, err = r.Survey(ctx, survey.Previous); err != nil {
			return nil, err
		}
	}
	return ids, nil
}
