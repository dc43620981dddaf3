package cut

// search is a search for a path from two nodes at once.
type search struct {
	// seen is by node: which of the two nodes it was reached from (0 or 1), in the search with that number.
	seen []sighting
	run  int
	// queue and next are, for either node, what was reached from it and how much of that was looked at.
	queue [2][]int32
	next  [2]int
	// pushed are the edges that carry flow.
	pushed []int32
}

type sighting struct {
	run  int
	from int
	// by is the edge that led here, -1 at the start.
	by int32
}

func (s *search) addNode()  { s.seen = append(s.seen, sighting{}) }
func (s *search) dropNode() { s.seen = s.seen[:len(s.seen)-1] }

// Holds tells whether every cut between two nodes holds at least k sheets, or nobody. It sends sheets from one to the other: by the
// theorem of Ford and Fulkerson so many can go as the smallest cut holds. Where none can go, one cut of no sheets lies around
// what is reached. When all cuts that part neither of the two nodes from the other are as they should be, and nobody is in that one, then
// the others are unions of such and as they should be too.
func (g *Graph) Holds(a, b, k int) bool {
	defer g.drain()
	for sent := 0; sent < k; {
		e, exhausted := g.meet(int32(a), int32(b))
		switch {
		case e >= 0:
			sent += g.push(e, k-sent)
		case sent > 0:
			return false
		default:
			return !g.peopleLeave(exhausted)
		}
	}
	return true
}

// room is how many sheets more can go along an edge, away from the node where its given side lies.
func (e *edge) room(side int) int {
	if side == units {
		return e.Sheets - e.flow
	}
	return e.Sheets + e.flow
}

// meet finds a path with room from a to b, and returns the edge on it where the searches from both met; or -1, and which of the two
// nodes (0 or 1) can be left no further. It goes on from the node where less is to be looked at, so that a search in a small
// corner of a large graph stays there.
func (g *Graph) meet(a, b int32) (met int32, exhausted int) {
	g.run++
	cost := [2]int{}
	for from, node := range [2]int32{a, b} {
		g.queue[from], g.next[from] = append(g.queue[from][:0], node), 0
		g.seen[node] = sighting{g.run, from, -1}
		cost[from] = g.degree(node)
	}
	for {
		from := 0
		if cost[1] < cost[0] {
			from = 1
		}
		if g.next[from] == len(g.queue[from]) {
			return -1, from
		}
		node := g.queue[from][g.next[from]]
		g.next[from]++
		if met := g.visit(node, from); met >= 0 {
			return met, 0
		}
		if g.next[from] < len(g.queue[from]) {
			cost[from] += g.degree(g.queue[from][g.next[from]])
		}
	}
}

// visit goes along all edges of a node, and returns the one that leads to what the other search has seen, or -1.
func (g *Graph) visit(node int32, from int) int32 {
	for side := range g.at {
		for _, i := range g.at[side][node] {
			e := &g.edges[i]
			other := e.ends[1-side]
			leaves := side
			if from == 1 {
				// From b the path is walked backwards.
				leaves = 1 - side
			}
			if e.room(leaves) == 0 {
				continue
			}
			if g.seen[other].run != g.run {
				g.seen[other] = sighting{g.run, from, i}
				g.queue[from] = append(g.queue[from], other)
			} else if g.seen[other].from != from {
				return i
			}
		}
	}
	return -1
}

// push sends as many sheets as there is room for, at most so many, along the path through the edge where two searches met.
func (g *Graph) push(met int32, most int) int {
	type step struct{ e, leaves int32 }
	var path []step
	for side, node := range g.edges[met].ends {
		leaves := int32(side)
		from := g.seen[node].from
		if from == 0 {
			path = append(path, step{met, leaves})
		}
		for g.seen[node].by >= 0 {
			i := g.seen[node].by
			e := &g.edges[i]
			near := int32(units)
			if e.ends[levels] == node {
				near = levels
			}
			if from == 0 {
				path = append(path, step{i, 1 - near})
			} else {
				path = append(path, step{i, near})
			}
			node = e.ends[1-near]
		}
	}
	for _, s := range path {
		most = min(most, g.edges[s.e].room(int(s.leaves)))
	}
	for _, s := range path {
		if s.leaves == units {
			g.edges[s.e].flow += most
		} else {
			g.edges[s.e].flow -= most
		}
		g.pushed = append(g.pushed, s.e)
	}
	return most
}

// peopleLeave tells whether somebody who was asked is on an edge that leaves what was reached from one of the two nodes.
func (g *Graph) peopleLeave(from int) bool {
	for _, node := range g.queue[from] {
		for side := range g.at {
			for _, i := range g.at[side][node] {
				other := g.seen[g.edges[i].ends[1-side]]
				if g.edges[i].Eligible > 0 && (other.run != g.run || other.from != from) {
					return true
				}
			}
		}
	}
	return false
}

func (g *Graph) drain() {
	for _, e := range g.pushed {
		g.edges[e].flow = 0
	}
	g.pushed = g.pushed[:0]
}
