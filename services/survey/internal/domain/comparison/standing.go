package comparison

import (
	"github.com/hearth-culture/hearth/services/survey/internal/domain/compare"
)

// Standing is how far the favourable share of a construct, or of a column where there are no constructs, lies from that of another group. Its
// test is nil where one of them has no such share.
type Standing struct {
	ID            string
	First, Second float64
	*Favourable
}

// Standings are those of all constructs of two groups that were asked by one form; of all columns that name favourable options where it has no
// construct. None of them is adjusted for their number before Settle.
func Standings(first, second Side) []Standing {
	var all []Standing
	if len(first.Form.Constructs) == 0 {
		one, other := first.Items(first.Form), second.Items(second.Form)
		for i, column := range first.Form.Columns {
			if column.Scale == nil || len(column.Scale.FavourableOptions) == 0 {
				continue
			}
			standing := Standing{ID: column.ID}
			if !one[i].Hidden && !other[i].Hidden && one[i].Favourable != nil && other[i].Favourable != nil {
				standing.First, standing.Second = one[i].Favourable.Rate, other[i].Favourable.Rate
				standing.Favourable = favourable(*column.Scale, *column.Scale, counts(first, i), counts(second, i))
			}
			all = append(all, standing)
		}
		return all
	}
	one, other := first.Constructs(first.Form), second.Constructs(second.Form)
	for i, construct := range first.Form.Constructs {
		standing := Standing{ID: construct.ID}
		if test := rates(one[i], other[i]); test != nil {
			standing.First, standing.Second, standing.Favourable = *one[i].Favourable, *other[i].Favourable, test
		}
		all = append(all, standing)
	}
	return all
}

// Settle adjusts tests for their number, as one family, and says what follows from each.
func Settle(all []*Favourable) {
	p := make([]float64, len(all))
	for i, one := range all {
		p[i] = one.P
	}
	family, err := compare.BenjaminiHochberg(p)
	if err != nil {
		return // there is none
	}
	for i, one := range all {
		one.settle(family.Q[i])
	}
}
