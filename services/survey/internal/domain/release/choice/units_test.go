package choice_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// safeUnits says by the definition alone whether a set of units may be published, and what it is worth.
func safeUnits(parents []int, own []population.Count, chosen []bool, k int) (safe bool, units, sheets int) {
	residual, total := make([]population.Count, len(parents)), append([]population.Count(nil), own...)
	for u := len(parents) - 1; u > 0; u-- {
		total[parents[u]] = total[parents[u]].Add(total[u])
	}
	for u, n := range own {
		for u >= 0 && !chosen[u] {
			u = parents[u]
		}
		if u >= 0 {
			residual[u] = residual[u].Add(n)
		}
	}
	for u := range parents {
		if !chosen[u] {
			continue
		}
		if total[u].Eligible == 0 || residual[u].Eligible > 0 && residual[u].Sheets < k {
			return false, 0, 0
		}
		units++
		sheets += total[u].Sheets
	}
	return true, units, sheets
}

func drawTree(t *rapid.T, most int) []int {
	parents := []int{-1}
	for u := range rapid.IntRange(0, most-1).Draw(t, "units") {
		parents = append(parents, rapid.IntRange(max(0, u-3), u).Draw(t, "parent"))
	}
	return parents
}

func drawCount(t *rapid.T, most int) population.Count {
	eligible := max(0, rapid.IntRange(-1, most).Draw(t, "eligible"))
	return population.Count{Eligible: eligible, Sheets: rapid.IntRange(0, eligible).Draw(t, "sheets")}
}

func TestUnitsAreTheBestOfAllSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(1, 5).Draw(t, "k")
		parents := drawTree(t, 10)
		may, own := make([]bool, len(parents)), make([]population.Count, len(parents))
		for u := range parents {
			may[u] = rapid.IntRange(0, 5).Draw(t, "may") > 0
			own[u] = drawCount(t, 8)
		}
		chosen := choice.Units(parents, may, own, k)
		safe, units, sheets := safeUnits(parents, own, chosen, k)
		require.True(t, safe)
		bestUnits, bestSheets := 0, 0
		set := make([]bool, len(parents))
	sets:
		for bits := range 1 << len(parents) {
			for u := range set {
				set[u] = bits>>u&1 == 1
				if set[u] && !may[u] {
					continue sets
				}
			}
			if safe, units, sheets := safeUnits(parents, own, set, k); safe && (units > bestUnits || units == bestUnits && sheets > bestSheets) {
				bestUnits, bestSheets = units, sheets
			}
		}
		require.Equal(t, [2]int{bestUnits, bestSheets}, [2]int{units, sheets})
		for u := range chosen {
			require.False(t, chosen[u] && !may[u])
		}
	})
}

func TestUnits(t *testing.T) {
	all := []bool{true, true, true, true}
	for name, c := range map[string]struct {
		own  [4][2]int
		want []bool
	}{
		"everything":                        {[4][2]int{{}, {6, 5}, {7, 5}, {8, 8}}, []bool{true, true, true, true}},
		"a small team hides the smallest":   {[4][2]int{{}, {4, 4}, {8, 8}, {12, 12}}, []bool{true, false, false, true}},
		"so does one where nobody answered": {[4][2]int{{}, {1, 0}, {8, 8}, {12, 12}}, []bool{true, false, false, true}},
		"nobody was asked in one":           {[4][2]int{{}, {}, {8, 8}, {12, 12}}, []bool{true, false, true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			own := make([]population.Count, len(c.own))
			for u, n := range c.own {
				own[u] = population.Count{Eligible: n[0], Sheets: n[1]}
			}
			require.Equal(t, c.want, choice.Units([]int{-1, 0, 0, 0}, all, own, 5))
		})
	}
}
