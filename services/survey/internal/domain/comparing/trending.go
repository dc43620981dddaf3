package comparing

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
)

// mostWaves bounds how far a trend goes back.
const mostWaves = 60

// Trends follows one cell over surveys, those that closed first first: over others, or, where none are named, over those that its
// survey repeats. Waves of which the scope cannot read the cell are left out, for whatever reason.
func Trends(ctx context.Context, r published.Reader, scope model.Scope, key Key, others []string) ([]ReadCell, []comparison.Trend, error) {
	waves, err := OpenWaves(ctx, r, scope, key.Survey, others)
	if err != nil {
		return nil, nil, err
	}
	cells, err := waves.Cells(ctx, r, key)
	if err != nil {
		return nil, nil, err
	}
	return cells, TrendsOf(cells), nil
}

// TrendsOf follows one cell over waves.
func TrendsOf(waves []ReadCell) []comparison.Trend {
	sides := make([]comparison.Side, len(waves))
	for i, wave := range waves {
		sides[i] = wave.side()
	}
	return comparison.Trends(sides)
}

// ChangeOf is what a cell of a wave is less the same cell of another wave.
func ChangeOf(wave, before ReadCell) comparison.Comparison {
	return comparison.Compare(wave.side(), before.side())
}

// Waves are a release and others whose cells are followed beside its own; what is read of each is read once, for all of its cells.
type Waves struct {
	last   shownWave
	others []shownWave
}

// OpenWaves opens a survey's release and others, or, where none are named, those that its survey repeats. Of the others, those are left out that
// the scope sees nothing of.
func OpenWaves(ctx context.Context, r published.Reader, scope model.Scope, survey string, others []string) (Waves, error) {
	last, err := showWave(ctx, r, scope, survey)
	if err != nil {
		return Waves{}, err
	}
	if len(others) == 0 {
		if others, err = repeated(ctx, r, last.survey); err != nil {
			return Waves{}, err
		}
	}
	waves := Waves{last: last}
	for _, other := range others {
		wave, err := showWave(ctx, r, scope, other)
		switch {
		case errors.Is(err, model.ErrNotFound), errors.Is(err, domain.ErrSurveyNotReleased):
			continue
		case err != nil:
			return Waves{}, err
		}
		waves.others = append(waves.others, wave)
	}
	return waves, nil
}

// Several says whether there is any other.
func (w Waves) Several() bool { return len(w.others) > 0 }

// Cells are one cell in all waves that show it to the scope, those that closed first first.
func (w Waves) Cells(ctx context.Context, r published.Reader, key Key) ([]ReadCell, error) {
	last, err := w.last.cell(ctx, r, key)
	if err != nil {
		return nil, err
	}
	cells := []ReadCell{last}
	for _, other := range w.others {
		cell, err := other.cell(ctx, r, key)
		switch {
		case errors.Is(err, model.ErrNotFound):
			continue
		case err != nil:
			return nil, err
		case cell.Family != last.Family:
			return nil, domain.ErrInstrumentsUnrelated
		}
		cells = append(cells, cell)
	}
	slices.SortFunc(cells, func(a, b ReadCell) int {
		return cmp.Or(a.Survey.ClosedTime.Compare(b.Survey.ClosedTime), cmp.Compare(a.Survey.ID, b.Survey.ID))
	})
	return cells, nil
}

// repeated are the surveys that one repeats, back to the first.
func repeated(ctx context.Context, r published.Reader, survey domain.Survey) (ids []string, err error) {
	for survey.Previous != "" && len(ids) < mostWaves-1 {
		ids = append(ids, survey.Previous)
		if survey, err = r.Survey(ctx, survey.Previous); err != nil {
			return nil, err
		}
	}
	return ids, nil
}
