package cell

import "github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"

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

// Ground stands for the residual of what no published cell holds.
var Ground = Cell{Unit: None, Level: AllLevels}

// Residuals is where each atom of a population lies: in a published unit, and in a published cell of the atom's level, less the
// published cells of the same kind below it.
type Residuals struct {
	// Unit and Level hold, for every atom, the cell of the residual, or Ground.
	Unit, Level []Cell
}

// NewResiduals finds them for a set of cells, the people being counted as planned.
func NewResiduals(p population.Population, plan population.Plan, s Set) Residuals {
	r := Residuals{make([]Cell, len(p.Atoms)), make([]Cell, len(p.Atoms))}
	whole := Above(p.Parents, s.Units)
	levels := make([][]int, len(s.Levels))
	for l, units := range s.Levels {
		levels[l] = Above(p.Parents, units)
	}
	for i, a := range p.Atoms {
		r.Unit[i], r.Level[i] = Cell{Unit: whole[plan.With[a.Unit]], Level: AllLevels}, Ground
		if len(levels) == 0 {
			continue
		}
		if u := levels[a.Level][plan.With[a.Unit]]; u != None {
			r.Level[i] = Cell{Unit: u, Level: a.Level}
		}
	}
	return r
}
