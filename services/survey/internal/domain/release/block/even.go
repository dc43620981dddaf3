package block

import "github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"

// tooEven finds where the answers to an item are too much alike: in a cell, in its residual, and in what a unit leaves beside its
// levels. Beside the levels of an attribute of the root nothing is left.
func (l *layout) tooEven(item Item, f found) {
	width, scored := len(item.Scores), item.scored()
	residuals := l.Residuals(item.Counts, width)
	cells := l.Totals(residuals, width)
	rests := append([]int(nil), cells...)
	smallest := make([]int, len(l.Outer))
	for i, one := range l.Cells {
		node := 1 + i
		if one.Level == cell.AllLevels || one.Attribute > 0 {
			continue
		}
		unit := l.Nodes.Of(cell.Cell{Unit: one.Unit, Level: cell.AllLevels})
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
		switch {
		case uniform(of(cells)):
			f.drop[one] = true
		case one.Attribute == 0 && (uniform(of(residuals)) || item.narrow(scored, of(residuals), l.groups[node])):
			f.small[node] = true
		}
		if smallest[node] > 0 && (uniform(of(rests)) || item.narrow(scored, of(rests), l.rests[node])) {
			// One cell less by level makes the rest larger, and leaves the unit its own figures.
			f.drop[l.Cells[smallest[node]-1]] = true
		}
	}
}
