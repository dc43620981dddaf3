package rpc

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
)

// ListTrends follows one cell from survey to survey.
func (s *comparisons) ListTrends(ctx context.Context, req *surveyv1.ListTrendsRequest) (*surveyv1.ListTrendsResponse, error) {
	var others []string
	for _, release := range req.GetReleases() {
		if release != req.GetParent() {
			others = append(others, releaseOf(release))
		}
	}
	waves, trends, err := domain.ListTrends(ctx, s.read, model.ScopeFrom(ctx), cellKey(req.GetParent(), req.GetCell()), others)
	if err != nil {
		return nil, err
	}
	response := &surveyv1.ListTrendsResponse{}
	for _, wave := range waves {
		cell := cellProto(wave.Cell)
		response.Waves = append(response.Waves, &surveyv1.Wave{
			Release: model.Name("surveys", wave.Survey.ID) + "/release", ClosedTime: resource.Timestamp(wave.Survey.ClosedTime),
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
	return response, nil
}

func trendPoint(construct bool, point comparison.Point) *surveyv1.TrendPoint {
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
		if made.Favourable = shareProto(of.Favourable); made.GetFavourable() != nil {
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
