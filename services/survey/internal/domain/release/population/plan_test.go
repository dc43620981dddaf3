package population_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

func TestPlan(t *testing.T) {
	for name, c := range map[string]struct {
		parents  []int
		own      []int
		reported []bool
		with     []int
	}{
		"nobody is merged":                     {[]int{-1, 0, 0}, []int{0, 5, 7}, []bool{true, true, true}, []int{0, 1, 2}},
		"a small unit goes to its parent":      {[]int{-1, 0, 1, 1}, []int{5, 3, 4, 9}, []bool{true, true, false, true}, []int{0, 1, 1, 3}},
		"too few beside children go up":        {[]int{-1, 0, 1, 1}, []int{5, 2, 6, 9}, []bool{true, true, true, true}, []int{0, 0, 2, 3}},
		"and take those with them who joined":  {[]int{-1, 0, 1, 1}, []int{5, 2, 1, 9}, []bool{true, true, false, true}, []int{0, 0, 0, 3}},
		"the smallest group joins the root":    {[]int{-1, 0, 0, 0}, []int{2, 9, 6, 7}, []bool{true, true, false, true}, []int{0, 1, 0, 3}},
		"of a unit that stays by its children": {[]int{-1, 0, 1}, []int{2, 6, 7}, []bool{true, true, true}, []int{0, 0, 2}},
		"the nearest, though not the smallest": {[]int{-1, 0, 1, 0}, []int{2, 6, 5, 7}, []bool{true, true, true, true}, []int{0, 0, 2, 3}},
		"which leaves nothing above it":        {[]int{-1, 0, 1}, []int{2, 0, 7}, []bool{true, false, false}, []int{0, 0, 0}},
		"all together are too few":             {[]int{-1, 0, 0}, []int{1, 1, 2}, []bool{false, false, false}, []int{0, 0, 0}},
		"an empty unit":                        {[]int{-1, 0, 0}, []int{5, 0, 5}, []bool{true, false, true}, []int{0, 0, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			p := population.Population{Parents: c.parents}
			for u, n := range c.own {
				p.Atoms = append(p.Atoms, population.Atom{Unit: u, Count: population.Count{Eligible: n}})
			}
			require.NoError(t, p.Check())
			require.Empty(t, cmp.Diff(population.Plan{Reported: c.reported, With: c.with}, population.NewPlan(p, 5)))
		})
	}
}

// Every group that a plan leaves is empty or has k people, and nobody is counted outside the units above them.
func TestPlanLeavesNoSmallGroup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(1, 6).Draw(t, "k")
		p := population.Population{Parents: []int{-1}}
		for u := range rapid.IntRange(0, 13).Draw(t, "units") {
			p.Parents = append(p.Parents, rapid.IntRange(max(0, u-3), u).Draw(t, "parent"))
		}
		total := 0
		for u := range p.Parents {
			n := rapid.IntRange(0, 9).Draw(t, "people")
			total += n
			p.Atoms = append(p.Atoms, population.Atom{Unit: u, Count: population.Count{Eligible: n}})
		}
		plan := population.NewPlan(p, k)
		require.Equal(t, total >= k, plan.Reported[0])
		groups, subtrees := make([]int, len(p.Parents)), make([]int, len(p.Parents))
		for _, a := range p.Atoms {
			with := plan.With[a.Unit]
			above := a.Unit
			for above != with && above > 0 {
				above = p.Parents[above]
			}
			require.Equal(t, with, above)
			groups[with] += a.Eligible
		}
		copy(subtrees, groups)
		for u := len(groups) - 1; u > 0; u-- {
			subtrees[p.Parents[u]] += subtrees[u]
		}
		for u, n := range groups {
			if plan.Reported[0] {
				require.True(t, n == 0 || n >= k, "unit %d keeps %d", u, n)
				require.True(t, plan.Reported[plan.With[u]])
				require.Equal(t, subtrees[u] >= k, plan.Reported[u])
				require.True(t, u == 0 || !plan.Reported[u] || plan.Reported[p.Parents[u]])
			} else {
				require.Zero(t, plan.With[u])
			}
		}
	})
}

func TestCheck(t *testing.T) {
	atom := func(a population.Atom) population.Population {
		return population.Population{Parents: []int{-1}, RootLevels: []int{2}, Atoms: []population.Atom{a}}
	}
	ok := []int{1}
	require.NoError(t, atom(population.Atom{RootLevels: ok, Count: population.Count{Eligible: 2, Sheets: 1}}).Check())
	for name, p := range map[string]population.Population{
		"no unit":            {},
		"no root":            {Parents: []int{0}},
		"a second root":      {Parents: []int{-1, -1}},
		"a circle":           {Parents: []int{-1, 2, 1}},
		"unknown unit":       atom(population.Atom{Unit: 1, RootLevels: ok}),
		"unknown level":      atom(population.Atom{Level: 1, RootLevels: ok}),
		"more sheets":        atom(population.Atom{RootLevels: ok, Count: population.Count{Sheets: 1}}),
		"no level of root":   atom(population.Atom{}),
		"unknown root level": atom(population.Atom{RootLevels: []int{2}}),
	} {
		require.Error(t, p.Check(), name)
	}
}
