// Package cut answers one question about a graph of which one end of every edge can be moved: does every cut between two nodes hold at
// least so many sheets, or nobody who was asked?
package cut

import "github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"

// Graph holds edges, each of some people, between a node on the side of the units and a node on the side of the levels. Node 0, the
// ground, is on both sides.
type Graph struct {
	edges []edge
	// at lists the edges of every node, by the side of the edge that lies there.
	at [2][][]int32

	// What a search leaves behind, kept so that a search costs what it visits and not the size of the graph.
	search
}

// edge is some people between its two ends. place is where at lists it on the side of the levels.
type edge struct {
	ends  [2]int32
	place int32
	population.Count
	// flow goes from the units' side to the levels', negative when it goes back; never beyond the number of sheets.
	flow int
}

// The sides of an edge.
const (
	units = iota
	levels
)

// NewGraph has nodes on the side of the units, and no edge.
func NewGraph(nodes int) *Graph {
	g := &Graph{}
	for range nodes {
		g.AddNode()
	}
	return g
}

// AddNode adds a node without edges.
func (g *Graph) AddNode() int {
	for side := range g.at {
		g.at[side] = append(g.at[side], nil)
	}
	g.addNode()
	return len(g.at[units]) - 1
}

// DropNode takes away the newest node, which must have no edge.
func (g *Graph) DropNode() {
	last := len(g.at[units]) - 1
	for side := range g.at {
		g.at[side] = g.at[side][:last]
	}
	g.dropNode()
}

// AddEdge adds people between a node on the side of the units and the ground.
func (g *Graph) AddEdge(node int, people population.Count) (e int) {
	e = len(g.edges)
	g.edges = append(g.edges, edge{ends: [2]int32{int32(node), 0}, Count: people})
	g.at[units][node] = append(g.at[units][node], int32(e))
	g.attach(int32(e))
	return e
}

// Level is the node where an edge lies on the side of the levels.
func (g *Graph) Level(e int) int { return int(g.edges[e].ends[levels]) }

// Move lays an edge's end on the side of the levels to another node.
func (g *Graph) Move(e, node int) {
	moved := &g.edges[e]
	list := g.at[levels][moved.ends[levels]]
	last := list[len(list)-1]
	list[moved.place] = last
	g.edges[last].place = moved.place
	g.at[levels][moved.ends[levels]] = list[:len(list)-1]
	moved.ends[levels] = int32(node)
	g.attach(int32(e))
}

func (g *Graph) attach(e int32) {
	node := g.edges[e].ends[levels]
	g.edges[e].place = int32(len(g.at[levels][node]))
	g.at[levels][node] = append(g.at[levels][node], e)
}

func (g *Graph) degree(node int32) int { return len(g.at[units][node]) + len(g.at[levels][node]) }
