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

func TestResiduals(t *testing.T) {
	p := population.Population{Parents: []int{-1, 0, 1}, Levels: 2, Atoms: []population.Atom{{}, {Unit: 1, Level: 1}, {Unit: 2}, {Unit: 2, Level: 1}}}
	set := cell.Set{Units: []bool{false, true, false}, Levels: [][]bool{{false, true, false}, {false, false, true}}}
	whole := cell.Cell{Unit: 1, Level: cell.AllLevels}
	require.Equal(t, cell.Residuals{
		Unit:  []cell.Cell{cell.Ground, whole, whole, whole},
		Level: []cell.Cell{cell.Ground, cell.Ground, {Unit: 1}, {Unit: 2, Level: 1}},
	}, cell.NewResiduals(p, population.Plan{With: []int{0, 1, 2}}, set))

	// Who is counted with the root is in no unit below it.
	set.Units[0] = true
	require.Equal(t, cell.Cell{Level: cell.AllLevels}, cell.NewResiduals(p, population.Plan{With: []int{0, 0, 2}}, set).Unit[1])
}
