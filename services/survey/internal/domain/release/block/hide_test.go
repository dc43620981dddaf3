package block_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// answers are the sheets of one place: how many gave 1, 2, ... points, and at last how many left the item blank.
type answers struct {
	unit, level int
	roots       []int
	counts      []int
}

func people(parents []int, levels int, rootLevels []int, places ...answers) (population.Population, block.Item) {
	p := population.Population{Parents: parents, Levels: levels, RootLevels: rootLevels}
	item := block.Item{Scores: []float64{1, 2, 3, 4, 5, math.NaN()}}
	for _, place := range places {
		a := population.Atom{Unit: place.unit, Level: place.level, RootLevels: place.roots}
		for _, n := range place.counts {
			a.Sheets += n
		}
		a.Eligible = a.Sheets
		p.Atoms = append(p.Atoms, a)
		item.Counts = append(item.Counts, place.counts...)
	}
	return p, item
}

func whole(unit int) cell.Cell        { return cell.Cell{Unit: unit, Level: cell.AllLevels} }
func level(unit, level int) cell.Cell { return cell.Cell{Unit: unit, Level: level} }
func root(level int) cell.Cell        { return cell.Cell{Level: level, Attribute: 1} }

func TestHide(t *testing.T) {
	mixed := []int{2, 2, 2, 2, 2, 0}
	for name, c := range map[string]struct {
		parents, roots []int
		levels         int
		places         []answers
		// published are the cells that may be, hidden those where the block is not shown.
		published, hidden []cell.Cell
	}{
		"nothing": {
			parents: []int{-1, 0, 0}, places: []answers{{unit: 1, counts: mixed}, {unit: 2, counts: mixed}},
			published: []cell.Cell{whole(0), whole(1), whole(2)},
		},
		"all but one answer the same, and another joins them, else the rest would show them": {
			parents: []int{-1, 0, 0}, places: []answers{{unit: 1, counts: mixed}, {unit: 2, counts: []int{0, 0, 0, 7, 1, 0}}},
			published: []cell.Cell{whole(0), whole(1), whole(2)}, hidden: []cell.Cell{whole(1), whole(2)},
		},
		"a team of one mind costs its smallest neighbour, not the units above": {
			parents: []int{-1, 0, 0, 1, 1, 1}, places: []answers{
				{unit: 2, counts: mixed}, {unit: 3, counts: []int{0, 0, 9, 0, 0, 0}},
				{unit: 4, counts: mixed}, {unit: 5, counts: []int{2, 2, 1, 2, 1, 0}},
			},
			published: []cell.Cell{whole(0), whole(1), whole(2), whole(3), whole(4), whole(5)}, hidden: []cell.Cell{whole(3), whole(5)},
		},
		"those of one mind who work in a unit itself are joined by its smallest part": {
			parents: []int{-1, 0, 0}, places: []answers{{unit: 1, counts: mixed}, {unit: 2, counts: mixed}, {counts: []int{9, 0, 0, 0, 0, 0}}},
			published: []cell.Cell{whole(0), whole(1), whole(2)}, hidden: []cell.Cell{whole(1)},
		},
		"all leave it blank": {
			parents: []int{-1}, places: []answers{{counts: []int{0, 0, 0, 0, 0, 9}}},
			published: []cell.Cell{whole(0)}, hidden: []cell.Cell{whole(0)},
		},
		"those whom a unit has beside its levels": {
			parents: []int{-1}, levels: 3,
			places:    []answers{{counts: mixed}, {level: 1, counts: []int{3, 1, 1, 1, 3, 0}}, {level: 2, counts: []int{0, 0, 6, 0, 0, 0}}},
			published: []cell.Cell{whole(0), level(0, 0), level(0, 1), level(0, 2)}, hidden: []cell.Cell{level(0, 1), level(0, 2)},
		},
		"a small group in a residual of nearly the same answers": {
			parents: []int{-1, 0}, places: []answers{{unit: 1, counts: []int{0, 0, 0, 1, 3, 0}}, {counts: []int{0, 0, 0, 2, 3, 0}}},
			published: []cell.Cell{whole(0)}, hidden: []cell.Cell{whole(0)},
		},
		"but not in one of different answers": {
			parents: []int{-1, 0}, places: []answers{{unit: 1, counts: []int{0, 0, 0, 1, 3, 0}}, {counts: []int{2, 2, 0, 2, 0, 0}}},
			published: []cell.Cell{whole(0)},
		},
		"an attribute of the root with a level of one mind": {
			parents: []int{-1}, roots: []int{3},
			places: []answers{
				{roots: []int{0}, counts: mixed}, {roots: []int{1}, counts: mixed}, {roots: []int{2}, counts: []int{0, 0, 5, 0, 0, 0}},
			},
			published: []cell.Cell{whole(0), root(0), root(1), root(2)}, hidden: []cell.Cell{root(0), root(1), root(2)},
		},
		"the root of one mind, which its attributes would add up to": {
			parents: []int{-1}, roots: []int{2},
			places:    []answers{{roots: []int{0}, counts: []int{8, 0, 0, 0, 0, 0}}, {roots: []int{1}, counts: []int{7, 0, 0, 0, 1, 0}}},
			published: []cell.Cell{whole(0), root(0), root(1)}, hidden: []cell.Cell{whole(0), root(0), root(1)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, item := people(c.parents, c.levels, c.roots, c.places...)
			require.NoError(t, item.Check(p))
			plan := population.NewPlan(p, 5)
			set := choice.Cells(p, plan, 5)
			var err error
			set.Roots, err = choice.Roots(p, plan, set, 5)
			require.NoError(t, err)
			require.Equal(t, c.published, set.All())
			shown := block.Hide(p, plan, set, []block.Item{item}, 2, 5)
			want := set.Clone()
			for _, one := range c.hidden {
				want.Drop(one)
			}
			require.Equal(t, want.All(), shown[0].All())
			require.Equal(t, c.published, shown[1].All(), "the other construct")
		})
	}
}

// Two teams by two shifts, each group too small to be shown. The shifts' figures and the teams' leave one answer only for all of the
// second team's early shift.
func TestHideWhatOnlyOneTableFits(t *testing.T) {
	p, item := people([]int{-1, 0, 0}, 2, nil,
		answers{1, 0, nil, []int{4, 0, 0, 0, 0, 0}}, answers{1, 1, nil, []int{0, 0, 0, 2, 2, 0}},
		answers{2, 0, nil, []int{4, 0, 0, 0, 0, 0}}, answers{2, 1, nil, []int{0, 0, 0, 2, 2, 0}},
	)
	plan := population.NewPlan(p, 5)
	set := choice.Cells(p, plan, 5)
	require.Equal(t, []cell.Cell{whole(0), level(0, 0), level(0, 1), whole(1), whole(2)}, set.All())
	shown := block.Hide(p, plan, set, []block.Item{item}, 1, 5)
	for _, one := range []cell.Cell{level(0, 0), level(0, 1)} {
		require.False(t, shown[0].Has(one), "%+v", one)
	}
}

func TestItemCheck(t *testing.T) {
	p, item := people([]int{-1}, 0, nil, answers{counts: []int{1, 2, 0, 0, 0, 0}})
	require.NoError(t, item.Check(p))
	for _, counts := range [][]int{nil, {1, 2, 0, 0, 0}, {1, 1, 0, 0, 0, 0}, {1, 3, -1, 0, 0, 0}} {
		require.Error(t, block.Item{Scores: item.Scores, Counts: counts}.Check(p))
	}
	require.Error(t, block.Item{}.Check(p))
}
