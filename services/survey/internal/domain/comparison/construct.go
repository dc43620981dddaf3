package comparison

import (
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
	one, other := scores(first, at.first), scores(second, at.second)
	if made.Difference == nil || one == nil || other == nil || !plain(of) {
		return made
	}
	made.Mean = means(
		figure.Summary{N: one.Sheets, Mean: *made.First.Mean, Variance: one.SD * one.SD},
		figure.Summary{N: other.Sheets, Mean: *made.Second.Mean, Variance: other.SD * other.SD},
	)
	return made
}

func scores(of Side, construct int) *Scores {
	if construct >= len(of.Scores) {
		return nil
	}
	return of.Scores[construct]
}

// plain tells whether the mean of a construct is that of the scores of people, whose spread is known: they weigh every item alike, and
// are of its own items.
func plain(of form.Construct) bool {
	for _, member := range of.Members {
		if member.Weight != of.Members[0].Weight {
			return false
		}
	}
	return len(of.Members) > 0 && len(of.Children) == 0
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
