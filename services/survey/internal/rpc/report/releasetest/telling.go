package releasetest

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Norms are two figures from elsewhere, one of an instrument's other edition.
func Norms() []*surveyv1.Norm {
	return []*surveyv1.Norm{
		{
			Of: "voice", Statistic: surveyv1.NormStatistic_NORM_STATISTIC_FAVOURABLE, Value: .72, N: 1200, Population: Text("contact centres", "联络中心"),
			Source: "A study", Licence: "CC BY 4.0", Date: "2025-06-30",
		},
		{
			Of: "recommend", Statistic: surveyv1.NormStatistic_NORM_STATISTIC_SCORE, Value: -4, Population: Text("service staff", "服务人员"),
			Source: "Another", Licence: "own", Date: "2024-01-31",
		},
		{Of: "gone", Statistic: surveyv1.NormStatistic_NORM_STATISTIC_MEAN, Value: 3, N: 9, Population: Text("all", "全部"), Source: "S", Licence: "L", Date: "2024-01-31"},
	}
}

// Drivers are what goes together with the outcome: one factor much and low, one little and high.
func Drivers() *surveyv1.Drivers {
	return &surveyv1.Drivers{Outcome: "recommend", Sheets: 46, RSquared: .375, Drivers: []*surveyv1.Driver{
		{
			Construct: "voice", R: .5625, RLow: .3125, RHigh: .75, P: .0001, Q: .0002, Share: .75, ShareLow: .5, ShareHigh: .9375,
			Score: new(55.5), Priority: new(.75 * .445), Quadrant: surveyv1.Quadrant_QUADRANT_IMPROVE,
		},
		{
			Construct: "growth", R: -.25, RLow: -.5, RHigh: .03125, P: .09, Q: .09, Share: .25, ShareLow: .0625, ShareHigh: .5,
			Score: new(75.5), Priority: new(.25 * .245), Quadrant: surveyv1.Quadrant_QUADRANT_MAINTAIN,
		},
	}}
}

// History is three waves of a group: its voice has risen, of its growth there is nothing to say, and one item is hidden.
func History(*surveyv1.Cell) (*released.History, error) {
	first, second, third := Closed(1), Closed(2), Closed(3)
	share := func(now, before, q float64, verdict surveyv1.Verdict) *surveyv1.ShareTest {
		return &surveyv1.ShareTest{Difference: now - before, Low: now - before - .0625, High: now - before + .0625, P: q / 2, Q: q, Verdict: verdict}
	}
	construct := func(id string, now, before float64) *surveyv1.ConstructComparison {
		return &surveyv1.ConstructComparison{
			Construct: id, First: &surveyv1.ConstructFigures{Favourable: &now, Mean: new(1 + 4*now)}, Second: &surveyv1.ConstructFigures{Favourable: &before, Mean: new(1 + 4*before)},
			Difference: new(4 * (now - before)),
		}
	}
	voice, growth := construct("voice", .75, .5), construct("growth", .8125, .75)
	voice.Favourable = share(.75, .5, .0004, surveyv1.Verdict_VERDICT_HIGHER)
	voice.Mean = &surveyv1.MeanTest{Low: .5, High: 1.5, P: .0001, Q: .0003, HedgesG: .625, Verdict: surveyv1.Verdict_VERDICT_HIGHER}
	growth.Favourable = share(.8125, .75, .375, surveyv1.Verdict_VERDICT_TOO_FEW)
	figures := func(id string, rate float64) *surveyv1.ItemFigures {
		return &surveyv1.ItemFigures{Item: id, Favourable: &surveyv1.Share{Rate: rate}, Mean: new(1 + 4*rate)}
	}
	point := func(wave int32, rate float64) *surveyv1.TrendPoint {
		return &surveyv1.TrendPoint{Wave: wave, FavourableRate: &rate, FavourableLow: new(rate - .125), FavourableHigh: new(rate + .125)}
	}
	return &released.History{
		Since: second,
		Change: &surveyv1.CellComparison{
			Tests: 5, LeftOut: []string{"shift", "gone"},
			Second:     &surveyv1.ComparedCell{Cell: &surveyv1.Cell{Eligible: 58, Sheets: 41}},
			Constructs: []*surveyv1.ConstructComparison{{Construct: "belonging", Hidden: true}, voice, growth},
			Items: []*surveyv1.ItemComparison{
				{Item: "heard", Hidden: true, First: figures("heard", Poison), Second: figures("heard", Poison)},
				{
					Item: "grow", First: figures("grow", .8125), Second: figures("grow", .75), Difference: new(.25),
					Favourable: share(.8125, .75, .375, surveyv1.Verdict_VERDICT_CLOSE),
				},
				{
					Item: "recommend", First: &surveyv1.ItemFigures{Mean: new(7.5)}, Second: &surveyv1.ItemFigures{Mean: new(8.5)}, Difference: new(-1.0),
					Mean: &surveyv1.MeanTest{Low: -1.75, High: -.25, P: .01, Q: .03, HedgesG: -.4375, Verdict: surveyv1.Verdict_VERDICT_LOWER},
				},
			},
		},
		Trends: &surveyv1.ListTrendsResponse{
			Waves: []*surveyv1.Wave{
				{ClosedTime: timestamppb.New(first)}, {ClosedTime: timestamppb.New(second)}, {ClosedTime: timestamppb.New(third)},
			},
			Trends: []*surveyv1.Trend{
				{Of: &surveyv1.Trend_Item{Item: "grow"}, Points: []*surveyv1.TrendPoint{point(0, .5), point(2, .8125)}},
				{Of: &surveyv1.Trend_Construct{Construct: "voice"}, Points: []*surveyv1.TrendPoint{point(0, .625), point(1, .5), point(2, .75)}},
				{Of: &surveyv1.Trend_Construct{Construct: "growth"}, Points: []*surveyv1.TrendPoint{{Wave: 0, Hidden: true}, point(1, .75), point(2, .8125)}},
			},
		},
	}, nil
}

// Closed is when a wave closed.
func Closed(month time.Month) time.Time { return time.Date(2026, month, 20, 8, 0, 0, 0, time.UTC) }
