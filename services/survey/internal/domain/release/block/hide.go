package block

import (
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Hide finds, for each construct, in which of the published cells its figures are shown. Hiding them in one cell joins what the others
// leave to be computed, so it goes on until nothing is found any more.
func Hide(p population.Population, plan population.Plan, published cell.Set, items []Item, constructs, k int) []cell.Set {
	shown := make([]cell.Set, constructs)
	for c := range shown {
		var own []Item
		for _, item := range items {
			if item.Construct == c {
				own = append(own, item)
			}
		}
		shown[c] = published.Clone()
		for len(own) > 0 && hideMore(p, plan, shown[c], own, k) {
		}
	}
	return shown
}

// hideMore drops the cells that give somebody away as things stand, and tells whether there were any.
func hideMore(p population.Population, plan population.Plan, shown cell.Set, items []Item, k int) bool {
	l := newLayout(p, plan, shown, k)
	drop := map[cell.Cell]bool{}
	for _, item := range items {
		l.tooEven(item, drop)
	}
	if len(drop) == 0 {
		l.known(items, drop)
	}
	for one := range drop {
		if one.Attribute > 0 || one == (cell.Cell{Level: cell.AllLevels}) {
			dropRoots(shown, one.Attribute)
		}
		if one.Attribute == 0 {
			shown.Drop(one)
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
