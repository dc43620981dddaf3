package block

import (
	"sync"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Hide finds, for each construct, in which of the published cells its figures are shown. Hiding them in one cell joins what the others
// leave to be computed, so it goes on until nothing is found any more.
func Hide(p population.Population, plan population.Plan, published cell.Set, items []Item, constructs, k int) []cell.Set {
	shown := make([]cell.Set, constructs)
	var work sync.WaitGroup
	fixed := newFrame(p, plan, k)
	for c := range shown {
		shown[c] = published.Clone()
		var own []Item
		for _, item := range items {
			if item.Construct == c {
				own = append(own, item)
			}
		}
		if len(own) > 0 {
			work.Go(func() {
				h := hiding{frame: fixed, shown: shown[c], items: own, small: map[cell.Cell]int{}}
				for h.more() {
				}
			})
		}
	}
	work.Wait()
	return shown
}

// hiding is one construct on its way.
type hiding struct {
	*frame
	shown cell.Set
	items []Item
	// strands are nil when they are not known yet, or not any more.
	strands *strands
	// grown are the cells of which the residual was joined by another's since groups were last looked at that could be known; nil when
	// none were yet. What could not be known then cannot be now, if both its residuals are as they were.
	grown map[cell.Cell]bool
	// small is how often the residual of a cell was found too small.
	small map[cell.Cell]int
}

// found is what one look has found.
type found struct {
	// drop are cells that must not be shown.
	drop map[cell.Cell]bool
	// small are nodes whose residual gives somebody away, and may not when it is joined by others.
	small map[int]bool
	// again are nodes of which groups were known, and of which they have to be looked at again.
	again map[int]bool
}

// more drops the cells that give somebody away as things stand, and tells whether there were any.
func (h *hiding) more() bool {
	l := newLayout(h.frame, h.shown)
	f := found{map[cell.Cell]bool{}, map[int]bool{}, map[int]bool{}}
	for _, item := range h.items {
		l.tooEven(item, f)
	}
	if len(f.drop)+len(f.small) == 0 {
		if h.strands == nil {
			h.strands = newStrands(h.p, h.shown, h.items)
		}
		l.known(h.strands, h.items, h.grown, f)
		h.grown = map[cell.Cell]bool{}
		for node := range f.again {
			h.grown[l.cell(node)] = true
		}
	}
	for node := range f.small {
		h.join(l, node, f.drop)
	}
	for one := range f.drop {
		if one.Attribute > 0 || one == (cell.Cell{Level: cell.AllLevels}) {
			dropRoots(h.shown, one.Attribute)
			h.grown, h.strands = nil, nil
		}
		if one.Attribute > 0 {
			continue
		}
		h.shown.Drop(one)
		if h.grown != nil {
			outer := l.Outer[l.Nodes.Of(one)]
			for outer > 0 && f.drop[l.Cells[outer-1]] {
				outer = l.Outer[outer]
			}
			h.grown[l.cell(outer)] = true
		}
	}
	return len(f.drop) > 0
}

// join makes a residual larger by those of the lightest cells right inside of its cell, which keeps its own figures: of one, and each
// time that it was not enough of twice as many. Where there are none inside, the cell goes, and joins the residual that it lies in.
func (h *hiding) join(l *layout, node int, drop map[cell.Cell]bool) {
	one := l.cell(node)
	inner := l.inner[node]
	if len(inner) == 0 {
		drop[one] = true
		return
	}
	// However deep the tree, the number doubles no further than there are cells.
	for _, lightest := range inner[:min(1<<min(h.small[one], 30), len(inner))] {
		drop[l.cell(lightest)] = true
	}
	h.small[one]++
}

// dropRoots hides an attribute of the root as a whole, since the root less the other levels is the one that is missing; with attribute 0
// all of them, since the levels of each add up to the root.
func dropRoots(shown cell.Set, attribute int) {
	for i := range shown.Roots {
		if attribute == 0 || attribute == i+1 {
			clear(shown.Roots[i])
		}
	}
}
