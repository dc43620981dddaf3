package block

import (
	"cmp"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// layout is where the atoms lie among the cells in which a construct is shown.
type layout struct {
	*cell.Layout
	p     population.Population
	plan  population.Plan
	shown cell.Set
	k     int
	// groups is, by node, the most sheets, fewer than k, of a group in it that is known to exist and has no figures.
	groups []int
	// rests is the same for what a unit's cell leaves beside its cells by level.
	rests []int
	// sheets is how many the cell of a node has.
	sheets []int
	// inner are, by node, those of the cells right inside of its cell, the lightest first.
	inner [][]int
}

func newLayout(p population.Population, plan population.Plan, shown cell.Set, k int) *layout {
	l := &layout{Layout: cell.NewLayout(p, plan, shown), p: p, plan: plan, shown: shown, k: k}
	people := make([]int, len(p.Atoms))
	for i, a := range p.Atoms {
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

// findGroups looks for the units, at all levels and at each, as they are and as they are counted, that lie in one node.
func (l *layout) findGroups() {
	l.groups, l.rests = make([]int, len(l.Outer)), make([]int, len(l.Outer))
	planned := func(u int) int { return l.plan.With[u] }
	itself := func(u int) int { return u }
	for _, place := range []func(int) int{itself, planned} {
		l.findGroupsOf(cell.AllLevels, 0, place)
		for level := range l.p.Levels {
			l.findGroupsOf(level, 0, place)
			l.findGroupsOf(level, 1, place)
		}
	}
}

func (l *layout) findGroupsOf(level, side int, place func(int) int) {
	const nowhere, several = -1, -2
	own := make([]int, len(l.p.Parents))
	all := make([]int, len(l.p.Parents))
	at := make([]int, len(l.p.Parents))
	largest := make([]int, len(l.p.Parents))
	for u := range at {
		at[u] = nowhere
	}
	meet := func(u, node int) {
		if at[u] == nowhere {
			at[u] = node
		} else if at[u] != node {
			at[u] = several
		}
	}
	take := func(u, node, sheets int) {
		if sheets < l.k {
			largest[u] = max(largest[u], sheets)
			if node >= 0 {
				l.groups[node] = max(l.groups[node], sheets)
			}
		}
	}
	for i, a := range l.p.Atoms {
		if level == cell.AllLevels || a.Level == level {
			u := place(a.Unit)
			own[u] += a.Sheets
			meet(u, l.Ends[i][side])
		}
	}
	for u, node := range at {
		// The people of one place are counted in one place, those below may be elsewhere.
		take(u, node, own[u])
	}
	for u := len(at) - 1; u >= 0; u-- {
		all[u] += own[u]
		take(u, at[u], all[u])
		if level != cell.AllLevels && !l.shown.Levels[level][u] {
			if node := l.Nodes[cell.Cell{Unit: u, Level: cell.AllLevels}]; node > 0 {
				l.rests[node] = max(l.rests[node], largest[u])
			}
		}
		if parent := l.p.Parents[u]; parent >= 0 {
			all[parent] += all[u]
			largest[parent] = max(largest[parent], largest[u])
			if at[u] != nowhere {
				meet(parent, at[u])
			}
		}
	}
}
