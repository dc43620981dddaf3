package block

import (
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
func (l *layout) known(s *strands, items []Item, grown map[cell.Cell]bool, f found) {
	net := l.network(s)
	at := make([]bool, net.nodes)
	for node := range at {
		at[node] = grown == nil || grown[l.cell(node)]
	}
	candidates, c := net.candidates(at), newCircles(net)
	for i, item := range items {
		c.of(item, i)
		for _, g := range c.certain(candidates, l.k) {
			if attribute := l.lastRoot(); attribute > 0 {
				f.drop[cell.Cell{Attribute: attribute}] = true
				return
			}
			// What changes at either end may be enough for the others there; the next look will tell.
			if ends := net.ends[g[0]]; !f.again[ends[0]] && !f.again[ends[1]] {
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
