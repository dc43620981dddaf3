package attack_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/attack"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
)

// mostTables is how many tables of answers are tried of one organisation; with more, it proves nothing and is passed over.
const mostTables = 5000

// determined tells whether some group of fewer than limit people, of any places, has the same answers in every table that fits the
// figures of some cells; and whether all tables were tried.
func determined(s release.Survey, cells []cell.Cell, limit int) (found, all bool) {
	rows, atoms := attack.Rows(s.Population, s.Plan, cells)
	options := len(s.Items[0].Scores)
	sizes, truth := make([]int, len(atoms)), make([][]int, len(atoms))
	for column, i := range atoms {
		sizes[column] = s.Population.Atoms[i].Sheets
		truth[column] = s.Items[0].Counts[i*options : (i+1)*options]
	}
	sum := func(table [][]int, in func(column int) bool) []int {
		counts := make([]int, options)
		for column := range table {
			if in(column) {
				for option, n := range table[column] {
					counts[option] += n
				}
			}
		}
		return counts
	}
	var figures [][]int
	for _, row := range rows {
		figures = append(figures, sum(truth, func(column int) bool { return row[column] == 1 }))
	}
	// Groups of which no table differed yet.
	var groups []int
	for group := range 1 << len(atoms) {
		people := 0
		for column := range atoms {
			people += group >> column & 1 * sizes[column]
		}
		if people > 0 && people < limit {
			groups = append(groups, group)
		}
	}
	all = attack.Tables(sizes, rows, figures, options, mostTables, func(table [][]int) {
		groups = slices.DeleteFunc(groups, func(group int) bool {
			in := func(column int) bool { return group>>column&1 == 1 }
			return !slices.Equal(sum(table, in), sum(truth, in))
		})
	})
	return len(groups) > 0, all
}

// What all tables have in common that fit to what is shown of an item tells nobody's answers, not even of people of several places
// together. Without hiding by the answers, the same cells would.
func TestNobodyIsDetermined(t *testing.T) {
	const k = 5
	tried, unhidden := 0, 0
	for seed := range seeds(2000, 100_000) {
		r := rand.New(rand.NewPCG(seed, 7))
		o := attack.NewOrganisation(r, 6, 10)
		s := o.Wave(r, k, 1, 2+r.IntN(2))
		if len(s.Population.Atoms) > 9 {
			continue
		}
		made, err := release.New(s)
		require.NoError(t, err)
		var shown []cell.Cell
		for _, c := range made.Cells() {
			if _, is := made.Counts(c, 0); is {
				shown = append(shown, c)
			}
		}
		found, all := determined(s, shown, k)
		if !all || len(shown) == 0 {
			continue
		}
		tried++
		require.False(t, found, "seed %d", seed)
		if found, all := determined(s, made.Cells(), k); found && all {
			unhidden++
		}
	}
	t.Logf("%d organisations; without hiding, %d would give somebody away", tried, unhidden)
	require.Greater(t, unhidden, tried/10)
	require.Greater(t, tried, 50)
}
