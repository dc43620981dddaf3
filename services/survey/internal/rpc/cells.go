package rpc

import (
	"context"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
	statistic "github.com/hearth-culture/hearth/services/survey/internal/domain/tally"
)

// releaseOf is the bare id of the survey whose release has the name.
func releaseOf(name string) string { return model.ID(strings.TrimSuffix(name, "/release")) }

// GetRelease reads what a release is about.
func (s *releases) GetRelease(ctx context.Context, req *surveyv1.GetReleaseRequest) (*surveyv1.Release, error) {
	survey, cells, err := domain.GetRelease(ctx, s.read, model.ScopeFrom(ctx), releaseOf(req.GetName()))
	if err != nil {
		return nil, err
	}
	return &surveyv1.Release{
		Name: req.GetName(), Survey: model.Name("surveys", survey.ID), Instrument: model.Name("instruments", survey.Instrument),
		K: int32(survey.Split.K), Attribute: surveyv1.Attribute(survey.Split.Attribute),
		RootAttributes: whole[surveyv1.Attribute](survey.Split.RootAttributes),
		CreateTime:     resource.Timestamp(survey.ReleasedTime), OpenedTime: resource.Timestamp(survey.OpenedTime),
		ClosedTime: resource.Timestamp(survey.ClosedTime), Cells: int32(cells), DisplayName: resource.Localized(survey.DisplayName),
	}, nil
}

var cellSpec = list.Spec{Fields: map[string]list.Kind{
	"unit": list.Name("units"), "attribute": list.Enum(surveyv1.Attribute(0).Descriptor()), "level": list.String.Only("=", "!="),
}}

// ListCells lists the groups whose figures may be seen.
func (s *releases) ListCells(ctx context.Context, req *surveyv1.ListCellsRequest) (*surveyv1.ListCellsResponse, error) {
	asked, err := cellSpec.Parse(ctx, "ListCells", req.GetFilter(), "", req.GetPageToken(), req.GetPageSize(), req.GetParent())
	if err != nil {
		return nil, err
	}
	full := req.GetView() == surveyv1.CellView_CELL_VIEW_FULL
	survey, f, found, err := domain.ListCells(ctx, s.read, s.compiled, model.ScopeFrom(ctx), releaseOf(req.GetParent()), asked, full)
	if err != nil {
		return nil, err
	}
	size, next := cellSpec.Page(asked, len(found), func(last int) []any { return []any{found[last].Place} })
	response := &surveyv1.ListCellsResponse{NextPageToken: next}
	for _, cell := range found[:size] {
		one := cellProto(cell)
		if full {
			addFigures(one, survey, f, cell)
		}
		response.Cells = append(response.Cells, one)
	}
	if full {
		beside, err := domain.NormsOf(ctx, s.read, survey.Instrument)
		if err != nil {
			return nil, err
		}
		response.Norms = normProtos(beside)
	}
	return response, nil
}

func cellProto(cell domain.Cell) *surveyv1.Cell {
	made := &surveyv1.Cell{
		Unit: model.Name("units", cell.Unit), UnitName: resource.Localized(cell.Name.DisplayName), UnitCode: cell.Name.Code,
		Attribute: surveyv1.Attribute(cell.Attribute), Level: cell.Level, LevelName: resource.Localized(cell.LevelName), Eligible: cell.Eligible, Sheets: cell.Sheets,
		Rate: domain.Participation{Eligible: cell.Eligible, Responses: cell.Sheets}.Rate(),
	}
	if cell.HasAbove {
		made.Parent = new(model.Name("units", cell.Above))
	}
	return made
}

// addFigures computes the figures of a cell from its counts, and adds what was kept of whole sheets.
func addFigures(to *surveyv1.Cell, survey domain.Survey, f form.Form, cell domain.Cell) {
	of := cell.Figures(survey.Split.K, len(f.Constructs))
	for i, item := range of.Items(f) {
		to.Items = append(to.Items, itemFigures(f.Columns[i].ID, item))
	}
	for i, construct := range of.Constructs(f) {
		made := constructFigures(f.Constructs[i].ID, construct)
		for _, one := range cell.Statistics {
			if one.Construct == i {
				addStatistic(made, one)
			}
		}
		to.Constructs = append(to.Constructs, made)
	}
	to.Drivers = drivers(of, f, cell.Statistics)
	for i, index := range of.Indexes(f) {
		to.Indexes = append(to.Indexes, &surveyv1.IndexFigure{Index: f.Indexes[i].ID, Hidden: index.Hidden, Value: index.Value})
	}
}

func itemFigures(id string, item report.Item) *surveyv1.ItemFigures {
	return &surveyv1.ItemFigures{
		Item: id, Hidden: item.Hidden, Counts: item.Counts, Blank: item.Blank, N: item.N, Mean: item.Mean, Sd: item.SD,
		Favourable: shareProto(item.Favourable), Unfavourable: shareProto(item.Unfavourable), Index: item.Index,
		Score: item.Score, ScoreSe: item.ScoreSE,
	}
}

func constructFigures(id string, construct report.Construct) *surveyv1.ConstructFigures {
	made := &surveyv1.ConstructFigures{
		Construct: id, Hidden: construct.Hidden, Items: int32(construct.Used), N: construct.N, Mean: construct.Mean,
		Favourable: construct.Favourable, Unfavourable: construct.Unfavourable, Index: construct.Index, RWg: construct.RWG,
	}
	if around := construct.Around; around != nil {
		made.MeanLow, made.MeanHigh = &around.Low, &around.High
	}
	if within := construct.Within; within != nil {
		made.FavourableLow, made.FavourableHigh = &within.Low, &within.High
	}
	return made
}

func shareProto(share *report.Share) *surveyv1.Share {
	if share == nil {
		return nil
	}
	return &surveyv1.Share{Count: share.Count, Rate: share.Rate, Low: share.Low, High: share.High}
}

func addStatistic(to *surveyv1.ConstructFigures, one domain.Statistic) {
	switch one.Kind {
	case statistic.Alpha:
		to.Alpha = &one.Value
	case statistic.Omega:
		to.Omega = &one.Value
	case statistic.SD:
		to.Sd = &one.Value
	case statistic.ICC1:
		to.Icc1 = &one.Value
	case statistic.ICC2:
		to.Icc2 = &one.Value
	case statistic.ICC1Unequal:
		to.Icc1Unequal = &one.Value
	case statistic.Sheets:
		to.WholeSheets = new(int64(one.Value))
	}
}
