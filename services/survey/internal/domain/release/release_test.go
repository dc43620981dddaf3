package release_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// survey has a root with two teams, one item by five options, and the second team of one mind.
func survey() release.Survey {
	s := release.Survey{
		Population: population.Population{Parents: []int{-1, 0, 0, 0}, Levels: 2, RootLevels: []int{2}},
		Incomplete: make([]int, 7), Constructs: 2, K: 5,
		Items: []block.Item{{Scores: []float64{1, 2, 3}}, {Scores: []float64{1, 2, 3}, Construct: 1}},
	}
	for i, counts := range [][]int{{9, 9, 9}, {7, 7, 7}, {12, 0, 0}, {8, 0, 0}, {5, 5, 6}, {6, 7, 4}, {0, 1, 0}} {
		sheets := counts[0] + counts[1] + counts[2]
		s.Population.Atoms = append(s.Population.Atoms, population.Atom{
			Unit: (1 + i/2) % 4, Level: i % 2, RootLevels: []int{i / 2 % 2}, Count: population.Count{Eligible: sheets + 1, Sheets: sheets},
		})
		s.Items[0].Counts = append(s.Items[0].Counts, counts...)
		s.Items[1].Counts = append(s.Items[1].Counts, sheets/2, 0, sheets-sheets/2)
	}
	s.Plan = population.NewPlan(s.Population, s.K)
	return s
}

func TestRelease(t *testing.T) {
	s := survey()
	// The root's own two people were joined by the smallest team.
	require.Equal(t, population.Plan{Reported: []bool{true, true, false, true}, With: []int{0, 1, 0, 3}}, s.Plan)
	r, err := release.New(s)
	require.NoError(t, err)

	root, first, second, third := whole(0), whole(1), whole(2), whole(3)
	require.Subset(t, r.Cells(), []cell.Cell{root, first, third})
	people, shown := r.Participation(root)
	require.True(t, shown)
	require.Equal(t, population.Count{Eligible: 109, Sheets: 102}, people)
	for _, hidden := range []cell.Cell{second, whole(-1), whole(9), {Unit: 1, Level: 7}, {Unit: 1, Attribute: 1}, {Level: 1, Attribute: 2}} {
		_, shown = r.Participation(hidden)
		require.False(t, shown, "%+v", hidden)
		_, shown = r.Counts(hidden, 0)
		require.False(t, shown, "%+v", hidden)
	}
	counts, shown := r.Counts(first, 0)
	require.True(t, shown)
	require.Equal(t, []int{16, 16, 16}, counts)
	_, shown = r.Counts(third, 0)
	require.False(t, shown, "all but one of those who are in neither of the other teams are of one mind: the smaller team joins them")
	counts, shown = r.Counts(root, 0)
	require.True(t, shown)
	require.Equal(t, 102, counts[0]+counts[1]+counts[2])
	counts, shown = r.Counts(root, 1)
	require.True(t, shown)
	require.Equal(t, 102, counts[0]+counts[1]+counts[2])
	for _, item := range []int{-1, 2} {
		_, shown = r.Counts(root, item)
		require.False(t, shown)
	}
}

func whole(unit int) cell.Cell { return cell.Cell{Unit: unit, Level: cell.AllLevels} }

func TestWholeSheets(t *testing.T) {
	s := survey()
	s.Population.Atoms[2].Sheets, s.Population.Atoms[3].Sheets = 8, 0
	s.Items, s.Constructs = nil, 0
	wholeSheets := func() (whole [6]bool) {
		r, err := release.New(s)
		require.NoError(t, err)
		for i := range whole {
			whole[i] = r.WholeSheets(i - 1)
		}
		return whole
	}
	// The rest of the root has 9 sheets: too few beside both teams.
	require.Equal(t, [6]bool{1: true, 2: true}, wholeSheets())
	// A few blank answers would be told apart from those who gave all; enough of them may be.
	s.Incomplete[0] = 4
	require.Equal(t, [6]bool{}, wholeSheets(), "without the team, the root's figures would be about the same few")
	s.Incomplete[1] = 1
	require.Equal(t, [6]bool{1: true, 2: true}, wholeSheets())
}

// Six people left some blank, but the counts less those of the team less the whole sheets tell of the team's complete and the others' incomplete
// sheets alone.
func TestWholeSheetsBesideCounts(t *testing.T) {
	for complete, want := range map[int]bool{2: false, 3: true} {
		s := release.Survey{Population: population.Population{Parents: []int{-1, 0}}, Incomplete: []int{2, 4}, K: 5}
		for u, sheets := range []int{40, complete + 4} {
			s.Population.Atoms = append(s.Population.Atoms, population.Atom{Unit: u, Count: population.Count{Eligible: sheets, Sheets: sheets}})
		}
		s.Plan = population.NewPlan(s.Population, s.K)
		r, err := release.New(s)
		require.NoError(t, err)
		require.Len(t, r.Cells(), 2)
		require.Equal(t, want, r.WholeSheets(0), "%d complete sheets in the team", complete)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*release.Survey){
		"a small k":           func(s *release.Survey) { s.K = 4 },
		"no population":       func(s *release.Survey) { s.Population.Parents = nil },
		"no plan":             func(s *release.Survey) { s.Plan = population.Plan{} },
		"no incomplete":       func(s *release.Survey) { s.Incomplete = nil },
		"unknown construct":   func(s *release.Survey) { s.Constructs = 1 },
		"counts that miss":    func(s *release.Survey) { s.Items[0].Counts[0]++ },
		"levels without mark": func(s *release.Survey) { s.Population.RootLevels[0] = 9 },
	} {
		s := survey()
		spoil(&s)
		_, err := release.New(s)
		require.Error(t, err, name)
	}
}
