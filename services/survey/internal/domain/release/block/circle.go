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
	counts []int
	// gives tells of every strand what give asked for: whether a step along it can be taken from the units' side, and from the levels'.
	gives [][2]bool
	// seen, by node the last run that came there, and queue belong to reaches, kept so that a search costs what it visits.
	seen  []int
	run   int
	queue []int32
	// component, index and low belong to components, for the same reason.
	component, index, low []int32
}

func newCircles(n *network, item Item) *circles {
	c := &circles{network: n, width: len(item.Scores), gives: make([][2]bool, len(n.strands)), seen: make([]int, n.nodes)}
	c.component, c.index, c.low = make([]int32, n.nodes), make([]int32, n.nodes), make([]int32, n.nodes)
	c.counts = make([]int, c.width*len(n.strands))
	for i, s := range n.strands {
		for _, a := range s.atoms {
			for option, sheets := range item.of(a) {
				c.counts[i*c.width+option] += sheets
			}
		}
	}
	return c
}

// pairs are all pairs of options, those with most sheets first, because they lie on most circles.
func (c *circles) pairs() [][2]int {
	sheets := make([]int, c.width)
	for i, n := range c.counts {
		sheets[i%c.width] += n
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

// of adds up a group's sheets by option.
func (c *circles) of(group []int) []int {
	sums := make([]int, c.width)
	for _, s := range group {
		for option, n := range c.counts[s*c.width : (s+1)*c.width] {
			sums[option] += n
		}
	}
	return sums
}

// give chooses the pair of options that change places from now on.
func (c *circles) give(pair [2]int) {
	for s := range c.gives {
		c.gives[s] = [2]bool{c.counts[s*c.width+pair[1]] > 0, c.counts[s*c.width+pair[0]] > 0}
	}
}

// has tells whether a group has the first and the second option among its sheets of a class.
func (c *circles) has(group []int, class int) (first, second bool) {
	for _, s := range group {
		if c.strands[s].class == class {
			first = first || c.gives[s][1]
			second = second || c.gives[s][0]
		}
	}
	return first, second
}

// components numbers the nodes so that those have the same number that can be reached from each other, by Tarjan's algorithm without
// recursion. The numbers hold until it is asked again. A step out of a group that has one option only lies on a circle if its ends have the same number.
func (c *circles) components(class int) []int32 {
	type visit struct{ node, next int32 }
	at := c.classes[class]
	component, index, low := c.component, c.index, c.low
	for _, of := range [][]int32{component, index, low} {
		clear(of)
	}
	var path []visit
	var open []int32
	count := int32(0)
	for start := range int32(c.nodes) {
		if index[start] > 0 || at.first[start] == at.first[start+1] {
			continue
		}
		path = append(path, visit{start, at.first[start]})
		for len(path) > 0 {
			top := &path[len(path)-1]
			node := top.node
			if index[node] == 0 {
				count++
				index[node], low[node] = count, count
				open = append(open, node)
			}
			if top.next < at.first[node+1] {
				step := at.ends[top.next]
				top.next++
				switch {
				case !c.gives[step.strand][step.side]:
				case index[step.to] == 0:
					path = append(path, visit{step.to, at.first[step.to]})
				case component[step.to] == 0:
					low[node] = min(low[node], index[step.to])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				above := path[len(path)-1].node
				low[above] = min(low[above], low[node])
			}
			if low[node] == index[node] {
				for closed := int32(-1); closed != node; {
					closed = open[len(open)-1]
					open = open[:len(open)-1]
					component[closed] = index[node]
				}
			}
		}
	}
	return component
}

// turnsBoth tells whether a group that has both options of a pair lies on a circle that does not lead back through the group itself.
func (c *circles) turnsBoth(group []int, pairs [][2]int) bool {
	ends := c.strands[group[0]].ends
	for _, pair := range pairs {
		for class := range c.classes {
			if first, second := c.holds(group, pair[0], class), c.holds(group, pair[1], class); first && second {
				if c.reaches(ends[0], ends[1], group, pair, class) || c.reaches(ends[1], ends[0], group, pair, class) {
					return true
				}
			}
		}
	}
	return false
}

func (c *circles) holds(group []int, option, class int) bool {
	return slices.ContainsFunc(group, func(s int) bool { return c.strands[s].class == class && c.counts[s*c.width+option] > 0 })
}

// reaches tells whether steps lead from a node to another along strands outside of a group.
func (c *circles) reaches(from, to int, group []int, pair [2]int, class int) bool {
	c.run++
	c.seen[from] = c.run
	c.queue = append(c.queue[:0], int32(from))
	for i := 0; i < len(c.queue); i++ {
		for _, step := range c.classes[class].at(int(c.queue[i])) {
			// What is stepped along gives away the second option on the units' side, the first on the levels'.
			gives := c.counts[int(step.strand)*c.width+pair[1-step.side]]
			if gives == 0 || c.seen[step.to] == c.run || slices.Contains(group, int(step.strand)) {
				continue
			}
			if int(step.to) == to {
				return true
			}
			c.seen[step.to] = c.run
			c.queue = append(c.queue, step.to)
		}
	}
	return false
}
