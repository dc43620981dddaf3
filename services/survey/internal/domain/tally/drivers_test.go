package tally_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/tally"
)

// statistics are those of a release of the sheets, which stand in the north and the south in turn.
func statistics(t *testing.T, tree frozen.Tree, f form.Form, sheets [][]byte, order []int) []tally.Statistic {
	t.Helper()
	counted := tally.New(f)
	for _, n := range order {
		require.NoError(t, counted.Add([]string{"north", "south"}[n%2], nil, true, sheets[n]))
	}
	s, err := counted.Survey(tree, 5)
	require.NoError(t, err)
	released, err := release.New(s)
	require.NoError(t, err)
	return counted.Statistics(tree, released)
}

func TestDrivers(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	tree, f := company(t, 60), questions()
	f.Outcome, f.Drivers = []form.Member{{Column: 3, Weight: 1}}, []int{0}
	sheets := make([][]byte, 100)
	for n := range sheets {
		sheets[n] = sheet(r)
	}
	there := statistics(t, tree, f, sheets, r.Perm(len(sheets)))
	require.ElementsMatch(t, there, statistics(t, tree, f, sheets, r.Perm(len(sheets))), "the order of the sheets makes no difference")
	told := map[int][]tally.Kind{}
	for _, one := range there {
		if one.Kind >= tally.DriverR && one.Kind <= tally.DriverHigh {
			told[one.Unit] = append(told[one.Unit], one.Kind)
		}
	}
	kinds := []tally.Kind{tally.DriverR, tally.DriverWeight, tally.DriverLow, tally.DriverHigh}
	require.Equal(t, map[int][]tally.Kind{0: kinds, 1: kinds, 2: kinds}, told)

	// A blank outcome makes a sheet incomplete: of 28 whole sheets in the north nothing is told, and of those below all together all is.
	for n := range sheets {
		if n%2 == 0 && n >= 56 {
			sheets[n][3] = 0
		}
	}
	for _, one := range statistics(t, tree, f, sheets, r.Perm(len(sheets))) {
		require.NotEqual(t, 1, one.Unit)
		if one.Kind == tally.Sheets && one.Unit == 0 {
			require.Equal(t, 78.0, one.Value)
		}
	}

	// Where the outcome is hidden, there are no drivers: all but one gave it the same answer.
	for n := range sheets {
		sheets[n][3] = 5
	}
	sheets[0][3] = 4
	for _, one := range statistics(t, tree, f, sheets, r.Perm(len(sheets))) {
		require.NotContains(t, kinds, one.Kind)
	}
}
