package choice

import (
	"cmp"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cut"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Cells chooses the cells that are published of a population counted as planned: its units first, then, from the root down and the
// larger first, each published unit by each level, if with those chosen before no combination of cells reaches fewer than k sheets of
// people who were asked. Of cells by level it leaves out again the lightest, until none has few sheets beside those inside of it.
func Cells(p population.Population, plan population.Plan, k int) cell.Set {
	set := safeCells(p, plan, k)
	for thin(p, plan, set, k) {
	}
	return set
}

func safeCells(p population.Population, plan population.Plan, k int) cell.Set {
	own := make([]population.Count, len(p.Parents))
	for _, a := range p.Atoms {
		own[plan.With[a.Unit]] = own[plan.With[a.Unit]].Add(a.Count)
	}
	set := cell.Set{Units: Units(p.Parents, plan.Reported, own, k)}
	c := newLevelChoice(p, plan, set.Units)
	for range p.Levels {
		set.Levels = append(set.Levels, make([]bool, len(p.Parents)))
	}
	for _, next := range c.candidates(k) {
		set.Levels[next.Level][next.Unit] = c.join(next, k)
	}
	return set
}

// Beside is by how many times k the sheets of a cell by level shall be more that are beside the cells inside of it. The answers of so few
// agree by chance, and then more than one of those would have to hide its figures.
const Beside = 3

// thin takes out the lightest cell by level inside of each that has fewer than Beside·k sheets beside those inside of it, and
// tells whether there were any. To take cells out joins residuals, which leaves no combination that was not there before.
func thin(p population.Population, plan population.Plan, set cell.Set, k int) bool {
	l := cell.NewLayout(p, plan, set)
	var people []int
	for _, a := range p.Atoms {
		people = append(people, a.Eligible, a.Sheets)
	}
	residuals := l.Residuals(people, 2)
	totals := l.Totals(residuals, 2)
	lightest := map[int]int{}
	for i, one := range l.Cells {
		node, outer := 1+i, l.Outer[1+i]
		if one.Level == cell.AllLevels || outer == 0 || residuals[2*outer] == 0 || residuals[2*outer+1] >= Beside*k {
			continue
		}
		if best, any := lightest[outer]; !any || totals[2*node+1] < totals[2*best+1] {
			lightest[outer] = node
		}
	}
	for _, node := range lightest {
		set.Drop(l.Cells[node-1])
	}
	return len(lightest) > 0
}

// levelChoice is the graph of the residuals. Its edges are the atoms; its nodes, the ground but for, are the residuals.
type levelChoice struct {
	p     population.Population
	units []bool
	graph *cut.Graph
	// first and last bound every unit's subtree in an order where subtrees lie together.
	first, last []int
	// edges holds every level's edges in that order, with the place of their unit in it.
	edges [][]placed
}

type placed struct {
	place, edge int
	population.Count
}

func newLevelChoice(p population.Population, plan population.Plan, units []bool) *levelChoice {
	c := &levelChoice{p: p, units: units, edges: make([][]placed, p.Levels)}
	c.first, c.last = order(p.Parents)
	c.graph = cut.NewGraph(1)
	// nodes is the node of the lowest published unit that holds a unit.
	nodes := make([]int, len(units))
	for u, published := range units {
		if published {
			nodes[u] = c.graph.AddNode()
		}
	}
	for u, parent := range p.Parents {
		if u > 0 && nodes[u] == 0 {
			nodes[u] = nodes[parent]
		}
	}
	for _, a := range p.Atoms {
		with := plan.With[a.Unit]
		e := c.graph.AddEdge(nodes[with], a.Count)
		if p.Levels > 0 {
			c.edges[a.Level] = append(c.edges[a.Level], placed{c.first[with], e, a.Count})
		}
	}
	for _, edges := range c.edges {
		slices.SortStableFunc(edges, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	}
	return c
}

// order numbers units so that every subtree takes the numbers from first to last.
func order(parents []int) (first, last []int) {
	size := make([]int, len(parents))
	for u := len(parents) - 1; u >= 0; u-- {
		size[u]++
		if u > 0 {
			size[parents[u]] += size[u]
		}
	}
	first, last = make([]int, len(parents)), make([]int, len(parents))
	free := make([]int, len(parents))
	for u, parent := range parents {
		if u > 0 {
			first[u] = free[parent]
			free[parent] += size[u]
		}
		free[u] = first[u] + 1
		last[u] = first[u] + size[u] - 1
	}
	return first, last
}

// within are the edges of a cell.
func (c *levelChoice) within(one cell.Cell) []placed {
	edges := c.edges[one.Level]
	at := func(place int) int {
		i, _ := slices.BinarySearchFunc(edges, place, func(e placed, place int) int { return cmp.Compare(e.place, place) })
		return i
	}
	return edges[at(c.first[one.Unit]):at(c.last[one.Unit]+1)]
}

// candidates are the cells by level that have k sheets, in the order in which they are tried.
func (c *levelChoice) candidates(k int) []cell.Cell {
	type candidate struct {
		cell.Cell
		depth, sheets int
	}
	var all []candidate
	depths := c.p.Depths()
	for u, published := range c.units {
		if !published {
			continue
		}
		for l := range c.p.Levels {
			one := candidate{Cell: cell.Cell{Unit: u, Level: l}, depth: depths[u]}
			for _, e := range c.within(one.Cell) {
				one.sheets += e.Sheets
			}
			if one.sheets >= k {
				all = append(all, one)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(b.sheets, a.sheets))
	})
	cells := make([]cell.Cell, len(all))
	for i, one := range all {
		cells[i] = one.Cell
	}
	return cells
}

// join publishes one cell more, if it may. It splits the residual in which all of the cell lies, because nothing below it was tried yet.
func (c *levelChoice) join(one cell.Cell, k int) bool {
	edges := c.within(one)
	rest := c.graph.Level(edges[0].edge)
	node := c.graph.AddNode()
	for _, e := range edges {
		c.graph.Move(e.edge, node)
	}
	if c.graph.Holds(node, rest, k) {
		return true
	}
	for _, e := range edges {
		c.graph.Move(e.edge, rest)
	}
	c.graph.DropNode()
	return false
}
