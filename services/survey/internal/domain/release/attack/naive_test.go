package attack_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/attack"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// These reporters look at each figure by itself. What they leak is what a release must not.

// Three teams, of which the smallest is not shown: the others and their parent tell its mean.
func TestParentLessTeams(t *testing.T) {
	const k = 5
	teams := [][]int{{0, 4, 0, 0, 0, 0}, {0, 0, 0, 8, 0, 0}, {0, 0, 6, 6, 0, 0}}
	s := release.Survey{Population: population.Population{Parents: []int{-1, 0, 0, 0}}, Incomplete: make([]int, 3), Constructs: 1, K: k}
	item := block.Item{Scores: attack.Likert()}
	points, people := 0, 0
	for i, counts := range teams {
		n := 0
		for option, sheets := range counts {
			n += sheets
			points += (option + 1) * sheets
		}
		people += n
		s.Population.Atoms = append(s.Population.Atoms, population.Atom{Unit: 1 + i, Count: population.Count{Eligible: n, Sheets: n}})
		item.Counts = append(item.Counts, counts...)
	}
	s.Items, s.Plan = []block.Item{item}, population.NewPlan(s.Population, k)
	require.Equal(t, []int{82, 24}, []int{points, people})
	require.InDelta(t, 2.0, (float64(points)-8*4.0-12*3.5)/4, 0)

	sizes := []int{4, 8, 12}
	require.Equal(t, 4, attack.Reached(sizes, [][]int{{1, 1, 1}, {0, 1, 0}, {0, 0, 1}}, k))
	r, err := release.New(s)
	require.NoError(t, err)
	rows, _ := attack.Rows(s.Population, s.Plan, r.Cells())
	require.Equal(t, k, attack.Reached(sizes, rows, k))
}

// The mean of a factor over those who answered all its items, beside each item's over those who answered it: the sum of the items less
// the factor's is about those alone who left some blank, and in more than half of all units they are fewer than five.
func TestItemsBesideCompleteFactor(t *testing.T) {
	const items, units = 4, 400
	r := rand.New(rand.NewPCG(1, 1))
	leaks := 0
	for range units {
		var sizes, ofItems, ofFactor []int
		for range 8 + r.IntN(18) {
			answered := 0
			for range items {
				answered += min(1, r.IntN(50))
			}
			sizes, ofItems = append(sizes, 1), append(ofItems, min(1, answered))
			ofFactor = append(ofFactor, answered/items)
		}
		if attack.Reached(sizes, [][]int{ofItems, ofFactor}, 5) < 5 {
			leaks++
		}
	}
	require.InDelta(t, 0.69, float64(leaks)/units, 0.06)
}

// An item that is hidden where all agree can be told from its factor and the factor's other items.
func TestItemsHiddenOneByOne(t *testing.T) {
	const items = 4
	r := rand.New(rand.NewPCG(2, 2))
	hidden, told := 0, 0
	for range 5000 {
		people := 5 + r.IntN(4)
		var rows [][]int
		factor := make([]int, items)
		for i := range factor {
			factor[i] = 1
		}
		rows = append(rows, factor)
		missing := 0
		for i := range items {
			// Each item's sum is one unknown. It is shown unless all gave the same answer.
			first, same := r.IntN(2), true
			for range people - 1 {
				same = same && r.IntN(2)*r.IntN(2) == first
			}
			if same {
				missing++
				continue
			}
			row := make([]int, items)
			row[i] = 1
			rows = append(rows, row)
		}
		hidden += missing
		sizes := []int{1, 1, 1, 1}
		if missing == 1 && attack.Reached(sizes, rows, 2) == 1 {
			told++
		}
	}
	require.Greater(t, float64(told)/float64(hidden), 0.5)
}

// Tables by three attributes, each of groups of k people, are safe one by one and leak together.
func TestThreeAttributes(t *testing.T) {
	const k = 5
	r := rand.New(rand.NewPCG(3, 3))
	units, leaks := 0, 0
	for range 800 {
		people := 12 + r.IntN(20)
		atoms := map[[3]int]int{}
		for range people {
			atoms[[3]int{r.IntN(2), r.IntN(3), r.IntN(3)}]++
		}
		var sizes []int
		tables := make([][][]int, 3)
		for i := range tables {
			tables[i] = make([][]int, 3)
		}
		whole := []int{}
		for a, n := range atoms {
			sizes = append(sizes, n)
			whole = append(whole, 1)
			for i, levels := range tables {
				for level := range levels {
					levels[level] = append(levels[level], map[bool]int{true: 1}[a[i] == level])
				}
			}
		}
		joint := [][]int{whole}
		each := true
		for _, levels := range tables {
			alone := [][]int{whole}
			for _, row := range levels {
				n := 0
				for i, in := range row {
					n += in * sizes[i]
				}
				if n >= k {
					alone = append(alone, row)
				}
			}
			each = each && attack.Reached(sizes, alone, k) == k
			joint = append(joint, alone[1:]...)
		}
		if !each {
			continue
		}
		units++
		if attack.Reached(sizes, joint, k) < k {
			leaks++
		}
	}
	t.Logf("%d of %d units leak", leaks, units)
	require.Greater(t, leaks, units/10)
}
