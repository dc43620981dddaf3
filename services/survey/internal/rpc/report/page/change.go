package page

import (
	"fmt"
	"strconv"
	"time"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/chart"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/relation"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// change is what became of a group since the wave before.
type change struct {
	Since   string
	Tests   int32
	Before  *surveyv1.Cell
	Factors []changed
	Items   []changed
	LeftOut []string
	Waves   []string
	Lines   []course
}

// changed is one factor or item in both waves.
type changed struct {
	relation.Change

	Name, Verdict string
}

// Clear says that it is a change.
func (c changed) Clear() bool {
	verdict := c.Change.Verdict()
	return verdict == surveyv1.Verdict_VERDICT_HIGHER || verdict == surveyv1.Verdict_VERDICT_LOWER
}

// table is rows of changes under a head.
type table struct {
	Words *words
	Rows  []changed
	Head  string
}

func newTable(w *words, rows []changed, head string) table { return table{w, rows, head} }

// course is one factor over all waves: drawn, and in words for the last of them.
type course struct {
	Name  string
	Line  chart.Line
	Waves []string
}

// mostWaves is of how many waves the figures stand in a table; the line shows all.
const mostWaves = 4

func (v view) change(past *released.History) *change {
	if past == nil {
		return nil
	}
	made := &change{Since: past.Since.Format(time.DateOnly), Tests: past.Change.GetTests(), Before: past.Change.GetSecond().GetCell()}
	for _, one := range relation.Changes(past.Change) {
		row := changed{one, v.name(one.ID), v.words.Verdicts[one.Verdict()]}
		if one.Construct {
			made.Factors = append(made.Factors, row)
			continue
		}
		column, _ := v.form.Column(one.ID)
		if column.Part != "" {
			row.Name = column.Part // its question stands with the items
		}
		if column.Reversed {
			row.Name = fmt.Sprintf(v.words.Named, row.Name, v.words.Reversed)
		}
		made.Items = append(made.Items, row)
	}
	for _, id := range relation.LeftOut(v.form, past.Change) {
		made.LeftOut = append(made.LeftOut, v.name(id))
	}
	v.lines(made, past.Trends)
	return made
}

// lines are the factors over the waves, the items where there are no factors.
func (v view) lines(to *change, trends *surveyv1.ListTrendsResponse) {
	waves := trends.GetWaves()
	from := max(0, len(waves)-mostWaves)
	for i, wave := range waves[from:] {
		closed := wave.GetClosedTime().AsTime().Format(time.DateOnly) // two may have closed on one day
		to.Waves = append(to.Waves, strconv.Itoa(from+i+1)+v.words.Colon+closed)
	}
	for _, trend := range trends.GetTrends() {
		name := v.form.ConstructName(trend.GetConstruct())
		if len(v.form.Constructs) == 0 {
			column, _ := v.form.Column(trend.GetItem())
			name = column.Label()
		}
		if name == "" || len(trend.GetPoints()) < 2 {
			continue
		}
		row := course{Name: name, Waves: make([]string, len(to.Waves))}
		for i := range row.Waves {
			row.Waves[i] = none
		}
		for i, point := range trend.GetPoints() {
			if point.GetHidden() || point.FavourableRate == nil || point.FavourableLow == nil {
				continue
			}
			dot := chart.Dot{At: float64(point.GetWave()) / float64(len(waves)-1), Rate: point.GetFavourableRate(), Low: point.GetFavourableLow(), High: point.GetFavourableHigh()}
			if i == 0 || i == len(trend.GetPoints())-1 {
				dot.Says = percent(dot.Rate)
			}
			row.Line.Dots = append(row.Line.Dots, dot)
			if at := int(point.GetWave()) - from; at >= 0 {
				row.Waves[at] = fmt.Sprintf(v.words.Bounded, percent(dot.Rate), percent(dot.Low), percent(dot.High))
			}
		}
		if len(row.Line.Dots) < 2 {
			continue
		}
		row.Line.Title = name + v.words.Colon + percent(row.Line.Dots[0].Rate) + " → " + percent(row.Line.Dots[len(row.Line.Dots)-1].Rate)
		to.Lines = append(to.Lines, row)
	}
}
