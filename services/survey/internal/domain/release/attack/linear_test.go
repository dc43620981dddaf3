package attack_test

import (
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/attack"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
)

// seeds is how many organisations are attacked.
func seeds(few, many uint64) uint64 {
	if os.Getenv("HEARTH_SOAK") != "" {
		return many
	}
	return few
}

// Whatever anybody computes from all figures of two waves is about at least k people in one of them, less those who know their own
// answers. A reporter who shows every cell of k people leaks in many of the same organisations.
func TestNobodyIsReached(t *testing.T) {
	const k = 5
	naive, published := 0, 0
	count := seeds(300, 20_000)
	for seed := range count {
		r := rand.New(rand.NewPCG(seed, 3))
		o := attack.NewOrganisation(r, 30, 45)
		colluders := r.IntN(k)
		leaks := false
		for range 2 {
			s := o.Wave(r, k, 0, 2)
			made, err := release.New(s)
			require.NoError(t, err)
			published += len(made.Cells())
			rows, atoms := attack.Rows(s.Population, s.Plan, made.Cells())
			sizes := make([]int, len(atoms))
			for column, i := range atoms {
				sizes[column] = s.Population.Atoms[i].Sheets
			}
			require.Equal(t, k, attack.Reached(sizes, rows, k), "seed %d", seed)
			rows, _ = attack.Rows(s.Population, s.Plan, everyCell(s, k))
			leaks = leaks || attack.Reached(sizes, rows, k) < k
			// Colluders take themselves out of what they compute; nobody is told apart who is in no group with them.
			for range colluders {
				if one := r.IntN(len(sizes) + 1); one < len(sizes) && sizes[one] > 0 {
					sizes[one]--
				}
			}
			rows, _ = attack.Rows(s.Population, s.Plan, made.Cells())
			require.GreaterOrEqual(t, attack.Reached(sizes, rows, k), k-colluders, "seed %d", seed)
		}
		if leaks {
			naive++
		}
	}
	t.Logf("%d cells of %d organisations; showing every cell of %d people leaks in %d", published, count, k, naive)
	require.Greater(t, naive, int(count/4))
	require.Greater(t, published, int(count))
}

// everyCell are the cells that a reporter shows who looks at each by itself.
func everyCell(s release.Survey, k int) []cell.Cell {
	all := cell.Set{Units: make([]bool, len(s.Population.Parents)), Levels: make([][]bool, s.Population.Levels)}
	for u := range all.Units {
		all.Units[u] = true
	}
	for l := range all.Levels {
		all.Levels[l] = all.Units
	}
	for _, levels := range s.Population.RootLevels {
		all.Roots = append(all.Roots, make([]bool, levels))
		for l := range levels {
			all.Roots[len(all.Roots)-1][l] = true
		}
	}
	var large []cell.Cell
	rows, atoms := attack.Rows(s.Population, s.Plan, all.All())
	for i, one := range all.All() {
		sheets := 0
		for column, in := range rows[i] {
			sheets += in * s.Population.Atoms[atoms[column]].Sheets
		}
		if sheets >= k {
			large = append(large, one)
		}
	}
	return large
}
