package attack

import (
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
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

// Sums are the figures of a report about an item of a survey: the answers at the places where somebody was asked, and the rows.
func (r Report) Sums(s release.Survey, item int) (sizes []int, rows [][]int) {
	rows, atoms := Rows(s.Population, r.Plan, r.Shown[item])
	for _, i := range atoms {
		sizes = append(sizes, r.Answers[item][i])
	}
	return sizes, rows
}

// Answered are how many answered at the places where somebody was asked, and the rows of the cells of which their number is shown.
func (r Report) Answered(s release.Survey) (sizes []int, rows [][]int) {
	rows, atoms := Rows(s.Population, r.Plan, r.Cells)
	for _, i := range atoms {
		sizes = append(sizes, s.Population.Atoms[i].Sheets)
	}
	return sizes, rows
}

// SumsAndWhole are those figures beside statistics on whole sheets, each of which shall tell the sum of the answers to the item on those. Who left
// some blank and who did not are two columns.
func (r Report) SumsAndWhole(s release.Survey, item int) (sizes []int, rows [][]int) {
	figures, atoms := Rows(s.Population, r.Plan, slices.Concat(r.Shown[item], r.Whole))
	rows = make([][]int, len(figures))
	for column, i := range atoms {
		a, whole := s.Population.Atoms[i], s.Population.Atoms[i].Sheets-s.Incomplete[i]
		for part, n := range []int{whole, r.Answers[item][i] - whole} {
			// Who was asked and did not answer is a column of nobody, and so is no other.
			if n == 0 && (a.Sheets > 0 || part > 0) {
				continue
			}
			sizes = append(sizes, n)
			for row, in := range figures {
				if part > 0 && row >= len(r.Shown[item]) {
					in[column] = 0
				}
				rows[row] = append(rows[row], in[column])
			}
		}
	}
	return sizes, rows
}
