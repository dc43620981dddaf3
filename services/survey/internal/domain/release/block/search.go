package block

// The ways in which a search goes.
const (
	forward = iota
	backward
)

// search is a search for a way from a node to another, from both at once, kept so that each costs what it visits.
type search struct {
	run int32
	// seen are, by node and way, the last run that came there.
	seen  [2][]int32
	queue [2][]int
	// looked is how much of a queue was looked at, and cost how many steps led from there.
	looked, cost [2]int
}

func newSearch(nodes int) search {
	return search{seen: [2][]int32{make([]int32, nodes), make([]int32, nodes)}}
}

func (s *search) begin(from, to int) {
	s.run++
	for way, node := range [2]int{from, to} {
		s.seen[way][node] = s.run
		s.queue[way] = append(s.queue[way][:0], node)
		s.looked[way], s.cost[way] = 0, 0
	}
}

// next is the node to go on from, and in which way: where less is to be looked at, so that a search in a small corner of a large graph
// stays there. There is none if one of the two ways has nothing left, because then they do not meet.
func (s *search) next(at incidence) (node, way int, any bool) {
	var cost [2]int
	for way, queue := range s.queue {
		if s.looked[way] == len(queue) {
			return 0, 0, false
		}
		cost[way] = s.cost[way] + len(at.at(queue[s.looked[way]]))
	}
	if cost[backward] < cost[forward] {
		way = backward
	}
	node = s.queue[way][s.looked[way]]
	s.looked[way]++
	s.cost[way] = cost[way]
	return node, way, true
}

// reach notes that a node can be reached in a way, and tells whether it can in both.
func (s *search) reach(node, way int) bool {
	if s.seen[way][node] == s.run {
		return false
	}
	s.seen[way][node] = s.run
	s.queue[way] = append(s.queue[way], node)
	return s.seen[1-way][node] == s.run
}
