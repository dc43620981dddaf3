// Package choice decides which cells of a survey are published together, so that no arithmetic on them reaches fewer than k people. It
// looks at numbers of people, never at an answer. docs/decisions/0009-safe-release.md says why its criteria are right.
package choice

import "github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"

// Units chooses the units that are published: of all sets of which every residual (a published unit without its highest published
// descendants) holds at least k sheets or nobody who was asked, one with the most units, and of those one with the most sheets in
// them. own are the people counted with each unit itself; only units that may be published are. A unit where nobody was asked is not.
func Units(parents []int, may []bool, own []population.Count, k int) []bool {
	c := newUnitChoice(parents, own, k)
	for u := len(parents) - 1; u >= 0; u-- {
		c.close(u, may[u])
		if u > 0 {
			c.fold(u)
		}
	}
	return c.trace()
}

// unitChoice is a dynamic program up the tree. For every unit it knows, for every amount of sheets that may be left over in it (in no
// published unit), the best that can be published below. Amounts are: 0, nobody was asked; 1+n, n sheets of some who were
// asked; 1+k, k sheets or more.
type unitChoice struct {
	parents []int
	k       int
	total   []population.Count
	best    [][]worth
	// folded[u][amount of the parent after u] is what the parent had before and what u had.
	folded [][][2]int
	// published[u] is the amount that was left over before u was published, -1 where it was better not to be.
	published []int
}

// worth of a set of units. The zero worth is that of what cannot be.
type worth struct {
	possible      bool
	units, sheets int
}

func (w worth) less(v worth) bool {
	if !w.possible || !v.possible {
		return !w.possible && v.possible
	}
	return w.units < v.units || w.units == v.units && w.sheets < v.sheets
}

func newUnitChoice(parents []int, own []population.Count, k int) *unitChoice {
	c := &unitChoice{parents: parents, k: k, total: append([]population.Count(nil), own...)}
	c.best, c.folded, c.published = make([][]worth, len(parents)), make([][][2]int, len(parents)), make([]int, len(parents))
	for u, n := range own {
		c.best[u] = make([]worth, k+2)
		amount := 0
		if n.Eligible > 0 {
			amount = 1 + min(n.Sheets, k)
		}
		c.best[u][amount] = worth{possible: true}
	}
	return c
}

// close decides, all children of a unit being folded into it, what publishing it is worth.
func (c *unitChoice) close(u int, may bool) {
	c.published[u] = -1
	if !may || c.total[u].Eligible == 0 {
		return
	}
	best := c.best[u][0]
	for _, amount := range []int{0, c.k + 1} {
		with := c.best[u][amount]
		with.units++
		with.sheets += c.total[u].Sheets
		if best.less(with) {
			best, c.published[u] = with, amount
		}
	}
	c.best[u][0] = best
}

func (c *unitChoice) fold(u int) {
	parent := c.parents[u]
	c.total[parent] = c.total[parent].Add(c.total[u])
	after := make([]worth, c.k+2)
	from := make([][2]int, c.k+2)
	for i, rest := range c.best[parent] {
		if !rest.possible {
			continue
		}
		for j, below := range c.best[u] {
			amount := i + j
			if i > 0 && j > 0 {
				amount = min(amount-1, c.k+1)
			}
			sum := worth{below.possible, rest.units + below.units, rest.sheets + below.sheets}
			if after[amount].less(sum) {
				after[amount], from[amount] = sum, [2]int{i, j}
			}
		}
	}
	c.best[parent], c.folded[u] = after, from
}

// trace walks the best choice back from the root. A parent's children were folded last to first, so they come off first to last.
func (c *unitChoice) trace() []bool {
	chosen, left := make([]bool, len(c.parents)), make([]int, len(c.parents))
	for u := range c.parents {
		if u > 0 {
			parent := c.parents[u]
			from := c.folded[u][left[parent]]
			left[parent], left[u] = from[0], from[1]
		} else {
			for amount, w := range c.best[0] {
				if c.best[0][left[0]].less(w) {
					left[0] = amount
				}
			}
		}
		if left[u] == 0 && c.published[u] >= 0 {
			chosen[u], left[u] = true, c.published[u]
		}
	}
	return chosen
}
