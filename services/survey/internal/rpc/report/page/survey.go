package page

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// key is a group of people: a unit, as a whole or by one level.
type key struct {
	unit      string
	attribute surveyv1.Attribute
	level     string
}

func keyOf(cell *surveyv1.Cell) key { return key{cell.GetUnit(), cell.GetAttribute(), cell.GetLevel()} }

func (k key) whole() bool { return k.attribute == surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED }

// group is one that has a chapter of its own: nothing above it can be seen by this reader.
type group struct {
	cell   *surveyv1.Cell
	levels []*surveyv1.Cell
	spread *spread
	past   *released.History
}

// overview is what has to be known of all cells before the first line of a page is written.
type overview struct {
	groups []*group
	// cells is how many there are; depth how many shown groups are above each.
	cells    int
	depth    map[key]int
	standing *standing
}

// survey looks at all cells once.
func survey(r released.Release, form released.Form) (*overview, error) {
	standing, err := newStanding(r)
	if err != nil {
		return nil, err
	}
	seen := &overview{depth: map[key]int{}, standing: standing}
	names := headNames(form)
	at := map[key]*group{}
	for cell, err := range r.Cells {
		if err != nil {
			return nil, err
		}
		seen.cells++
		own := keyOf(cell)
		if _, more := seen.depth[key{unit: own.unit}]; own.whole() || !more {
			standing.add(cell, names)
		}
		above, below := key{cell.GetParent(), own.attribute, own.level}, cell.Parent != nil
		if depth, ok := seen.depth[above]; below && ok {
			seen.depth[own] = depth + 1
			if group := at[above]; group != nil {
				group.spread.add(r, cell)
			}
			if own.whole() {
				continue
			}
		}
		whole := key{unit: own.unit}
		if depth, ok := seen.depth[whole]; ok && !own.whole() {
			seen.depth[own] = depth + 1
			if group := at[whole]; group != nil {
				group.levels = append(group.levels, cell)
			}
			continue
		}
		if _, placed := seen.depth[own]; placed {
			continue
		}
		seen.depth[own] = 0
		at[own] = &group{cell: cell, spread: newSpread(form)}
		seen.groups = append(seen.groups, at[own])
	}
	standing.settle()
	for _, group := range seen.groups {
		if group.past, err = r.Past(group.cell); err != nil {
			return nil, err
		}
	}
	return seen, nil
}
