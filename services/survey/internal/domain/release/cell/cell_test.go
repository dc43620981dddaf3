package cell_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

func TestSet(t *testing.T) {
	set := cell.Set{Units: []bool{true, false}, Levels: [][]bool{{false, true}}, Roots: [][]bool{{false, true}}}
	all := []cell.Cell{{Level: cell.AllLevels}, {Unit: 1}, {Level: 1, Attribute: 1}}
	require.Equal(t, all, set.All())
	for unit := -1; unit < 3; unit++ {
		for level := -2; level < 3; level++ {
			for attribute := -1; attribute < 3; attribute++ {
				one := cell.Cell{Unit: unit, Level: level, Attribute: attribute}
				require.Equal(t, one == all[0] || one == all[1] || one == all[2], set.Has(one), "%+v", one)
			}
		}
	}
	clone := set.Clone()
	for _, one := range all {
		clone.Drop(one)
	}
	require.Empty(t, clone.All())
	require.Equal(t, all, set.All())
}

func TestLayout(t *testing.T) {
	p := population.Population{Parents: []int{-1, 0, 1}, Levels: 2, RootLevels: []int{2}, Atoms: []population.Atom{
		{RootLevels: []int{0}}, {Unit: 1, Level: 1, RootLevels: []int{1}}, {Unit: 2, RootLevels: []int{1}}, {Unit: 2, Level: 1, RootLevels: []int{0}},
	}}
	set := cell.Set{
		Units: []bool{true, true, false}, Levels: [][]bool{{false, true, false}, {true, false, true}}, Roots: [][]bool{{false, true}},
	}
	l := cell.NewLayout(p, population.Plan{With: []int{0, 0, 2}}, set)
	root, rootLate, unit, unitEarly, teamLate := 1, 2, 3, 4, 5
	require.Equal(t, []cell.Cell{
		{Level: cell.AllLevels}, {Level: 1}, {Unit: 1, Level: cell.AllLevels}, {Unit: 1}, {Unit: 2, Level: 1}, {Level: 1, Attribute: 1},
	}, l.Cells)
	for i, one := range l.Cells {
		require.Equal(t, 1+i, l.Nodes.Of(one))
	}
	for _, none := range []cell.Cell{
		{}, {Unit: 2, Level: cell.AllLevels}, {Unit: 3, Level: 1}, {Unit: -1, Level: cell.AllLevels}, {Level: 2}, {Level: -2},
		{Attribute: 1}, {Level: 2, Attribute: 1}, {Level: 1, Attribute: 2}, {Level: 1, Attribute: -1}, {Unit: 1, Level: 1, Attribute: 1},
	} {
		require.Zero(t, l.Nodes.Of(none), "%+v", none)
	}
	require.Equal(t, [][2]int{{root, 0}, {root, rootLate}, {unit, unitEarly}, {unit, teamLate}}, l.Ends)
	require.Equal(t, []int{0, 0, 0, root, 0, rootLate, 0}, l.Outer)
	residuals := l.Residuals([]int{1, 2, 4, 8}, 1)
	require.Equal(t, []int{1, 3, 2, 12, 4, 8, 6}, residuals)
	require.Equal(t, []int{1, 15, 10, 12, 4, 8, 6}, l.Totals(residuals, 1))
}
