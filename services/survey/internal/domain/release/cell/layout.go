package cell

import "github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"

// Layout is where the atoms of a population lie among the cells of a set. What can be computed from the cells can be computed from their
// residuals, the cells less those of the same kind inside of them; so the atoms are laid to the residuals. An atom lies in
// one of whole units and in one of units by its level.
type Layout struct {
	// Cells are those of the set, each before those inside of it.
	Cells []Cell
	// Nodes numbers the residuals: of Cells[i] with 1+i. What no cell holds is the ground, 0.
	Nodes Nodes
	// Outer is, by node, that of the next larger cell of the same kind, 0 where there is none.
	Outer []int
	// Ends are, by atom, its nodes: among units and among units by level.
	Ends [][2]int
	// roots are, by atom, the nodes of its levels of attributes of the root, as far as they are in the set.
	roots [][]int
}

// NewLayout lays the people where they are counted by the plan.
func NewLayout(p population.Population, plan population.Plan, s Set) *Layout {
	cells := s.All()
	l := &Layout{Cells: cells, Nodes: number(s, cells), Ends: make([][2]int, len(p.Atoms)), roots: make([][]int, len(p.Atoms))}
	l.Outer = make([]int, 1+len(l.Cells))
	// lowest is, by 1+level and unit, the node of the lowest cell that holds the unit.
	lowest := make([][]int32, 1+len(s.Levels))
	for i, nodes := range l.Nodes.units {
		at := make([]int32, len(p.Parents))
		for u, parent := range p.Parents {
			if parent >= 0 {
				at[u] = at[parent]
			}
			if node := nodes[u]; node > 0 {
				l.Outer[node] = int(at[u])
				at[u] = node
			}
		}
		lowest[i] = at
	}
	for i, a := range p.Atoms {
		with := plan.With[a.Unit]
		l.Ends[i][0] = int(lowest[0][with])
		if len(s.Levels) > 0 {
			l.Ends[i][1] = int(lowest[1+a.Level][with])
		}
		for attribute, level := range a.RootLevels {
			if node := l.Nodes.Of(Cell{Level: level, Attribute: attribute + 1}); node > 0 {
				l.roots[i] = append(l.roots[i], node)
			}
		}
	}
	return l
}

// Residuals adds up, by node, the figures of the atoms that lie there. There are so many figures of every atom and node.
func (l *Layout) Residuals(figures []int, width int) []int {
	sums := make([]int, width*len(l.Outer))
	for a, ends := range l.Ends {
		own := figures[a*width : (a+1)*width]
		add(sums[ends[0]*width:], own)
		add(sums[ends[1]*width:], own)
		for _, node := range l.roots[a] {
			add(sums[node*width:], own)
		}
	}
	return sums
}

// Totals adds up the residuals of every cell.
func (l *Layout) Totals(residuals []int, width int) []int {
	totals := append([]int(nil), residuals...)
	for node := len(l.Cells); node > 0; node-- {
		if outer := l.Outer[node]; outer > 0 {
			add(totals[outer*width:], totals[node*width:(node+1)*width])
		}
	}
	return totals
}

func add(to, figures []int) {
	for i, n := range figures {
		to[i] += n
	}
}
