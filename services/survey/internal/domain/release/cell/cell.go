// Package cell names the cells of a release and finds what the published ones leave to be computed: their residuals.
package cell

import "github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"

// AllLevels stands for the cell of a whole unit, where a level is named.
const AllLevels = -1

// Cell is a unit with all below it, of one level or of all.
type Cell struct{ Unit, Level int }

// Set is cells, by unit and by level and unit.
type Set struct {
	Units  []bool
	Levels [][]bool
}

// Has tells whether a cell is in the set.
func (s Set) Has(c Cell) bool {
	if c.Level == AllLevels {
		return s.Units[c.Unit]
	}
	return s.Levels[c.Level][c.Unit]
}

// Clone is a set of its own with the same cells.
func (s Set) Clone() Set {
	clone := Set{Units: append([]bool(nil), s.Units...)}
	for _, units := range s.Levels {
		clone.Levels = append(clone.Levels, append([]bool(nil), units...))
	}
	return clone
}

// Drop takes a cell out.
func (s Set) Drop(c Cell) {
	if c.Level == AllLevels {
		s.Units[c.Unit] = false
	} else {
		s.Levels[c.Level][c.Unit] = false
	}
}

// None is in the place of a unit where there is none.
const None = -1

// Above finds, for every unit, the lowest of the marked units that holds it, itself included, or None.
func Above(parents []int, marked []bool) []int {
	above := make([]int, len(parents))
	for u, parent := range parents {
		switch {
		case marked[u]:
			above[u] = u
		case parent >= 0:
			above[u] = above[parent]
		default:
			above[u] = None
		}
	}
	return above
}

// Residuals is where each atom of a population lies: in a published unit, and in a unit published by the atom's level, less what those
// publish below.
type Residuals struct {
	// Unit and Level hold, for every atom, the unit of the residual, or None.
	Unit, Level []int
}

// NewResiduals finds them for a set of cells, the people being counted as planned.
func NewResiduals(p population.Population, plan population.Plan, s Set) Residuals {
	r := Residuals{make([]int, len(p.Atoms)), make([]int, len(p.Atoms))}
	whole := Above(p.Parents, s.Units)
	levels := make([][]int, len(s.Levels))
	for l, units := range s.Levels {
		levels[l] = Above(p.Parents, units)
	}
	for i, a := range p.Atoms {
		r.Unit[i], r.Level[i] = whole[plan.With[a.Unit]], None
		if len(levels) > 0 {
			r.Level[i] = levels[a.Level][plan.With[a.Unit]]
		}
	}
	return r
}
