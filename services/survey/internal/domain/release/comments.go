package release

// Comments tells where what people wrote to one item is read: for every unit the one at which its comments stand, -1 where nobody reads
// them. written are the comments counted with each unit itself. Comments stand at published units alone, at the lowest above their
// writers at which least of them or more come together, so that whatever subtrees are subtracted from each other leave none or least of them.
func Comments(parents []int, published []bool, written []int, least int) (at []int) {
	c := newCommented(parents, published, written)
	for u := len(parents) - 1; u >= 0; u-- {
		switch n := c.standing[u]; {
		case !published[u] || n == 0 || n >= least:
		case c.above[u] >= 0:
			c.move(u, c.above[u])
		case !c.joinBy(u):
			c.to[u] = -1
		}
	}
	at = make([]int, len(parents))
	for u := range parents {
		switch {
		case !published[u] && c.above[u] < 0, published[u] && c.to[u] < 0:
			at[u] = -1
		case !published[u]:
			at[u] = at[c.above[u]]
		case c.to[u] != u:
			at[u] = at[c.to[u]]
		default:
			at[u] = u
		}
	}
	return at
}

// commented is where comments stand while they are moved up: above is the nearest published unit above each, and to where those of a
// published unit went, itself where they stay.
type commented struct{ above, to, standing []int }

func newCommented(parents []int, published []bool, written []int) commented {
	c := commented{make([]int, len(parents)), make([]int, len(parents)), make([]int, len(parents))}
	for u, parent := range parents {
		c.to[u], c.above[u] = u, -1
		if parent >= 0 {
			c.above[u] = c.above[parent]
			if published[parent] {
				c.above[u] = parent
			}
		}
		switch {
		case published[u]:
			c.standing[u] += written[u]
		case c.above[u] >= 0:
			c.standing[c.above[u]] += written[u]
		}
	}
	return c
}

func (c commented) move(from, to int) {
	c.standing[to] += c.standing[from]
	c.standing[from], c.to[from] = 0, to
}

// joinBy moves to the top what stands at one of the units right below it: the fewest comments. It says whether there were any.
func (c commented) joinBy(top int) bool {
	fewest := -1
	for u := top + 1; u < len(c.above); u++ {
		if c.standing[u] == 0 || c.nearest(u) != top {
			continue
		}
		if fewest < 0 || c.standing[u] < c.standing[fewest] {
			fewest = u
		}
	}
	if fewest < 0 {
		return false
	}
	c.move(fewest, top)
	return true
}

// nearest is the unit above at which comments stand, or the topmost.
func (c commented) nearest(u int) int {
	for u = c.above[u]; u >= 0 && c.above[u] >= 0 && c.standing[u] == 0; u = c.above[u] {
	}
	return u
}
