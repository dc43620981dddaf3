package comparison

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparing"
	judged "github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/wire"
)

// ListTrends follows one cell from survey to survey.
func (s *Comparisons) ListTrends(ctx context.Context, req *surveyv1.ListTrendsRequest) (*surveyv1.ListTrendsResponse, error) {
	var others []string
	for _, release := range req.GetReleases() {
		if release != req.GetParent() {
			others = append(others, wire.ReleaseOf(release))
		}
	}
	waves, trends, err := comparing.Trends(ctx, s.Read, model.ScopeFrom(ctx), cellKey(req.GetParent(), req.GetCell()), others)
	if err != nil {
		return nil, err
	}
	return Trends(waves, trends), nil
}

// Trends are those of a cell over waves.
func Trends(waves []comparing.ReadCell, trends []judged.Trend) *surveyv1.ListTrendsResponse {
	response := &surveyv1.ListTrendsResponse{}
	for _, wave := range waves {
		cell := figure.Cell(wave.Cell)
		response.Waves = append(response.Waves, &surveyv1.Wave{
			Release: wire.Release(wave.Survey.ID), ClosedTime: resource.Timestamp(wave.Survey.ClosedTime),
			Eligible: cell.GetEligible(), Sheets: cell.GetSheets(), Rate: cell.GetRate(),
		})
	}
	for _, trend := range trends {
		made := &surveyv1.Trend{Of: &surveyv1.Trend_Item{Item: trend.ID}}
		if trend.Construct {
			made.Of = &surveyv1.Trend_Construct{Construct: trend.ID}
		}
		for _, point := range trend.Points {
			made.Points = append(made.Points, trendPoint(trend.Construct, point))
		}
		response.Trends = append(response.Trends, made)
	}
	return response
}

func trendPoint(construct bool, point judged.Point) *surveyv1.TrendPoint {
	made := &surveyv1.TrendPoint{Wave: int32(point.Wave), Hidden: point.Hidden}
	switch {
	case point.Hidden:
		return made
	case construct:
		of := point.Construct
		made.Mean, made.Index, made.FavourableRate = of.Mean, of.Index, of.Favourable
	default:
		of := point.Item
		made.N, made.Mean, made.Index, made.Score, made.ScoreSe = of.N, of.Mean, of.Index, of.Score, of.ScoreSE
		if made.Favourable = figure.Share(of.Favourable); made.GetFavourable() != nil {
			made.FavourableRate = &made.Favourable.Rate
		}
	}
	if point.Mean != nil {
		made.MeanLow, made.MeanHigh = &point.Mean.Low, &point.Mean.High
	}
	if point.Favourable != nil {
		made.FavourableLow, made.FavourableHigh = &point.Favourable.Low, &point.Favourable.High
	}
	return made
}
