package comparison

import (
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
)

// Trend is one column or construct over waves.
type Trend struct {
	ID string
	// Construct: it is one. Then a point's Construct counts, and else its Item.
	Construct bool
	// Points are of the waves that asked it in the same way as the last one, in their order.
	Points []Point
}

// Point is what a trend was in one wave.
type Point struct {
	// Wave is its place.
	Wave      int
	Hidden    bool
	Item      report.Item
	Construct report.Construct
	// Mean is the interval of the mean in a finite population, nil where its spread is not known; Favourable that of the favourable share.
	Mean, Favourable *interval.Interval
}

// Trends are those of what the last wave asks with an order of options.
func Trends(waves []Side) []Trend {
	last := waves[len(waves)-1]
	columns, constructs := make([]Trend, len(last.Form.Columns)), make([]Trend, len(last.Form.Constructs))
	for w, wave := range waves {
		pairs := match(last.Form, wave.Form)
		items, scored := wave.Items(wave.Form), wave.Constructs(wave.Form)
		for _, at := range pairs.columns {
			point := Point{Wave: w, Hidden: items[at.second].Hidden, Item: items[at.second]}
			if of := point.Item; of.Mean != nil && of.SD != nil {
				point.Mean = wave.Around(of.N, *of.Mean, *of.SD)
			}
			if of := point.Item.Favourable; of != nil {
				point.Favourable = &interval.Interval{Low: of.Low, High: of.High}
			}
			columns[at.first].Points = append(columns[at.first].Points, point)
		}
		for _, at := range pairs.constructs {
			point := Point{Wave: w, Hidden: scored[at.second].Hidden, Construct: scored[at.second]}
			point.Mean, point.Favourable = point.Construct.Around, point.Construct.Within
			constructs[at.first].Points = append(constructs[at.first].Points, point)
		}
	}
	for i, column := range last.Form.Columns {
		columns[i].ID = column.ID
	}
	for i, construct := range last.Form.Constructs {
		constructs[i].ID, constructs[i].Construct = construct.ID, true
	}
	return slices.DeleteFunc(append(columns, constructs...), func(t Trend) bool { return len(t.Points) == 0 })
}
