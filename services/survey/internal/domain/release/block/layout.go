package block

import (
	"cmp"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
)

// layout is where the atoms lie among the cells in which a construct is shown.
type layout struct {
	*cell.Layout
	*frame
	shown cell.Set
	// groups is, by node, the most sheets, fewer than k, of a group in it that is known to exist and has no figures.
	groups []int
	// rests is the same for what a unit's cell leaves beside its cells by level.
	rests []int
	// sheets is how many the cell of a node has.
	sheets []int
	// inner are, by node, those of the cells right inside of its cell, the lightest first.
	inner [][]int
}

func newLayout(fixed *frame, shown cell.Set) *layout {
	l := &layout{Layout: cell.NewLayout(fixed.p, fixed.plan, shown), frame: fixed, shown: shown}
	people := make([]int, len(fixed.p.Atoms))
	for i, a := range fixed.p.Atoms {
		people[i] = a.Sheets
	}
	l.sheets = l.Totals(l.Residuals(people, 1), 1)
	l.inner = make([][]int, len(l.Outer))
	for node, outer := range l.Outer {
		if outer > 0 {
			l.inner[outer] = append(l.inner[outer], node)
		}
	}
	for _, inner := range l.inner {
		slices.SortStableFunc(inner, func(a, b int) int { return cmp.Compare(l.sheets[a], l.sheets[b]) })
	}
	l.findGroups()
	return l
}

// ground stands for what no cell holds.
var ground = cell.Cell{Unit: -1, Level: cell.AllLevels}

// cell is that of a node.
func (l *layout) cell(node int) cell.Cell {
	if node == 0 {
		return ground
	}
	return l.Cells[node-1]
}
