package block

import (
	"cmp"
	"math"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
)

// known finds every hidden group of which the answers to an item can be told exactly, and which has fewer than k sheets or
// answers that are too much alike. They cannot be told if
// there is another table of answers with the same figures in every cell, in which the group's differ. Such a table is looked for among
// those where two options change places along a circle of atoms: at every node as many go as come, so no figure changes. All atoms of a
// circle are of the same levels of the attributes of the root, whose figures then do not change either.
//
// Only groups at cells that have grown are looked at, or all if grown is nil.
func (l *layout) known(items []Item, grown map[cell.Cell]bool, f found) {
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
				f.drop[cell.Cell{Attribute: attribute}] = true
				return
			}
			// What changes at either end may be enough for the others there; the next look will tell.
			if ends := net.strands[g[0]].ends; !f.again[ends[0]] && !f.again[ends[1]] {
				l.blur(net, ends, f)
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

// unitsWeigh is by how much more the figures of a whole unit are worth than those of as many people by level.
const unitsWeigh = 16

// blur finds the change of least loss that may leave the answers of a group open, which lies between two nodes: that the residual of
// either grows, or that another cell by level goes in which people of the same residual of a unit are. The next look tells if it was enough.
func (l *layout) blur(net *network, ends [2]int, f found) {
	unit, level := ends[0], ends[1]
	growth := func(node int) int {
		if len(l.inner[node]) > 0 {
			node = l.inner[node][0]
		}
		return l.sheets[node]
	}
	const none = math.MaxInt
	grow, drop, loss := level, 0, none
	if level > 0 {
		loss = growth(level)
	}
	for _, class := range net.classes {
		for _, beside := range class.at(unit) {
			if node := int(beside.to); beside.side == 0 && node > 0 && node != level && l.sheets[node] < loss {
				grow, drop, loss = 0, node, l.sheets[node]
			}
		}
	}
	if unit > 0 && (loss == none || loss > unitsWeigh*growth(unit)) {
		grow, drop = unit, 0
	}
	for _, node := range []int{unit, level, drop} {
		// Outside of all cells lie many groups that have nothing to do with each other.
		if node > 0 {
			f.again[node] = true
		}
	}
	if drop > 0 {
		f.drop[l.cell(drop)] = true
	} else {
		f.small[grow] = true
	}
}

// network is the graph of a layout. A strand is the people of one unit and level that no figure tells apart.
type network struct {
	strands []strand
	nodes   int
	// classes are the strands of each class, as they lie at the nodes.
	classes []incidence
}

// incidence lists the ends of strands by node: those at a node are ends[first[node]:first[node+1]].
type incidence struct {
	first []int32
	ends  []end
}

// end is where a strand leaves a node, on the units' side (0) or the levels' (1), and to which node it leads.
type end struct{ strand, side, to int32 }

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
		}
		class := classes[string(levels)]
		key := [3]int{a.Unit, a.Level, class}
		if _, is := known[key]; !is {
			known[key] = len(net.strands)
			net.strands = append(net.strands, strand{unit: a.Unit, level: a.Level, class: class, ends: l.Ends[i]})
		}
		one := &net.strands[known[key]]
		one.atoms = append(one.atoms, i)
	}
	for class := range len(classes) {
		net.classes = append(net.classes, net.incidence(class))
	}
	return net
}

func (net *network) incidence(class int) incidence {
	in := incidence{first: make([]int32, net.nodes+1)}
	for _, s := range net.strands {
		if s.class == class {
			in.first[s.ends[0]+1]++
			in.first[s.ends[1]+1]++
		}
	}
	for node := range net.nodes {
		in.first[node+1] += in.first[node]
	}
	in.ends = make([]end, in.first[net.nodes])
	next := slices.Clone(in.first)
	for i, s := range net.strands {
		if s.class != class {
			continue
		}
		for side, node := range s.ends {
			in.ends[next[node]] = end{int32(i), int32(side), int32(s.ends[1-side])}
			next[node]++
		}
	}
	return in
}

func (in incidence) at(node int) []end { return in.ends[in.first[node]:in.first[node+1]] }

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
		c.give(pair)
		for class := range net.classes {
			if len(groups) == 0 {
				return nil
			}
			component := c.components(class)
			groups = slices.DeleteFunc(groups, func(group []int) bool {
				first, second := c.has(group, class)
				ends := net.strands[group[0]].ends
				return first != second && component[ends[0]] == component[ends[1]]
			})
		}
	}
	return slices.DeleteFunc(groups, func(group []int) bool { return c.turnsBoth(group, pairs) })
}
