package attack_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/attack"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// These reporters look at each figure by itself. What they leak is what a release must not.

// Three teams, of which the smallest is not shown: the others and their parent tell its mean.
func TestParentLessTeams(t *testing.T) {
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
		if attack.Reached(sizes, [][]int{ofItems, ofFactor}, k) < k {
			leaks++
		}
	}
	require.InDelta(t, 0.69, float64(leaks)/units, 0.06)
}

// oneByOne hides an item of a team where all agree, beside the mean of its factor: if it is the only one, the others tell it.
func oneByOne(_ *testing.T, r *rand.Rand) attempt {
	const items = 4
	people, hidden := k+r.IntN(4), 0
	for range items {
		first, same := r.IntN(2), true
		for range people - 1 {
			same = same && r.IntN(2)*r.IntN(2) == first
		}
		if same {
			hidden++
		}
	}
	return recovered(people, hidden)
}

// recovered is the answers of a whole team to an item, which are hidden because all of them agree, and not because it is small.
func recovered(people, hidden int) attempt {
	one := attempt{people, people, hidden == 0}
	if hidden == 1 {
		one.allowed++
	}
	return one
}

// blocks looks in which items of a factor a release hides, in cells of which the factor has a mean.
func blocks(t *testing.T, r *rand.Rand) attempt {
	const items = 4
	asks := form.Form{Blocks: 1, Constructs: []form.Construct{{ID: "c", Weight: 1}}}
	scale := score.Rating(1, 2)
	for i := range items {
		asks.Columns = append(asks.Columns, form.Column{ID: string(rune('a' + i)), Options: 2, Scale: &scale})
		asks.Constructs[0].Members = append(asks.Constructs[0].Members, form.Member{Column: i, Weight: 1})
	}
	o := attack.NewOrganisation(r, 12, 20)
	w := o.Wave(r, k, attack.Questions{Items: items, Options: 2})
	made, err := release.New(w.Survey)
	require.NoError(t, err)
	any := false
	for _, c := range made.Cells() {
		one, hidden := report.Cell{K: k, Counts: make([][]int64, items)}, 0
		people, _ := made.Participation(c)
		one.Eligible = int64(people.Eligible)
		for item := range items {
			counts, is := made.Counts(c, item)
			if !is {
				hidden++
				continue
			}
			// No sheet has a blank.
			one.Counts[item] = []int64{0, int64(counts[0]), int64(counts[1])}
		}
		any = any || hidden > 0
		if hidden > 0 && one.Constructs(asks)[0].Mean != nil {
			return recovered(people.Sheets, hidden)
		}
	}
	return attempt{k, k, !any}
}

// threeTables shows a unit by three attributes, each of groups of k people, and each safe by itself.
func threeTables(_ *testing.T, r *rand.Rand) attempt {
	atoms := map[[3]int]int{}
	for range 12 + r.IntN(20) {
		atoms[[3]int{r.IntN(2), r.IntN(3), r.IntN(3)}]++
	}
	places := slices.SortedFunc(maps.Keys(atoms), func(a, b [3]int) int { return slices.Compare(a[:], b[:]) })
	var sizes []int
	for _, place := range places {
		sizes = append(sizes, atoms[place])
	}
	whole := slices.Repeat([]int{1}, len(sizes))
	joint := [][]int{whole}
	for attribute := range 3 {
		alone := [][]int{whole}
		for level := range 3 {
			row, people := make([]int, len(sizes)), 0
			for i, place := range places {
				if place[attribute] == level {
					row[i] = 1
					people += sizes[i]
				}
			}
			if people >= k {
				alone = append(alone, row)
			}
		}
		if attack.Reached(sizes, alone, k) < k {
			return attempt{gaveUp: true}
		}
		joint = append(joint, alone[1:]...)
	}
	return attempt{attack.Reached(sizes, joint, k), k, false}
}

// threeAttributes asks one unit whose people differ in three attributes.
func threeAttributes(t *testing.T, r *rand.Rand) attempt {
	o := attack.NewOrganisation(r, 1, 1)
	o.Levels, o.RootLevels = 0, []int{2, 3, 3}
	for range 12 + r.IntN(150) {
		o.People = append(o.People, attack.Place{RootLevels: []int{r.IntN(2), r.IntN(3), r.IntN(3)}})
	}
	w := o.Wave(r, k, attack.Questions{Items: 1, Options: 3, Blank: true})
	made, err := release.New(w.Survey)
	require.NoError(t, err)
	one := linear(t, attack.Hearth, w, nil)
	one.gaveUp = len(made.Cells()) < 2
	return one
}
