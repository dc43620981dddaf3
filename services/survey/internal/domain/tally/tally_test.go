package tally_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/agreement"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/reliability"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/tally"
)

// questions are three ratings of a construct, the last turned round, and one by itself.
func questions() form.Form {
	plain, reversed := score.Rating(1, 5), score.Rating(1, 5)
	reversed.Reversed = true
	f := form.Form{Blocks: 2, Constructs: []form.Construct{{ID: "c", Weight: 1, Members: []form.Member{{Column: 0, Weight: 1}, {Column: 1, Weight: 1}, {Column: 2, Weight: 1}}}}}
	for i, scale := range []*score.Scale{&plain, &plain, &reversed, &plain} {
		f.Columns = append(f.Columns, form.Column{ID: string(rune('a' + i)), Options: 5, Scale: scale, Scores: []float64{1, 2, 3, 4, 5}, Block: i / 3})
	}
	return f
}

// company has two departments of so many people each, and nobody else.
func company(t *testing.T, people int) frozen.Tree {
	groups := []frozen.Group{{Unit: "north", People: people}, {Unit: "south", People: people}}
	tree, err := frozen.New(map[string]string{"north": "all", "south": "all"}, []string{"all"}, groups, frozen.Split{}, 5)
	require.NoError(t, err)
	return tree
}

// sheet is by chance, but one of a mind.
func sheet(r *rand.Rand) []byte {
	mind := 1 + r.IntN(4)
	return []byte{byte(mind + r.IntN(2)), byte(mind + r.IntN(2)), byte(6 - mind - r.IntN(2)), byte(1 + r.IntN(5))}
}

func TestTally(t *testing.T) {
	tree := company(t, 9)
	counted := tally.New(questions())
	for _, one := range [][]byte{{1, 2, 3, 4}, {1, 5, 0, 4}, {1, 5, 5, 0}} {
		require.NoError(t, counted.Add("south", nil, true, one))
	}
	require.NoError(t, counted.Add("north", nil, true, []byte{5, 5, 5, 5}))
	require.NoError(t, counted.Add("north", nil, false, make([]byte, 4)))
	s, err := counted.Survey(tree, 5)
	require.NoError(t, err)
	require.Equal(t, population.Count{Eligible: 2, Sheets: 1}, s.Population.Atoms[0].Count)
	require.Equal(t, 3, s.Population.Atoms[1].Sheets)
	require.Equal(t, []int{0, 1}, s.Incomplete, "a blank outside of all constructs makes no sheet incomplete")
	require.Equal(t, []int{0, 0, 0, 0, 0, 1, 0, 3, 0, 0, 0, 0}, s.Items[0].Counts)
	require.Equal(t, []int{0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1}, s.Items[2].Counts)
	require.True(t, math.IsNaN(s.Items[0].Scores[0]))
	require.Equal(t, []float64{1, 2, 3, 4, 5}, s.Items[3].Scores[1:])
	for _, item := range s.Items {
		require.NoError(t, item.Check(s.Population))
	}
	require.Error(t, counted.Add("north", nil, true, []byte{1, 1, 1}))
	require.Error(t, counted.Add("north", nil, true, []byte{1, 1, 1, 6}))
	require.NoError(t, counted.Add("west", nil, true, []byte{1, 1, 1, 1}))
	_, err = counted.Survey(tree, 5)
	require.Error(t, err, "nobody is asked in the west")

	s, err = tally.New(questions()).Survey(tree, 5)
	require.NoError(t, err)
	nothing, err := release.New(s)
	require.NoError(t, err)
	require.Empty(t, nothing.Cells(), "everybody was erased")
}

