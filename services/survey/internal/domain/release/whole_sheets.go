package release

import (
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// wholeSheets chooses, among the published units, those of statistics on whole sheets: the same choice again, with a floor of its own and of
// complete sheets alone. Levels and the attributes of the root have none.
func (s Survey) wholeSheets(set cell.Set, layout *cell.Layout) (whole []bool) {
	parents := s.Population.Parents
	complete := make([]population.Count, len(parents))
	for i, a := range s.Population.Atoms {
		with := s.Plan.With[a.Unit]
		complete[with] = complete[with].Add(population.Count{Eligible: a.Eligible, Sheets: a.Sheets - s.Incomplete[i]})
	}
	whole = choice.Units(parents, set.Units, complete, max(s.K, WholeSheetFloor))
	strands := s.strands(set, layout)
	for s.dropToldApart(whole, strands) {
	}
	return whole
}

// strand is people whom no count tells apart: a unit that some are counted with, how many of their sheets are complete, and how many are not.
type strand struct{ unit, complete, incomplete int }

func (s Survey) strands(set cell.Set, layout *cell.Layout) []strand {
	type place struct {
		ends   [2]int
		levels string
	}
	var all []strand
	known := map[place]int{}
	for i, a := range s.Population.Atoms {
		var levels []byte
		for attribute, level := range a.RootLevels {
			if set.Has(cell.Cell{Level: level, Attribute: attribute + 1}) {
				levels = append(levels, byte(attribute), byte(level))
			}
		}
		at := place{layout.Ends[i], string(levels)}
		if _, is := known[at]; !is {
			known[at] = len(all)
			all = append(all, strand{unit: s.Plan.With[a.Unit]})
		}
		one := &all[known[at]]
		one.complete += a.Sheets - s.Incomplete[i]
		one.incomplete += s.Incomplete[i]
	}
	return all
}

// dropToldApart drops the units in whose residual a few sheets can be told apart, when what the statistics tell of the complete ones is taken
// off the counts, which have all: of every strand either the complete sheets or the others can be left over, and these must be
// k together, or there must be no incomplete sheet. It tells whether there were any, because residuals join then.
func (s Survey) dropToldApart(units []bool, strands []strand) bool {
	lowest, fewest, incomplete := make([]int, len(units)), make([]int, len(units)), make([]int, len(units))
	for u, parent := range s.Population.Parents {
		switch {
		case units[u]:
			lowest[u] = u
		case parent >= 0:
			lowest[u] = lowest[parent]
		default:
			lowest[u] = -1
		}
	}
	for _, one := range strands {
		if u := lowest[one.unit]; u >= 0 {
			fewest[u] += min(one.complete, one.incomplete)
			incomplete[u] += one.incomplete
		}
	}
	dropped := false
	for u := range units {
		if incomplete[u] > 0 && fewest[u] < s.K {
			units[u], dropped = false, true
		}
	}
	return dropped
}
