// Package figure writes the figures of a cell in the words of the contract.
package figure

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
	statistic "github.com/hearth-culture/hearth/services/survey/internal/domain/tally"
)

// Cell is who a cell is of, without its figures.
func Cell(cell published.Cell) *surveyv1.Cell {
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

// Add computes the figures of a cell from its counts, and adds what was kept of whole sheets.
func Add(to *surveyv1.Cell, survey domain.Survey, f form.Form, cell published.Cell) {
	of := cell.Figures(survey.Split.K, len(f.Constructs))
	for i, item := range of.Items(f) {
		to.Items = append(to.Items, Item(f.Columns[i].ID, item))
	}
	for i, construct := range of.Constructs(f) {
		made := Construct(f.Constructs[i].ID, construct)
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

// Item are the figures of an item.
func Item(id string, item report.Item) *surveyv1.ItemFigures {
	return &surveyv1.ItemFigures{
		Item: id, Hidden: item.Hidden, Counts: item.Counts, Blank: item.Blank, N: item.N, Mean: item.Mean, Sd: item.SD,
		Favourable: Share(item.Favourable), Unfavourable: Share(item.Unfavourable), Index: item.Index,
		Score: item.Score, ScoreSe: item.ScoreSE,
	}
}

// Construct are the figures of a construct.
func Construct(id string, construct report.Construct) *surveyv1.ConstructFigures {
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

// Share is a share of those who answered; nil for nil.
func Share(share *report.Share) *surveyv1.Share {
	if share == nil {
		return nil
	}
	return &surveyv1.Share{Count: share.Count, Rate: share.Rate, Low: share.Low, High: share.High}
}

func addStatistic(to *surveyv1.ConstructFigures, one published.Statistic) {
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
