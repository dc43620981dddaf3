package block

import (
	"cmp"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
)

// known adds a cell for every hidden group of which the answers to an item can be told exactly, and which has fewer than k sheets or
// answers that are too much alike. They cannot be told if
// there is another table of answers with the same figures in every cell, in which the group's differ. Such a table is looked for among
// those where two options change places along a circle of atoms: at every node as many go as come, so no figure changes. All atoms of a
// circle are of the same levels of the attributes of the root, whose figures then do not change either.
//
// Only groups at cells that have grown are looked at, or all if grown is nil.
func (l *layout) known(items []Item, grown, drop map[cell.Cell]bool) {
	net := l.network()
	candidates := net.candidates()
	if grown != nil {
		candidates = slices.DeleteFunc(candidates, func(group []int) bool {
			ends := net.strands[group[0]].ends
			return !grown[l.cell(ends[0])] && !grown[l.cell(ends[1])]
		})
	}
	for _, item := range items {
		for _, g := range net.certain(item, candidates, l.k) {
			if attribute := l.lastRoot(); attribute > 0 {
				drop[cell.Cell{Attribute: attribute}] = true
				return
			}
			// What is dropped at either end may be enough for the others there; the next look will tell.
			ends := net.strands[g[0]].ends
			if !drop[l.cell(ends[0])] && !drop[l.cell(ends[1])] {
				drop[l.cell(l.smaller(ends))] = true
			}
		}
	}
}

// lastRoot is the last attribute of the root that is shown, counted from 1, or 0.
func (l *layout) lastRoot() int {
	for i := len(l.shown.Roots); i > 0; i-- {
		if slices.Contains(l.shown.Roots[i-1], true) {
			return i
		}
	}
	return 0
}

// smaller is the one of two nodes, of which one may be the ground, that has the cell with fewer sheets.
func (l *layout) smaller(ends [2]int) int {
	if ends[1] > 0 && (ends[0] == 0 || l.sheets[ends[1]] <= l.sheets[ends[0]]) {
		return ends[1]
	}
	return ends[0]
}

// network is the graph of a layout. A strand is the people of one unit and level that no figure tells apart.
type network struct {
	strands []strand
	nodes   int
	// at lists the strands of every node, by class.
	at [][][]int
}

type strand struct {
	unit, level int
	// class numbers the levels of the shown attributes of the root.
	class int
	ends  [2]int
	atoms []int
}

func (l *layout) network() *network {
	net := &network{nodes: 1 + len(l.Cells)}
	known := map[[3]int]int{}
	classes := map[string]int{}
	for i, a := range l.p.Atoms {
		if l.Ends[i] == [2]int{} || a.Sheets == 0 {
			continue
		}
		var levels []byte
		for attribute, level := range a.RootLevels {
			if l.shown.Has(cell.Cell{Level: level, Attribute: attribute + 1}) {
				levels = append(levels, byte(attribute), byte(level))
			}
		}
		if _, is := classes[string(levels)]; !is {
			classes[string(levels)] = len(classes)
			net.at = append(net.at, make([][]int, net.nodes))
		}
		class := classes[string(levels)]
		key := [3]int{a.Unit, a.Level, class}
		if _, is := known[key]; !is {
			known[key] = len(net.strands)
			net.strands = append(net.strands, strand{unit: a.Unit, level: a.Level, class: class, ends: l.Ends[i]})
			for _, node := range l.Ends[i] {
				net.at[class][node] = append(net.at[class][node], known[key])
			}
		}
		one := &net.strands[known[key]]
		one.atoms = append(one.atoms, i)
	}
	return net
}

// candidates are the groups of strands between the same two nodes: each strand, those of one unit and level, and all.
func (net *network) candidates() [][]int {
	var groups [][]int
	sort := func(same func(a, b strand) int) {
		order := make([]int, len(net.strands))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(i, j int) int { return same(net.strands[i], net.strands[j]) })
		for len(order) > 0 {
			n := 1
			for n < len(order) && same(net.strands[order[0]], net.strands[order[n]]) == 0 {
				n++
			}
			groups = append(groups, order[:n:n])
			order = order[n:]
		}
	}
	place := func(a, b strand) int { return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.level, b.level)) }
	sort(func(a, b strand) int { return cmp.Or(place(a, b), cmp.Compare(a.class, b.class)) })
	sort(place)
	sort(func(a, b strand) int { return slices.Compare(a.ends[:], b.ends[:]) })
	slices.SortFunc(groups, slices.Compare[[]int])
	return slices.CompactFunc(groups, slices.Equal[[]int])
}

// certain are those of the groups that matter for which no circle is found.
func (net *network) certain(item Item, groups [][]int, k int) [][]int {
	c := newCircles(net, item)
	groups = slices.DeleteFunc(slices.Clone(groups), func(group []int) bool {
		counts := c.of(group)
		return total(counts) >= k && !uniform(counts)
	})
	pairs := c.pairs()
	for _, pair := range pairs {
		for class := range net.at {
			if len(groups) == 0 {
				return nil
			}
			component := c.components(pair, class)
			groups = slices.DeleteFunc(groups, func(group []int) bool {
				first, second := c.has(group, pair, class)
				ends := net.strands[group[0]].ends
				return first != second && component[ends[0]] == component[ends[1]]
			})
		}
	}
	return slices.DeleteFunc(groups, func(group []int) bool { return c.turnsBoth(group, pairs) })
}
