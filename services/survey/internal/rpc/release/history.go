package release

import (
	"context"
	"errors"

	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparing"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/comparison"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// history follows cells of a release back through the waves that its survey repeats: what ListTrends and CompareCells answer to the same caller.
// It is nil where no wave before this one is there for them.
func (s *releases) history(ctx context.Context, survey string) (func(*surveyv1.Cell) (*released.History, error), error) {
	waves, err := comparing.OpenWaves(ctx, s.read, model.ScopeFrom(ctx), survey, nil)
	if err != nil || !waves.Several() {
		return nil, err
	}
	return func(cell *surveyv1.Cell) (*released.History, error) {
		cells, err := waves.Cells(ctx, s.read, comparing.Key{
			Unit: model.ID(cell.GetUnit()), Attribute: domain.Attribute(cell.GetAttribute()), Level: cell.GetLevel(),
		})
		switch {
		case errors.Is(err, model.ErrNotFound), errors.Is(err, domain.ErrInstrumentsUnrelated):
			return nil, nil // an earlier wave may ask something else
		case err != nil:
			return nil, err
		case len(cells) < 2:
			return nil, nil
		}
		now, before := cells[len(cells)-1], cells[len(cells)-2]
		return &released.History{
			Change: comparison.Comparison(now, before, comparing.ChangeOf(now, before)), Since: before.Survey.ClosedTime,
			Trends: comparison.Trends(cells, comparing.TrendsOf(cells)),
		}, nil
	}, nil
}
