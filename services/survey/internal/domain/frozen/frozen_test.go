package frozen_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// The organisation: a company, north and south below it, a team below each.
var parents = map[string]string{"company": "", "north": "company", "south": "company", "north-1": "north", "south-1": "south"}

func group(unit string, people int, levels ...string) frozen.Group {
	return frozen.Group{Unit: unit, Levels: levels, People: people}
}

func TestTree(t *testing.T) {
	groups := []frozen.Group{group("north-1", 3, "night"), group("north-1", 4, "day"), group("north", 2, "day"), group("south", 9, "")}
	tree, err := frozen.New(parents, []string{"company"}, groups, frozen.Split{Units: true, Attributes: 1}, 5)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(frozen.Tree{
		Split: frozen.Split{Units: true, Attributes: 1},
		Units: []frozen.Unit{
			{ID: "company", Parent: -1, With: 0, Reported: true, Eligible: 18},
			{ID: "north", Parent: 0, With: 0, Reported: true, Eligible: 7},
			{ID: "north-1", Parent: 1, With: 2, Reported: true, Eligible: 7},
			{ID: "south", Parent: 0, With: 0, Reported: false, Eligible: 0},
		},
		Levels: [][]string{{"", "day", "night"}},
	}, tree), "two people of the north are too few beside their team, so that the south joins them at the root; nobody is asked in south-1")
}

func TestSubtreesHangUnderARootThatIsNoUnit(t *testing.T) {
	groups := []frozen.Group{group("south-1", 5), group("north-1", 6)}
	tree, err := frozen.New(parents, []string{"south", "north", "north-1"}, groups, frozen.Split{}, 5)
	require.NoError(t, err)
	ids := []string{}
	for _, unit := range tree.Units {
		ids = append(ids, unit.ID)
	}
	require.Equal(t, []string{"", "north", "north-1", "south", "south-1"}, ids)
	require.Equal(t, 11, tree.Units[0].Eligible)

	tree, err = frozen.New(parents, []string{"south", "north"}, groups[:1], frozen.Split{}, 5)
	require.NoError(t, err)
	require.Equal(t, "south", tree.Units[0].ID, "one subtree with people is the tree")
}

func TestWhatIsRefused(t *testing.T) {
	levels := func(n int, second string) (groups []frozen.Group) {
		for i := range n {
			groups = append(groups, group("north", 1, string(rune('a'+i)), second))
		}
		return groups
	}
	for name, c := range map[string]struct {
		groups []frozen.Group
		split  frozen.Split
		want   *frozen.LevelsError
	}{
		"enough":             {levels(50, ""), frozen.Split{Units: true, Attributes: 2}, nil},
		"too many of units":  {levels(51, ""), frozen.Split{Units: true, Attributes: 2}, &frozen.LevelsError{Levels: 51, Most: 50}},
		"enough of the root": {levels(8, ""), frozen.Split{Attributes: 2}, nil},
		"too many":           {levels(9, ""), frozen.Split{Attributes: 2}, &frozen.LevelsError{Levels: 9, Most: 8}},
	} {
		_, err := frozen.New(parents, []string{"company"}, c.groups, c.split, 5)
		if c.want == nil {
			require.NoError(t, err, name)
			continue
		}
		var many *frozen.LevelsError
		require.ErrorAs(t, err, &many, name)
		require.Equal(t, c.want, many, name)
	}
	_, err := frozen.New(parents, []string{"south"}, []frozen.Group{group("north", 9)}, frozen.Split{}, 5)
	require.Error(t, err, "who stands outside of the audience is not asked")
	_, err = frozen.New(map[string]string{"a": "b", "b": "a"}, []string{"a"}, []frozen.Group{group("a", 9)}, frozen.Split{}, 5)
	require.Error(t, err, "a circle")
	tree, err := frozen.New(parents, []string{"south"}, nil, frozen.Split{}, 5)
	require.NoError(t, err)
	require.Empty(t, tree.Units)
}

// The order of the groups decides nothing, and a population of a tree is one: every group lies where its unit and levels are.
func TestPopulation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var groups []frozen.Group
		names := []string{"company", "north", "south", "north-1", "south-1"}
		for _, unit := range names {
			for _, shift := range []string{"", "day", "night"} {
				for _, site := range []string{"A", "B"} {
					if people := rapid.IntRange(0, 12).Draw(t, "people"); people > 0 {
						groups = append(groups, group(unit, people, shift, site))
					}
				}
			}
		}
		split := frozen.Split{Units: true, Attributes: 2}
		tree, err := frozen.New(parents, []string{"company"}, groups, split, 5)
		require.NoError(t, err)
		again, err := frozen.New(parents, []string{"company"}, rapid.Permutation(groups).Draw(t, "order"), split, 5)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(tree, again))
		if len(groups) == 0 {
			return
		}
		p, err := tree.Population(groups)
		require.NoError(t, err)
		require.NoError(t, p.Check())
		require.Empty(t, cmp.Diff(population.NewPlan(p, 5), tree.Plan()))
		asked := 0
		for i, one := range groups {
			asked += one.People
			atom := p.Atoms[i]
			require.Equal(t, one.Unit, tree.Units[atom.Unit].ID)
			require.Equal(t, one.Levels, []string{tree.Levels[0][atom.Level], tree.Levels[1][atom.RootLevels[0]]})
			require.Equal(t, one.People, atom.Eligible)
		}
		require.Equal(t, asked, tree.Units[0].Eligible)
		for _, stranger := range []frozen.Group{group("west", 1, "", "A"), group("company", 1, "noon", "A"), group("company", 1, "")} {
			_, err = tree.Population([]frozen.Group{stranger})
			require.Error(t, err)
		}
	})
}
