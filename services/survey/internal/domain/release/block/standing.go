package block

import (
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// frame is what no hiding changes.
type frame struct {
	p    population.Population
	plan population.Plan
	k    int
	// standings are those of units as they are and as they are counted, at all levels and at each.
	standings []standing
}

func newFrame(p population.Population, plan population.Plan, k int) *frame {
	f := &frame{p: p, plan: plan, k: k}
	itself := func(u int) int { return u }
	planned := func(u int) int { return plan.With[u] }
	for _, place := range []func(int) int{itself, planned} {
		for level := cell.AllLevels; level < p.Levels; level++ {
			f.standings = append(f.standings, newStanding(p, level, k, place))
		}
	}
	return f
}

// standing is how many sheets of a level, or of all, stand at each unit.
type standing struct {
	level int
	// own are at a unit itself, and all with those below it.
	own, all []int
	// largest is the most sheets, fewer than k, of a unit that is this one or below it, or of the people of such a unit itself.
	largest []int
	// atoms is one of those of each unit where somebody was asked, and units where they stand.
	atoms, units []int
}

func newStanding(p population.Population, level, k int, place func(int) int) standing {
	units := len(p.Parents)
	s := standing{level: level, own: make([]int, units), largest: make([]int, units)}
	last := -1
	for i, a := range p.Atoms {
		if level != cell.AllLevels && a.Level != level {
			continue
		}
		s.own[place(a.Unit)] += a.Sheets
		// Those of one unit, which lie in the same nodes here, mostly follow each other.
		if a.Unit != last {
			s.atoms, s.units = append(s.atoms, i), append(s.units, place(a.Unit))
			last = a.Unit
		}
	}
	s.all = make([]int, units)
	for u := units - 1; u >= 0; u-- {
		s.all[u] += s.own[u]
		for _, sheets := range []int{s.own[u], s.all[u]} {
			if sheets < k {
				s.largest[u] = max(s.largest[u], sheets)
			}
		}
		if parent := p.Parents[u]; parent >= 0 {
			s.all[parent] += s.all[u]
			s.largest[parent] = max(s.largest[parent], s.largest[u])
		}
	}
	return s
}

// findGroups looks for the units, at all levels and at each, as they are and as they are counted, that lie in one node.
func (l *layout) findGroups() {
	l.groups, l.rests = make([]int, len(l.Outer)), make([]int, len(l.Outer))
	at := make([]int, len(l.p.Parents))
	for _, s := range l.standings {
		l.findGroupsOf(s, 0, at)
		if s.level == cell.AllLevels {
			continue
		}
		l.findGroupsOf(s, 1, at)
		for u, shown := range l.shown.Levels[s.level] {
			if node := l.Nodes.Of(cell.Cell{Unit: u, Level: cell.AllLevels}); node > 0 && !shown {
				l.rests[node] = max(l.rests[node], s.largest[u])
			}
		}
	}
}

// findGroupsOf looks at the nodes on one side; at is room for each unit's.
func (l *layout) findGroupsOf(s standing, side int, at []int) {
	const nowhere, several = -1, -2
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
	take := func(node, sheets int) {
		if sheets < l.k && node >= 0 {
			l.groups[node] = max(l.groups[node], sheets)
		}
	}
	for i, atom := range s.atoms {
		meet(s.units[i], l.Ends[atom][side])
	}
	for u, node := range at {
		// The people of one place are counted in one place, those below may be elsewhere.
		take(node, s.own[u])
	}
	for u := len(at) - 1; u >= 0; u-- {
		take(at[u], s.all[u])
		if parent := l.p.Parents[u]; parent >= 0 && at[u] != nowhere {
			meet(parent, at[u])
		}
	}
}
