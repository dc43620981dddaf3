// Package report turns the option counts of one cell of a release into its figures. It is handed nothing else, so nothing else can show in
// them; it is computed again for every reader.
package report

import (
	"math"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// Item is the figures of one column. What it has no figure of is nil.
type Item struct {
	// Hidden: it has none.
	Hidden bool
	// Counts are by option; N is without the blanks.
	Counts                   []int64
	Blank, N                 int64
	Mean, SD, Index          *float64
	Favourable, Unfavourable *Share
	Score, ScoreSE           *float64
}

// Share is a part of the answers, with its interval in a finite population.
type Share struct {
	Count           int64
	Rate, Low, High float64
}

// Cell is the counts of a cell: by column the sheets with each byte, from the blank's 0 on, nil where they are hidden.
type Cell struct {
	// K is the fewest answers to an item that counts in a construct, and Eligible how many people were asked.
	K, Eligible int64
	Counts      [][]int64
	// Scores are, by construct, how the scores of people spread; nil where the release does not tell.
	Scores []*Scores
}

// Scores are the spread of the scores of people, over the sheets without a blank.
type Scores struct {
	SD     float64
	Sheets int64
}

// Items are the figures of all columns.
func (c Cell) Items(f form.Form) []Item {
	items := make([]Item, len(f.Columns))
	for i, column := range f.Columns {
		items[i] = c.item(column, c.Counts[i])
	}
	return items
}

func (c Cell) item(column form.Column, counts []int64) Item {
	if counts == nil {
		return Item{Hidden: true}
	}
	of := score.Counts{Options: counts[1:], Blank: counts[0]}
	item := Item{Counts: of.Options, Blank: of.Blank, N: of.Valid()}
	if column.Scale == nil {
		return item
	}
	if summary, err := column.Scale.Summary(of); err == nil {
		item.Mean = &summary.Mean
		item.SD = given(summary.SD())
	}
	item.Index = given(column.Scale.Index(of))
	item.Favourable = c.share(column.Scale.Favourable(of))
	item.Unfavourable = c.share(column.Scale.Unfavourable(of))
	if !column.NPS {
		return item
	}
	if nps, err := column.Scale.ENPS(of); err == nil {
		item.Score, item.ScoreSE = &nps.Score, &nps.SE
	}
	return item
}

func (c Cell) share(share figure.Share, err error) *Share {
	if err != nil {
		return nil
	}
	rate, err := share.Rate()
	if err != nil {
		return nil
	}
	bounds, err := interval.WilsonFinite(share, c.Eligible)
	if err != nil {
		return nil
	}
	return &Share{share.Count, rate, bounds.Low, bounds.High}
}

// given is a figure, nil where there is none.
func given(value float64, err error) *float64 {
	if err != nil || math.IsNaN(value) {
		return nil
	}
	return &value
}
