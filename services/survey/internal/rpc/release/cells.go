package release

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	norms "github.com/hearth-culture/hearth/services/survey/internal/domain/norm"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/norm"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/wire"
)

// GetRelease reads what a release is about.
func (s *releases) GetRelease(ctx context.Context, req *surveyv1.GetReleaseRequest) (*surveyv1.Release, error) {
	survey, cells, err := published.Get(ctx, s.read, model.ScopeFrom(ctx), wire.ReleaseOf(req.GetName()))
	if err != nil {
		return nil, err
	}
	return &surveyv1.Release{
		Name: req.GetName(), Survey: model.Name("surveys", survey.ID), Instrument: model.Name("instruments", survey.Instrument),
		K: int32(survey.Split.K), Attribute: surveyv1.Attribute(survey.Split.Attribute),
		RootAttributes: wire.Whole[surveyv1.Attribute](survey.Split.RootAttributes),
		CreateTime:     resource.Timestamp(survey.ReleasedTime), OpenedTime: resource.Timestamp(survey.OpenedTime),
		ClosedTime: resource.Timestamp(survey.ClosedTime), Cells: int32(cells), DisplayName: resource.Localized(survey.DisplayName),
	}, nil
}

var cellList = list.Ascending(func(c published.Cell) int64 { return c.Place }, list.Fields{
	"unit": list.Name("units"), "attribute": list.Enum(surveyv1.Attribute(0).Descriptor()), "level": list.String.Only("=", "!="),
})

// ListCells lists the groups whose figures may be seen.
func (s *releases) ListCells(ctx context.Context, req *surveyv1.ListCellsRequest) (*surveyv1.ListCellsResponse, error) {
	full := req.GetView() == surveyv1.CellView_CELL_VIEW_FULL
	var survey domain.Survey
	var f form.Form
	page, next, err := cellList.Page(ctx, req, func(asked model.List) (found []published.Cell, err error) {
		survey, f, found, err = published.ListCells(ctx, s.read, s.compiled, model.ScopeFrom(ctx), wire.ReleaseOf(req.GetParent()), asked, full)
		return found, err
	})
	if err != nil {
		return nil, err
	}
	response := &surveyv1.ListCellsResponse{NextPageToken: next}
	for _, cell := range page {
		one := figure.Cell(cell)
		if full {
			figure.Add(one, survey, f, cell)
		}
		response.Cells = append(response.Cells, one)
	}
	if full {
		beside, err := norms.Of(ctx, s.read, survey.Instrument)
		if err != nil {
			return nil, err
		}
		response.Norms = norm.Protos(beside)
	}
	return response, nil
}
