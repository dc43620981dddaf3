package block

import "github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"

// tooEven adds the cells of which the answers to an item are too much alike, and for a residual or for what a unit leaves beside its
// levels the smallest cell that joins it. Beside the levels of an attribute of the root nothing is left.
func (l *layout) tooEven(item Item, drop map[cell.Cell]bool) {
	width := len(item.Scores)
	residuals := l.Residuals(item.Counts, width)
	cells := l.Totals(residuals, width)
	rests := append([]int(nil), cells...)
	smallest := make([]int, len(l.Outer))
	inside := l.smallestInside()
	for i, one := range l.Cells {
		node := 1 + i
		if one.Level == cell.AllLevels || one.Attribute > 0 {
			continue
		}
		unit := l.Nodes[cell.Cell{Unit: one.Unit, Level: cell.AllLevels}]
		if unit == 0 {
			continue
		}
		for option := range width {
			rests[unit*width+option] -= cells[node*width+option]
		}
		if smallest[unit] == 0 || l.sheets[node] < l.sheets[smallest[unit]] {
			smallest[unit] = node
		}
	}
	for i, one := range l.Cells {
		node := 1 + i
		of := func(sums []int) []int { return sums[node*width : (node+1)*width] }
		alike := uniform(of(residuals)) || one.Attribute == 0 && item.narrow(of(residuals), l.groups[node])
		switch {
		case uniform(of(cells)) || alike && inside[node] == 0:
			drop[one] = true
		case alike:
			// One cell less inside of it makes the residual larger, and leaves the larger one its figures: without it, the same residual would
			// be that of the next larger one, and at last nobody would have any.
			drop[l.Cells[inside[node]-1]] = true
		}
		if smallest[node] > 0 && (uniform(of(rests)) || item.narrow(of(rests), l.rests[node])) {
			// One cell less by level makes the rest larger, and leaves the unit its own figures.
			drop[l.Cells[smallest[node]-1]] = true
		}
	}
}

// smallestInside finds, by node, the cell with the fewest sheets of those right inside of it, 0 where there is none.
func (l *layout) smallestInside() []int {
	smallest := make([]int, len(l.Outer))
	for node := 1; node < len(l.Outer); node++ {
		if outer := l.Outer[node]; outer > 0 && (smallest[outer] == 0 || l.sheets[node] < l.sheets[smallest[outer]]) {
			smallest[outer] = node
		}
	}
	return smallest
}
