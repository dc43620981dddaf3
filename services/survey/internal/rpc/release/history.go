package release

import (
	"context"
	"errors"

	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/comparison"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// history follows cells of a release back through the waves that its survey repeats: what ListTrends and CompareCells answer to the same caller.
func (s *releases) history(ctx context.Context, release string) func(*surveyv1.Cell) (*released.History, error) {
	compare := &comparison.Comparisons{Read: s.read}
	return func(cell *surveyv1.Cell) (*released.History, error) {
		key := &surveyv1.CellKey{Unit: cell.GetUnit(), Attribute: cell.GetAttribute(), Level: cell.GetLevel()}
		trends, err := compare.ListTrends(ctx, &surveyv1.ListTrendsRequest{Parent: release, Cell: key})
		switch {
		case untold(err):
			return nil, nil
		case err != nil:
			return nil, err
		case len(trends.GetWaves()) < 2:
			return nil, nil
		}
		before := trends.GetWaves()[len(trends.GetWaves())-2]
		change, err := compare.CompareCells(ctx, &surveyv1.CompareCellsRequest{
			Parent: release, First: key, Second: key, SecondRelease: before.GetRelease(),
		})
		if err != nil {
			return nil, err
		}
		return &released.History{Change: change, Since: before.GetClosedTime().AsTime(), Trends: trends}, nil
	}
}

// untold are the refusals that say that a cell has no history for this caller: an earlier wave may ask something else.
func untold(err error) bool {
	return errors.Is(err, model.ErrNotFound) || errors.Is(err, domain.ErrSurveyNotReleased) || errors.Is(err, domain.ErrInstrumentsUnrelated)
}
