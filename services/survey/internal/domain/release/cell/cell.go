// Package cell names the cells of a release and finds what the published ones leave to be computed: their residuals.
package cell

import "slices"

// AllLevels stands for the cell of a whole unit, where a level is named.
const AllLevels = -1

// Cell is a unit with all below it, of one level or of all.
type Cell struct {
	Unit, Level int
	// Attribute is whose level it is: 0 for the one attribute that splits every unit, 1 and on for those that split the root only.
	Attribute int
}

// Set is cells: by unit, by level and unit, and by attribute of the root and level.
type Set struct {
	Units  []bool
	Levels [][]bool
	Roots  [][]bool
}

// All lists the cells of the set, a unit before those below it and whole before by level.
func (s Set) All() []Cell {
	var all []Cell
	for u, published := range s.Units {
		if published {
			all = append(all, Cell{Unit: u, Level: AllLevels})
		}
		for l := range s.Levels {
			if s.Levels[l][u] {
				all = append(all, Cell{Unit: u, Level: l})
			}
		}
	}
	for i, levels := range s.Roots {
		for l, published := range levels {
			if published {
				all = append(all, Cell{Level: l, Attribute: i + 1})
			}
		}
	}
	return all
}

// Has tells whether a cell is in the set. Cells that do not exist are not.
func (s Set) Has(c Cell) bool {
	at := s.at(c)
	return at != nil && *at
}

// Drop takes a cell out that is in the set.
func (s Set) Drop(c Cell) { *s.at(c) = false }

func (s Set) at(c Cell) *bool {
	among, i := s.Units, c.Unit
	switch {
	case c.Attribute < 0 || c.Attribute > len(s.Roots) || c.Attribute > 0 && c.Unit != 0:
		return nil
	case c.Attribute > 0:
		among, i = s.Roots[c.Attribute-1], c.Level
	case c.Level < AllLevels || c.Level >= len(s.Levels):
		return nil
	case c.Level != AllLevels:
		among = s.Levels[c.Level]
	}
	if i < 0 || i >= len(among) {
		return nil
	}
	return &among[i]
}

// Clone is a set of its own with the same cells.
func (s Set) Clone() Set {
	return Set{slices.Clone(s.Units), cloneAll(s.Levels), cloneAll(s.Roots)}
}

func cloneAll(all [][]bool) [][]bool {
	clones := make([][]bool, len(all))
	for i, one := range all {
		clones[i] = slices.Clone(one)
	}
	return clones
}
