package cell

// Nodes numbers the cells of a set from 1 on.
type Nodes struct {
	// units are by 1+level and unit, roots by attribute of the root and level.
	units [][]int32
	roots [][]int32
}

// number gives numbers to the cells of a set, in their order.
func number(s Set, cells []Cell) Nodes {
	n := Nodes{units: make([][]int32, 1+len(s.Levels)), roots: make([][]int32, len(s.Roots))}
	for i := range n.units {
		n.units[i] = make([]int32, len(s.Units))
	}
	for i, levels := range s.Roots {
		n.roots[i] = make([]int32, len(levels))
	}
	for i, one := range cells {
		if one.Attribute > 0 {
			n.roots[one.Attribute-1][one.Level] = int32(1 + i)
		} else {
			n.units[1+one.Level][one.Unit] = int32(1 + i)
		}
	}
	return n
}

// Of is the number of a cell, 0 for one that is not in the set.
func (n Nodes) Of(c Cell) int {
	among, at, i := n.units, 1+c.Level, c.Unit
	if c.Attribute != 0 {
		among, at, i = n.roots, c.Attribute-1, c.Level
	}
	if at < 0 || at >= len(among) || i < 0 || i >= len(among[at]) || c.Attribute > 0 && c.Unit != 0 {
		return 0
	}
	return int(among[at][i])
}
