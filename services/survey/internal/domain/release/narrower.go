package release

import (
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// narrower chooses, among the published units, those of statistics on whole sheets and those of comments: the same choice again, with
// their own floors, the first of complete sheets alone. Levels and the attributes of the root have neither.
func (s Survey) narrower(units []bool) (whole, comments []bool) {
	own, incomplete := make([]population.Count, len(units)), make([]int, len(units))
	for i, a := range s.Population.Atoms {
		with := s.Plan.With[a.Unit]
		own[with] = own[with].Add(a.Count)
		incomplete[with] += s.Incomplete[i]
	}
	complete := slices.Clone(own)
	for u, n := range incomplete {
		complete[u].Sheets -= n
	}
	parents := s.Population.Parents
	whole = choice.Units(parents, units, complete, max(s.K, WholeSheetFloor))
	for s.dropFewIncomplete(whole, incomplete) {
	}
	return whole, choice.Units(parents, units, own, max(s.K, CommentFloor))
}

// dropFewIncomplete drops the units whose residual has incomplete sheets, but fewer than k: the counts, which have them, less what the
// statistics tell, which have not, would be about those few. It tells whether there were any, because residuals join then.
func (s Survey) dropFewIncomplete(units []bool, incomplete []int) bool {
	residuals, lowest := make([]int, len(units)), make([]int, len(units))
	for u, parent := range s.Population.Parents {
		switch {
		case units[u]:
			lowest[u] = u
		case parent >= 0:
			lowest[u] = lowest[parent]
		default:
			lowest[u] = -1
		}
		if lowest[u] >= 0 {
			residuals[lowest[u]] += incomplete[u]
		}
	}
	dropped := false
	for u, n := range residuals {
		if n > 0 && n < s.K {
			units[u], dropped = false, true
		}
	}
	return dropped
}
