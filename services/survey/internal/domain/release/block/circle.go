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
}

func newCircles(n *network, item Item) *circles {
	c := &circles{network: n, width: len(item.Scores)}
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

// has tells whether a group has either option among its sheets of a class.
func (c *circles) has(group []int, pair [2]int, class int) (first, second bool) {
	for _, s := range group {
		if c.strands[s].class == class {
			first = first || c.counts[s*c.width+pair[0]] > 0
			second = second || c.counts[s*c.width+pair[1]] > 0
		}
	}
	return first, second
}

// step goes along a strand from a node, and tells to where, if the strand has the option to give.
func (c *circles) step(s, node int, pair [2]int) (to int, can bool) {
	ends := c.strands[s].ends
	if node == ends[0] {
		return ends[1], c.counts[s*c.width+pair[1]] > 0
	}
	return ends[0], c.counts[s*c.width+pair[0]] > 0
}

// components numbers the nodes so that those have the same number that can be reached from each other, by Tarjan's algorithm without
// recursion. A step out of a group that has one option only lies on a circle if its ends have the same number.
func (c *circles) components(pair [2]int, class int) []int {
	type visit struct{ node, next int }
	at := c.at[class]
	component, index, low := make([]int, c.nodes), make([]int, c.nodes), make([]int, c.nodes)
	var path []visit
	var open []int
	count := 0
	for start := range c.nodes {
		if index[start] > 0 || len(at[start]) == 0 {
			continue
		}
		path = append(path, visit{node: start})
		for len(path) > 0 {
			top := &path[len(path)-1]
			node := top.node
			if top.next == 0 {
				count++
				index[node], low[node] = count, count
				open = append(open, node)
			}
			if top.next < len(at[node]) {
				s := at[node][top.next]
				top.next++
				to, can := c.step(s, node, pair)
				switch {
				case !can:
				case index[to] == 0:
					path = append(path, visit{node: to})
				case component[to] == 0:
					low[node] = min(low[node], index[to])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				above := path[len(path)-1].node
				low[above] = min(low[above], low[node])
			}
			if low[node] == index[node] {
				for closed := -1; closed != node; {
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
		for class := range c.at {
			if first, second := c.has(group, pair, class); first && second {
				if c.reaches(ends[0], ends[1], group, pair, class) || c.reaches(ends[1], ends[0], group, pair, class) {
					return true
				}
			}
		}
	}
	return false
}

// reaches tells whether steps lead from a node to another along strands outside of a group.
func (c *circles) reaches(from, to int, group []int, pair [2]int, class int) bool {
	seen := make([]bool, c.nodes)
	seen[from] = true
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		for _, s := range c.at[class][queue[0]] {
			next, can := c.step(s, queue[0], pair)
			if !can || seen[next] || slices.Contains(group, s) {
				continue
			}
			if next == to {
				return true
			}
			seen[next] = true
			queue = append(queue, next)
		}
	}
	return false
}
