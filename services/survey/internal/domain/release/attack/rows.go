package attack

import (
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Rows are what each cell counts of the atoms where somebody was asked, and those atoms.
func Rows(p population.Population, plan population.Plan, cells []cell.Cell) (rows [][]int, atoms []int) {
	for i, a := range p.Atoms {
		if a.Eligible > 0 {
			atoms = append(atoms, i)
		}
	}
	for _, one := range cells {
		row := make([]int, len(atoms))
		for column, i := range atoms {
			if holds(p, plan, one, p.Atoms[i]) {
				row[column] = 1
			}
		}
		rows = append(rows, row)
	}
	return rows, atoms
}

// holds tells by the meaning of a cell whether an atom is in it.
func holds(p population.Population, plan population.Plan, one cell.Cell, a population.Atom) bool {
	if one.Attribute > 0 {
		return a.RootLevels[one.Attribute-1] == one.Level
	}
	if one.Level != cell.AllLevels && one.Level != a.Level {
		return false
	}
	u := plan.With[a.Unit]
	for u > 0 && u != one.Unit {
		u = p.Parents[u]
	}
	return u == one.Unit
}
