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
				h := hiding{p: p, plan: plan, shown: shown[c], items: own, k: k}
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
	p     population.Population
	plan  population.Plan
	shown cell.Set
	items []Item
	k     int
	// grown are the cells of which the residual was joined by another's since groups were last looked at that could be known; nil when
	// none were yet. What could not be known then cannot be now, if both its residuals are as they were.
	grown map[cell.Cell]bool
}

// more drops the cells that give somebody away as things stand, and tells whether there were any.
func (h *hiding) more() bool {
	l := newLayout(h.p, h.plan, h.shown, h.k)
	drop := map[cell.Cell]bool{}
	for _, item := range h.items {
		l.tooEven(item, drop)
	}
	if len(drop) == 0 {
		l.known(h.items, h.grown, drop)
		h.grown = map[cell.Cell]bool{}
	}
	for one := range drop {
		if one.Attribute > 0 || one == (cell.Cell{Level: cell.AllLevels}) {
			dropRoots(h.shown, one.Attribute)
			h.grown = nil
		}
		if one.Attribute > 0 {
			continue
		}
		h.shown.Drop(one)
		if h.grown != nil {
			outer := l.Outer[l.Nodes[one]]
			for outer > 0 && drop[l.Cells[outer-1]] {
				outer = l.Outer[outer]
			}
			h.grown[l.cell(outer)] = true
		}
	}
	return len(drop) > 0
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
