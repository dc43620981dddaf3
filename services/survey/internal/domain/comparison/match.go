package comparison

import (
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
)

// pair is a column or a construct of both sides, by its places.
type pair struct{ first, second int }

type pairs struct {
	columns, constructs []pair
	leftOut             []string
}

// match pairs columns by their ids where they have the same scale, and constructs where they are made of the same parts.
func match(first, second form.Form) pairs {
	var found pairs
	columns, constructs := map[string]int{}, map[string]int{}
	for i, column := range second.Columns {
		columns[column.ID] = i
	}
	for i, construct := range second.Constructs {
		constructs[construct.ID] = i
	}
	for i, column := range first.Columns {
		at, is := columns[column.ID]
		if is && sameScale(column, second.Columns[at]) {
			found.columns = append(found.columns, pair{i, at})
			delete(columns, column.ID)
		} else {
			found.leaveOut(column.ID)
		}
	}
	for i, construct := range first.Constructs {
		at, is := constructs[construct.ID]
		if is && found.sameParts(first, second, i, at) {
			found.constructs = append(found.constructs, pair{i, at})
			delete(constructs, construct.ID)
		} else {
			found.leaveOut(construct.ID)
		}
	}
	for _, column := range second.Columns {
		if _, left := columns[column.ID]; left {
			found.leaveOut(column.ID)
		}
	}
	for _, construct := range second.Constructs {
		if _, left := constructs[construct.ID]; left {
			found.leaveOut(construct.ID)
		}
	}
	return found
}

func (p *pairs) leaveOut(id string) {
	if !slices.Contains(p.leftOut, id) {
		p.leftOut = append(p.leftOut, id)
	}
}

// sameScale tells whether two columns ask for the same values in the same direction; never of options without an order, which have no mean.
func sameScale(a, b form.Column) bool {
	return a.Scale != nil && b.Scale != nil && a.NPS == b.NPS &&
		a.Scale.Lowest == b.Scale.Lowest && a.Scale.Options == b.Scale.Options && a.Scale.Reversed == b.Scale.Reversed
}

// sameParts tells whether two constructs are made of columns and constructs that are pairs, with the same weights.
func (p *pairs) sameParts(first, second form.Form, a, b int) bool {
	one, other := first.Constructs[a], second.Constructs[b]
	if len(one.Members) != len(other.Members) || len(one.Children) != len(other.Children) {
		return false
	}
	for _, member := range one.Members {
		if !slices.ContainsFunc(other.Members, func(m form.Member) bool {
			return m.Weight == member.Weight && slices.Contains(p.columns, pair{member.Column, m.Column})
		}) {
			return false
		}
	}
	for _, child := range one.Children {
		if !slices.ContainsFunc(other.Children, func(c int) bool {
			return first.Constructs[child].ID == second.Constructs[c].ID && first.Constructs[child].Weight == second.Constructs[c].Weight &&
				p.sameParts(first, second, child, c)
		}) {
			return false
		}
	}
	return true
}
