package attack_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/agreement"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/tally"
)

// department draws teams of people with scores from 0 to 16, the means of four answers in steps of a quarter, of which the last team is smaller
// than k.
func department(r *rand.Rand) [][]int {
	var teams [][]int
	for range 2 + r.IntN(4) {
		teams = append(teams, team(r, k+r.IntN(12)))
	}
	return append(teams, team(r, 1+r.IntN(k-1)))
}

func team(r *rand.Rand, people int) (scores []int) {
	for range people {
		scores = append(scores, r.IntN(5)+r.IntN(5)+r.IntN(5)+r.IntN(5))
	}
	return scores
}

func summary(scores []int) figure.Summary {
	values := make([]float64, len(scores))
	for i, s := range scores {
		values[i] = 1 + float64(s)/4
	}
	s, err := figure.Summarize(values)
	if err != nil {
		panic(err) // every team has somebody
	}
	return s
}

// spread is what a careful reporter tells of a department of which one team is too small: neither how many it has nor their mean, as the difference
// would be the team's; but the standard deviation of all, to four digits, and ICC(1) of all teams, to seven.
func spread(teams []figure.Summary) [2]float64 {
	v, err := agreement.Analyse(teams)
	if err != nil {
		return [2]float64{math.NaN(), math.NaN()}
	}
	total := v.Between*float64(v.Groups-1) + v.Within*float64(v.N-v.Groups)
	sd := math.Sqrt(total / float64(v.N-1))
	return [2]float64{math.Round(sd*1e3) / 1e3, math.Round(v.ICC1()*1e7) / 1e7}
}

// carefulSpread tries every team of fewer than k that there could be, and looks which fit.
func carefulSpread(_ *testing.T, r *rand.Rand) attempt {
	var teams []figure.Summary
	for _, scores := range department(r) {
		teams = append(teams, summary(scores))
	}
	last := len(teams) - 1
	hidden, told := teams[last], spread(teams)
	fits := map[[2]float64]bool{}
	var scores []int
	var try func(lowest int)
	try = func(lowest int) {
		for s := lowest; s <= 16 && len(scores) < k-1; s++ {
			scores = append(scores, s)
			teams[last] = summary(scores)
			if spread(teams) == told {
				fits[[2]float64{float64(teams[last].N), teams[last].Mean}] = true
			}
			try(s)
			scores = scores[:len(scores)-1]
		}
	}
	try(0)
	if len(fits) == 1 && !math.IsNaN(told[1]) {
		return attempt{int(hidden.N), k, false}
	}
	return attempt{k, k, false}
}

// hearthSpread asks a department of which one team is too small, and then again when somebody of that team has changed sheets with somebody
// else of whom nothing is shown. If all figures are the same, they do not tell how the team answered.
func hearthSpread(t *testing.T, r *rand.Rand) attempt {
	var teams [][][]byte
	for range 3 + r.IntN(3) {
		teams = append(teams, sheets(r, 30+r.IntN(15)))
	}
	teams = append(teams, sheets(r, 1+r.IntN(k-1)))
	hidden := &teams[len(teams)-1][0]
	told, statistics, beside := released(t, teams)
	if !slices.ContainsFunc(statistics, func(s tally.Statistic) bool { return s.Kind == tally.ICC1 }) {
		return attempt{gaveUp: true}
	}
	for _, team := range beside {
		for i := range teams[team] {
			other := &teams[team][i]
			*hidden, *other = *other, *hidden
			again, same, _ := released(t, teams)
			require.Equal(t, told, again)
			if slices.EqualFunc(statistics, same, alike) && string(*hidden) != string(*other) {
				return attempt{k, k, false}
			}
		}
	}
	return attempt{len(teams[len(teams)-1]), k, false}
}

func alike(a, b tally.Statistic) bool {
	return a.Unit == b.Unit && a.Kind == b.Kind && math.Abs(a.Value-b.Value) < 1e-9
}

func sheets(r *rand.Rand, people int) (sheets [][]byte) {
	for range people {
		sheets = append(sheets, []byte{byte(1 + r.IntN(5)), byte(1 + r.IntN(5)), byte(1 + r.IntN(5)), byte(1 + r.IntN(5))})
	}
	return sheets
}

// released are all counts and statistics that are shown of a department whose teams answered four items of a construct, and the teams that
// have none.
func released(t *testing.T, teams [][][]byte) (counts [][]int, statistics []tally.Statistic, hidden []int) {
	scale := score.Rating(1, 5)
	asks := form.Form{Blocks: 1, Constructs: []form.Construct{{ID: "c", Weight: 1}}}
	for i := range 4 {
		asks.Columns = append(asks.Columns, form.Column{ID: string(rune('a' + i)), Options: 5, Scale: &scale, Scores: []float64{1, 2, 3, 4, 5}})
		asks.Constructs[0].Members = append(asks.Constructs[0].Members, form.Member{Column: i, Weight: 1})
	}
	parents, counted := map[string]string{}, tally.New(asks)
	var groups []frozen.Group
	for i, people := range teams {
		unit := string(rune('A' + i))
		parents[unit] = "all"
		groups = append(groups, frozen.Group{Unit: unit, People: len(people)})
		for _, sheet := range people {
			require.NoError(t, counted.Add(unit, nil, true, sheet))
		}
	}
	tree, err := frozen.New(parents, []string{"all"}, groups, frozen.Split{}, k)
	require.NoError(t, err)
	s, err := counted.Survey(tree, k)
	require.NoError(t, err)
	made, err := release.New(s)
	require.NoError(t, err)
	for u := range tree.Units {
		for item := range asks.Columns {
			shown, is := made.Counts(cell.Cell{Unit: u, Level: cell.AllLevels}, item)
			counts = append(counts, shown)
			if !is && item == 0 {
				hidden = append(hidden, u-1) // the first is the department
			}
		}
	}
	return counts, counted.Statistics(tree, made), hidden
}
