package block

import (
	"cmp"
	"slices"
)

// circles looks for circles of strands along which two options change places. A step from the units' side to the levels' takes the
// second option out of a strand and puts the first in, so the strand must have the second; a step back takes out the first.
type circles struct {
	*network
	width int
	// counts holds every strand's sheets by option.
	counts []int32
	// options tells by option which strands have it.
	options [][]bool
	// gives tells by strand, as give asked for, whether a step along it can be taken from the units' side, and from the levels'.
	gives [2][]bool
	// barred are, by strand, the last run in which no step led along it.
	barred []int32
	search
	// component, index and low belong to components, kept so that each look costs no memory.
	component, index, low []int32
}

func newCircles(n *network) *circles {
	c := &circles{network: n, barred: make([]int32, len(n.all))}
	c.search = newSearch(n.nodes)
	c.component, c.index, c.low = make([]int32, n.nodes), make([]int32, n.nodes), make([]int32, n.nodes)
	return c
}

// of turns to an item, by its place.
func (c *circles) of(item Item, place int) {
	c.width, c.counts, c.options = len(item.Scores), c.strands.counts[place], c.strands.options[place]
}

// pairs are all pairs of options, those with most sheets first, because they lie on most circles.
func (c *circles) pairs() [][2]int {
	sheets := make([]int, c.width)
	for i := range c.all {
		if c.ends[i] != [2]int{} {
			for option, n := range c.counts[i*c.width : (i+1)*c.width] {
				sheets[option] += int(n)
			}
		}
	}
	var pairs [][2]int
	for first := range sheets {
		for second := range first {
			if sheets[first] > 0 && sheets[second] > 0 {
				pairs = append(pairs, [2]int{first, second})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b [2]int) int {
		return cmp.Compare(sheets[b[0]]*sheets[b[1]], sheets[a[0]]*sheets[a[1]])
	})
	return pairs
}

// sum adds up a group's sheets by option.
func (c *circles) sum(group []int, sums []int) {
	clear(sums)
	for _, s := range group {
		for option, n := range c.counts[s*c.width : (s+1)*c.width] {
			sums[option] += int(n)
		}
	}
}

// give chooses the pair of options that change places from now on.
func (c *circles) give(pair [2]int) {
	c.gives = [2][]bool{c.options[pair[1]], c.options[pair[0]]}
}

// has tells whether steps can be taken along the strands of a group that are of a class, by the side from which.
func (c *circles) has(group []int, class int) (gives [2]bool) {
	for _, s := range group {
		if c.all[s].class == class {
			gives[0] = gives[0] || c.gives[0][s]
			gives[1] = gives[1] || c.gives[1][s]
		}
	}
	return gives
}

// turn tells whether a group lies on a circle of a class that does not lead back through the group itself: a step along it leads from one
// of its nodes to the other, and other steps lead back.
func (c *circles) turn(group []int, class int) bool {
	gives, ends := c.has(group, class), c.ends[group[0]]
	return gives[1] && c.leads(ends[0], ends[1], group, class) || gives[0] && c.leads(ends[1], ends[0], group, class)
}

// leads tells whether steps lead from a node to another along strands outside of a group.
func (c *circles) leads(from, to int, group []int, class int) bool {
	c.begin(from, to)
	for _, s := range group {
		c.barred[s] = c.run
	}
	at := c.classes[class]
	for {
		node, way, any := c.next(at)
		if !any {
			return false
		}
		for _, step := range at.at(node) {
			// From the far node the steps are walked backwards.
			side := step.side
			if way == backward {
				side = 1 - side
			}
			if !c.gives[side][step.strand] || c.barred[step.strand] == c.run {
				continue
			}
			if c.reach(int(step.to), way) {
				return true
			}
		}
	}
}

// certain are those of the groups for which no circle is found, of the ones that matter: of fewer than k sheets, or too much alike.
func (c *circles) certain(groups [][]int, k int) [][]int {
	sums := make([]int, c.width)
	groups = slices.DeleteFunc(slices.Clone(groups), func(group []int) bool {
		c.sum(group, sums)
		return total(sums) >= k && !uniform(sums)
	})
	for _, pair := range c.pairs() {
		if len(groups) == 0 {
			return nil
		}
		c.give(pair)
		for class := range c.classes {
			turn := func(group []int) bool { return c.turn(group, class) }
			if len(groups)*componentsCost > len(c.all) {
				component := c.components(class)
				turn = func(group []int) bool {
					gives, ends := c.has(group, class), c.ends[group[0]]
					if gives[0] && gives[1] {
						// The way from its one end to the other may lead through the group itself.
						return c.turn(group, class)
					}
					return gives[0] != gives[1] && component[ends[0]] == component[ends[1]]
				}
			}
			groups = slices.DeleteFunc(groups, turn)
		}
	}
	return groups
}

// componentsCost is of how many strands components cost as much as a search for one circle.
const componentsCost = 64
