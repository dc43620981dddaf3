package table

import (
	"iter"
	"time"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Trend is an item or a construct of a cell in one wave. Figures are nil where there are none or they are hidden.
type Trend struct {
	Group

	// Wave is its place, from 0 for the first; Release its release and Closed the day of its close. So many were asked and answered in it.
	Wave     int64  `parquet:"wave"`
	Release  string `parquet:"release,dict"`
	Closed   string `parquet:"closed,dict"`
	Eligible int64  `parquet:"eligible"`
	Sheets   int64  `parquet:"sheets"`
	// Kind is "item" or "construct".
	Kind   string `parquet:"kind,dict"`
	ID     string `parquet:"id,dict"`
	Text   string `parquet:"text,dict"`
	Hidden bool   `parquet:"hidden"`
	// N is answers to an item; nil of a construct.
	N              *int64   `parquet:"n,optional"`
	Mean           *float64 `parquet:"mean,optional"`
	MeanLow        *float64 `parquet:"mean_low,optional"`
	MeanHigh       *float64 `parquet:"mean_high,optional"`
	Favourable     *float64 `parquet:"favourable,optional"`
	FavourableLow  *float64 `parquet:"favourable_low,optional"`
	FavourableHigh *float64 `parquet:"favourable_high,optional"`
	Index          *float64 `parquet:"index,optional"`
	Score          *float64 `parquet:"score,optional"`
	ScoreSE        *float64 `parquet:"score_se,optional"`
}

func trends(r released.Release) iter.Seq2[Trend, error] {
	return cellwise(r, func(form released.Form, cell *surveyv1.Cell) (all []Trend, _ error) {
		past, err := r.Past(cell)
		if past == nil {
			return nil, err
		}
		waves := past.Trends.GetWaves()
		for _, trend := range past.Trends.GetTrends() {
			for _, point := range trend.GetPoints() {
				wave := waves[point.GetWave()]
				row := Trend{
					Group: group(r, cell), Wave: int64(point.GetWave()), Release: wave.GetRelease(), Closed: wave.GetClosedTime().AsTime().Format(time.DateOnly),
					Eligible: wave.GetEligible(), Sheets: wave.GetSheets(), ID: trend.GetItem() + trend.GetConstruct(), Hidden: point.GetHidden(),
				}
				row.Kind, row.Text = form.Of(row.ID)
				if !row.Hidden {
					row.fill(point, row.Kind == "item")
				}
				all = append(all, row)
			}
		}
		return all, nil
	})
}

func (t *Trend) fill(point *surveyv1.TrendPoint, item bool) {
	if item {
		t.N = new(point.GetN())
	}
	t.Mean, t.MeanLow, t.MeanHigh, t.Index, t.Score, t.ScoreSE = point.Mean, point.MeanLow, point.MeanHigh, point.Index, point.Score, point.ScoreSe
	t.Favourable, t.FavourableLow, t.FavourableHigh = point.FavourableRate, point.FavourableLow, point.FavourableHigh
}
