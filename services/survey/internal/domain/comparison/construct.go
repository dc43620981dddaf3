package comparison

import (
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/compare"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
)

func construct(first, second Side, at pair, figures [2][]report.Construct, items [2][]report.Item) Construct {
	of := first.Form.Constructs[at.first]
	made := Construct{ID: of.ID, First: figures[0][at.first], Second: figures[1][at.second]}
	if made.First.Hidden || made.Second.Hidden {
		return Construct{ID: of.ID, Hidden: true}
	}
	if !sameItems(first, second, at, items) {
		return made
	}
	made.Difference = difference(made.First.Mean, made.Second.Mean)
	if sameFavourable(first.Form, second.Form, at) {
		made.Favourable = rates(made.First, made.Second)
	}
	one, other := first.Spread(first.Form, at.first), second.Spread(second.Form, at.second)
	if made.Difference == nil || one == nil || other == nil {
		return made
	}
	made.Mean = means(
		figure.Summary{N: one.Sheets, Mean: *made.First.Mean, Variance: one.SD * one.SD},
		figure.Summary{N: other.Sheets, Mean: *made.Second.Mean, Variance: other.SD * other.SD},
	)
	return made
}

// rates tests two favourable shares of a construct.
func rates(first, second report.Construct) *Favourable {
	if first.Favourable == nil || second.Favourable == nil {
		return nil
	}
	test, bounds, err := compare.Rates(compare.Rate{Rate: *first.Favourable, N: first.N}, compare.Rate{Rate: *second.Favourable, N: second.N})
	if err != nil {
		return nil
	}
	return &Favourable{ProportionTest: test, Interval: bounds}
}

// sameFavourable tells whether both call the same options of all items of a construct favourable.
func sameFavourable(first, second form.Form, at pair) bool {
	options := map[string][]int{}
	for _, column := range within(second, at.second) {
		options[second.Columns[column].ID] = second.Columns[column].Scale.FavourableOptions
	}
	for _, column := range within(first, at.first) {
		if !slices.Equal(options[first.Columns[column].ID], first.Columns[column].Scale.FavourableOptions) {
			return false
		}
	}
	return true
}

// within are the columns of a construct and of all below it.
func within(f form.Form, construct int) (columns []int) {
	for _, member := range f.Constructs[construct].Members {
		columns = append(columns, member.Column)
	}
	for _, child := range f.Constructs[construct].Children {
		columns = append(columns, within(f, child)...)
	}
	return columns
}

// sameItems tells whether the same items count on both sides: those that enough people answered.
func sameItems(first, second Side, at pair, items [2][]report.Item) bool {
	one, other := first.Form.Constructs[at.first], second.Form.Constructs[at.second]
	counts := map[string]bool{}
	for _, member := range one.Members {
		counts[first.Form.Columns[member.Column].ID] = items[0][member.Column].N >= first.K
	}
	for _, member := range other.Members {
		if counts[second.Form.Columns[member.Column].ID] != (items[1][member.Column].N >= second.K) {
			return false
		}
	}
	for _, child := range one.Children {
		for _, c := range other.Children {
			if first.Form.Constructs[child].ID == second.Form.Constructs[c].ID && !sameItems(first, second, pair{child, c}, items) {
				return false
			}
		}
	}
	return true
}
