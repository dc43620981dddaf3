package choice_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

func TestRootsAreSafe(t *testing.T) {
	joined := 0
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(2, 5).Draw(t, "k")
		p := population.Population{Parents: drawTree(t, 4), Levels: rapid.IntRange(1, 2).Draw(t, "levels"), RootLevels: []int{3, 2}}
		for range rapid.IntRange(1, 10).Draw(t, "atoms") {
			p.Atoms = append(p.Atoms, population.Atom{
				Unit:       rapid.IntRange(0, len(p.Parents)-1).Draw(t, "unit"),
				Level:      rapid.IntRange(0, p.Levels-1).Draw(t, "level"),
				RootLevels: []int{rapid.IntRange(0, 2).Draw(t, "first"), rapid.IntRange(0, 1).Draw(t, "second")},
				Count:      drawCount(t, 9),
			})
		}
		plan := population.NewPlan(p, k)
		set := choice.Cells(p, plan, k)
		roots, err := choice.Roots(p, plan, set, k)
		require.NoError(t, err)
		set.Roots = roots
		for _, levels := range roots {
			if slices.Contains(levels, true) {
				joined++
			}
		}
		require.True(t, safeCells(p, plan, set, k))
	})
	require.Positive(t, joined)
}

func TestRoots(t *testing.T) {
	// Two teams of two ages. In a team of one age, its figures would tell the other team's.
	p := population.Population{Parents: []int{-1, 0, 0}, RootLevels: []int{2}}
	people := func(numbers ...int) [][]bool {
		p.Atoms = nil
		for i, n := range numbers {
			count := population.Count{Eligible: n, Sheets: n}
			p.Atoms = append(p.Atoms, population.Atom{Unit: 1 + i/2, RootLevels: []int{i % 2}, Count: count})
		}
		plan := population.NewPlan(p, 5)
		roots, err := choice.Roots(p, plan, choice.Cells(p, plan, 5), 5)
		require.NoError(t, err)
		return roots
	}
	require.Equal(t, [][]bool{{true, true}}, people(9, 3, 2, 9))
	require.Equal(t, [][]bool{{false, false}}, people(9, 3, 1, 9))
	require.Equal(t, [][]bool{{false, false}}, people(1, 1, 1, 1), "the root itself is hidden")

	p.RootLevels = []int{2, 9}
	_, err := choice.Roots(p, population.Plan{}, choice.Cells(p, population.NewPlan(p, 5), 5), 5)
	require.Equal(t, &choice.TooManyLevelsError{Attribute: 1, Levels: 9}, err)
}