func TestStatistics(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	tree := company(t, 50)
	counted := tally.New(questions())
	var sums [3]moment.Sums
	for n := range 90 {
		unit := 1 + n%2
		one := sheet(r)
		require.NoError(t, counted.Add([]string{"all", "north", "south"}[unit], nil, true, one))
		for _, u := range []int{0, unit} {
			require.NoError(t, sums[u].Add([]float64{float64(one[0]), float64(one[1]), float64(6 - int(one[2]))}))
		}
	}
	s, err := counted.Survey(tree, 5)
	require.NoError(t, err)
	released, err := release.New(s)
	require.NoError(t, err)
	got := map[[2]int]float64{}
	for _, one := range counted.Statistics(tree, released) {
		require.Zero(t, one.Construct)
		got[[2]int{one.Unit, int(one.Kind)}] = one.Value
	}
	want := map[[2]int]float64{}
	var groupScores []figure.Summary
	for u := range sums {
		alpha, err := reliability.Alpha(&sums[u])
		require.NoError(t, err)
		omega, err := reliability.Omega(&sums[u])
		require.NoError(t, err)
		scores, err := sums[u].Score()
		require.NoError(t, err)
		sd, err := scores.SD()
		require.NoError(t, err)
		want[[2]int{u, int(tally.Alpha)}], want[[2]int{u, int(tally.Omega)}], want[[2]int{u, int(tally.SD)}] = alpha, omega.Omega, sd
		if u > 0 {
			groupScores = append(groupScores, scores)
		}
	}
	variance, err := agreement.Analyse(groupScores)
	require.NoError(t, err)
	icc2, err := variance.ICC2()
	require.NoError(t, err)
	want[[2]int{0, int(tally.ICC1)}], want[[2]int{0, int(tally.ICC2)}] = variance.ICC1(), icc2
	want[[2]int{0, int(tally.ICC1Unequal)}] = variance.ICC1Unequal()
	for u, sheets := range []float64{90, 45, 45} {
		key := [2]int{u, int(tally.Sheets)}
		require.Equal(t, sheets, got[key])
		delete(got, key)
	}
	require.Len(t, got, len(want))
	for key, value := range want {
		if key[0] == 0 {
			require.InDelta(t, value, got[key], 1e-12)
			continue
		}
		require.InEpsilon(t, value, got[key], 5e-4, "four digits below the root")
		require.NotEqual(t, value, got[key])
	}
}

// Two departments of twenty are too small for statistics of their own. How they differ at the root can be told where it follows from what is
// shown: then an attacker learns nothing from it.
func TestWhatSmallUnitsDifferIn(t *testing.T) {
	for name, c := range map[string]struct {
		change func(unit string, n int, sheet []byte)
		want   bool
	}{
		"all answered everything":              {func(string, int, []byte) {}, true},
		"six left one blank":                   {func(_ string, n int, one []byte) { one[0] *= byte(min(1, n/6)) }, false},
		"one department is of one mind":        {func(unit string, _ int, one []byte) { one[1] = map[string]byte{"north": 3, "south": one[1]}[unit] }, false},
		"it is of one mind in other questions": {func(_ string, _ int, one []byte) { one[3] = 2 }, true},
	} {
		t.Run(name, func(t *testing.T) {
			r, tree, counted := rand.New(rand.NewPCG(3, 3)), company(t, 20), tally.New(questions())
			for n := range 20 {
				for _, unit := range []string{"north", "south"} {
					one := sheet(r)
					c.change(unit, n, one)
					require.NoError(t, counted.Add(unit, nil, true, one))
				}
			}
			s, err := counted.Survey(tree, 5)
			require.NoError(t, err)
			released, err := release.New(s)
			require.NoError(t, err)
			got := map[tally.Kind]float64{}
			for _, one := range counted.Statistics(tree, released) {
				require.Zero(t, one.Unit)
				got[one.Kind] = one.Value
			}
			icc, is := got[tally.ICC1]
			require.Equal(t, c.want, is)
			if !is {
				return
			}
			// The attacker has the option counts of the departments, and the sd.
			var groups []figure.Summary
			for u := 1; u <= 2; u++ {
				group := figure.Summary{N: 20}
				for item := range 3 {
					counts, shown := released.Counts(cell.Cell{Unit: u, Level: cell.AllLevels}, item)
					require.True(t, shown)
					for value, sheets := range counts {
						if item == 2 {
							value = 6 - value
						}
						group.Mean += float64(value*sheets) / 60
					}
				}
				groups = append(groups, group)
			}
			computed, err := agreement.FromAll(figure.Summary{N: 40, Variance: got[tally.SD] * got[tally.SD]}, groups)
			require.NoError(t, err)
			require.InDelta(t, computed.ICC1(), icc, 1e-12)
		})
	}
}

// Of 29 complete sheets there are no statistics on whole sheets, however many are incomplete.
func TestFewCompleteSheetsHaveNoStatistics(t *testing.T) {
	for complete, want := range map[int]bool{29: false, 30: true} {
		r := rand.New(rand.NewPCG(2, 2))
		tree := company(t, 50)
		counted := tally.New(questions())
		for n := range 50 {
			one := sheet(r)
			if n >= complete {
				one[0] = 0
			}
			require.NoError(t, counted.Add("north", nil, true, one))
			require.NoError(t, counted.Add("south", nil, true, sheet(r)))
		}
		s, err := counted.Survey(tree, 5)
		require.NoError(t, err)
		released, err := release.New(s)
		require.NoError(t, err)
		north := false
		for _, one := range counted.Statistics(tree, released) {
			north = north || one.Unit == 1
		}
		require.Equal(t, want, north)
	}
}
