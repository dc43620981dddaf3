package block

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// tables calls do with every table of answers that has the same figures in all nodes and levels of the root as the true one.
func tables(l *layout, item Item, do func(counts []int)) {
	width := len(item.Scores)
	left := l.Residuals(item.Counts, width)
	counts := make([]int, len(item.Counts))
	take := func(atom, option, n int) bool {
		counts[atom*width+option] += n
		one := Item{Scores: item.Scores, Counts: make([]int, len(counts))}
		one.Counts[atom*width+option] = n
		fits := true
		for i, taken := range l.Residuals(one.Counts, width) {
			left[i] -= taken
			// The ground publishes nothing.
			fits = fits && (i < width || left[i] >= 0)
		}
		return fits
	}
	var fill func(atom, option, sheets int)
	fill = func(atom, option, sheets int) {
		switch {
		case atom == len(l.p.Atoms):
			do(counts)
		case option == width-1:
			if take(atom, option, sheets) {
				next := 0
				if atom+1 < len(l.p.Atoms) {
					next = l.p.Atoms[atom+1].Sheets
				}
				fill(atom+1, 0, next)
			}
			take(atom, option, -sheets)
		default:
			for n := range sheets + 1 {
				if take(atom, option, n) {
					fill(atom, option+1, sheets-n)
				}
				take(atom, option, -n)
			}
		}
	}
	fill(0, 0, l.p.Atoms[0].Sheets)
}

// groupCounts adds up a group's sheets by option.
func groupCounts(net *network, group []int, counts []int, width int) []int {
	sums := make([]int, width)
	for _, s := range group {
		for _, a := range net.all[s].atoms {
			for option, n := range counts[a*width : (a+1)*width] {
				sums[option] += n
			}
		}
	}
	return sums
}

func draw(t *rapid.T, options int, roots ...int) (population.Population, Item) {
	p := population.Population{Parents: []int{-1}, Levels: rapid.IntRange(1, 3).Draw(t, "levels"), RootLevels: roots}
	for u := range rapid.IntRange(0, 2).Draw(t, "units") {
		p.Parents = append(p.Parents, rapid.IntRange(0, u).Draw(t, "parent"))
	}
	item := Item{Scores: make([]float64, options)}
	for option := range options {
		item.Scores[option] = float64(option)
	}
	for range rapid.IntRange(1, 6).Draw(t, "atoms") {
		a := population.Atom{Unit: rapid.IntRange(0, len(p.Parents)-1).Draw(t, "unit"), Level: rapid.IntRange(0, p.Levels-1).Draw(t, "level")}
		for _, levels := range roots {
			a.RootLevels = append(a.RootLevels, rapid.IntRange(0, levels-1).Draw(t, "root level"))
		}
		for range options {
			n := max(0, rapid.IntRange(-1, 2).Draw(t, "sheets"))
			item.Counts = append(item.Counts, n)
			a.Sheets += n
		}
		a.Eligible = a.Sheets
		p.Atoms = append(p.Atoms, a)
	}
	return p, item
}

// With two options, circles find exactly the groups whose answers can be told; with more, and with attributes of the root, those at least.
func TestCertain(t *testing.T) {
	found, other := 0, 0
	check := func(exact bool, options int, roots ...int) {
		rapid.Check(t, func(t *rapid.T) {
			p, item := draw(t, options, roots...)
			require.NoError(t, item.Check(p))
			k := rapid.IntRange(2, 4).Draw(t, "k")
			plan := population.NewPlan(p, k)
			set := choice.Cells(p, plan, k)
			set.Roots, _ = choice.Roots(p, plan, set, k)
			l := newLayout(newFrame(p, plan, k), set)
			net := l.network(newStrands(p, set, []Item{item}))
			candidates := net.candidates(slices.Repeat([]bool{true}, net.nodes))
			c := newCircles(net)
			c.of(item, 0)
			certain := c.certain(candidates, k)
			open := make([]bool, len(candidates))
			tables(l, item, func(counts []int) {
				for i, g := range candidates {
					if !slices.Equal(groupCounts(net, g, counts, options), groupCounts(net, g, item.Counts, options)) {
						open[i] = true
					}
				}
			})
			for i, g := range candidates {
				if counts := groupCounts(net, g, item.Counts, options); total(counts) >= k && !uniform(counts) {
					continue
				}
				isCertain := slices.ContainsFunc(certain, func(c []int) bool { return slices.Equal(c, g) })
				if isCertain {
					found++
				} else {
					other++
				}
				require.True(t, open[i] || isCertain, "the answers of %v are known", g)
				require.True(t, !exact || open[i] != isCertain, "the answers of %v are not known", g)
			}
		})
	}
	for range 6 {
		check(true, 2)
	}
	check(false, 3)
	check(false, 2, 2)
	require.Positive(t, found)
	require.Positive(t, other)
}
