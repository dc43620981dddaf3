package page

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/relation"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

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
	cells     int
	depth     map[released.Key]int
	standings *relation.Standings
	found     []standout
}

// survey looks at all cells once.
func survey(r released.Release, form released.Form) (*overview, error) {
	standings, err := relation.NewStandings(r)
	if err != nil {
		return nil, err
	}
	seen := &overview{depth: map[released.Key]int{}, standings: standings}
	at := map[released.Key]*group{}
	for cell, err := range r.Cells {
		if err != nil {
			return nil, err
		}
		seen.cells++
		standings.Add(cell)
		own := released.KeyOf(cell)
		above, below := released.Key{Unit: cell.GetParent(), Attribute: own.Attribute, Level: own.Level}, cell.Parent != nil
		if depth, ok := seen.depth[above]; below && ok {
			seen.depth[own] = depth + 1
			if group := at[above]; group != nil {
				group.spread.add(r, cell)
			}
			if own.Whole() {
				continue
			}
		}
		whole := released.Key{Unit: own.Unit}
		if depth, ok := seen.depth[whole]; ok && !own.Whole() {
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
	standings.Settle()
	for _, group := range seen.groups {
		if group.past, err = r.Past(group.cell); err != nil {
			return nil, err
		}
	}
	return seen, nil
}
