package block

import (
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// layout is where the atoms lie among the cells in which a construct is shown.
type layout struct {
	p     population.Population
	plan  population.Plan
	shown cell.Set
	k     int
	// cells are those that are shown, each before those inside of it; node 0 stands for the ground, node 1+i for the residual of cells[i].
	cells []cell.Cell
	nodes map[cell.Cell]int
	// within is the node of the next larger cell of the same kind, 0 where there is none.
	within []int
	// ends are the two nodes of every atom: among units and among levels.
	ends [][2]int
	// groups is the most sheets, fewer than k, of a group inside of every node that is known to exist and has no figures.
	groups []int
	// rests is the same for what a unit's cell leaves beside its cells by level.
	rests []int
	// sheets is how many every cell has.
	sheets []int
}

func newLayout(p population.Population, plan population.Plan, shown cell.Set, k int) *layout {
	l := &layout{p: p, plan: plan, shown: shown, k: k, cells: shown.All(), nodes: map[cell.Cell]int{cell.Ground: 0}}
	l.within = make([]int, 1+len(l.cells))
	for i, one := range l.cells {
		l.nodes[one] = 1 + i
		if one.Attribute > 0 {
			continue
		}
		for u := p.Parents[one.Unit]; u >= 0; u = p.Parents[u] {
			if n, is := l.nodes[cell.Cell{Unit: u, Level: one.Level}]; is {
				l.within[1+i] = n
				break
			}
		}
	}
	residuals := cell.NewResiduals(p, plan, shown)
	l.ends = make([][2]int, len(p.Atoms))
	people := make([]int, len(p.Atoms))
	for i, a := range p.Atoms {
		l.ends[i] = [2]int{l.nodes[residuals.Unit[i]], l.nodes[residuals.Level[i]]}
		people[i] = a.Sheets
	}
	l.sheets = l.sums(people, 1)
	l.residualsToCells(l.sheets, 1)
	l.findGroups()
	return l
}

// sums adds up, for every node, the figures of the atoms that lie there. There are so many figures for every atom.
func (l *layout) sums(figures []int, width int) []int {
	sums := make([]int, width*(1+len(l.cells)))
	for a, ends := range l.ends {
		for i, n := range figures[a*width : (a+1)*width] {
			sums[ends[0]*width+i] += n
			sums[ends[1]*width+i] += n
		}
		for attribute, level := range l.p.Atoms[a].RootLevels {
			if node := l.nodes[cell.Cell{Level: level, Attribute: attribute + 1}]; node > 0 {
				for i, n := range figures[a*width : (a+1)*width] {
					sums[node*width+i] += n
				}
			}
		}
	}
	return sums
}

// residualsToCells turns the sums of residuals into those of cells.
func (l *layout) residualsToCells(sums []int, width int) {
	for node := len(l.cells); node > 0; node-- {
		if outer := l.within[node]; outer > 0 {
			for i := range width {
				sums[outer*width+i] += sums[node*width+i]
			}
		}
	}
}

// findGroups looks for the units, at all levels and at each, as they are and as they are counted, that lie in one node.
func (l *layout) findGroups() {
	l.groups, l.rests = make([]int, len(l.within)), make([]int, len(l.within))
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
			meet(u, l.ends[i][side])
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
			if node := l.nodes[cell.Cell{Unit: u, Level: cell.AllLevels}]; node > 0 {
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
