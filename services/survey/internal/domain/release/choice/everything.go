package choice

import (
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Everything is every cell in which somebody was asked, however few: of a population of which nothing is to be hidden.
func Everything(p population.Population, plan population.Plan) cell.Set {
	set := cell.Set{Units: make([]bool, len(p.Parents))}
	for range p.Levels {
		set.Levels = append(set.Levels, make([]bool, len(p.Parents)))
	}
	for _, levels := range p.RootLevels {
		set.Roots = append(set.Roots, make([]bool, levels))
	}
	for _, a := range p.Atoms {
		if a.Eligible == 0 {
			continue
		}
		for u := plan.With[a.Unit]; u >= 0; u = p.Parents[u] {
			set.Units[u] = true
			if p.Levels > 0 {
				set.Levels[a.Level][u] = true
			}
		}
		for i, level := range a.RootLevels {
			set.Roots[i][level] = true
		}
	}
	return set
}
