package frozen

import (
	"fmt"
	"strings"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Atoms finds the atom of a population where a place lies.
type Atoms map[string]int

// Of is the atom of a unit and levels, and whether there is one.
func (a Atoms) Of(unit string, levels []string) (int, bool) {
	atom, is := a[key(unit, levels)]
	return atom, is
}

// key joins what no id and no level holds.
func key(unit string, levels []string) string { return unit + "\x00" + strings.Join(levels, "\x00") }

// Population is the groups as a release sees them, an atom each, none of whom has answered yet. It refuses groups of places that the tree
// does not have.
func (t Tree) Population(groups []Group) (population.Population, Atoms, error) {
	p := population.Population{}
	units := map[string]int{}
	for place, unit := range t.Units {
		p.Parents = append(p.Parents, unit.Parent)
		units[unit.ID] = place
	}
	levels := make([]map[string]int, len(t.Levels))
	for i, names := range t.Levels {
		levels[i] = map[string]int{}
		for place, name := range names {
			levels[i][name] = place
		}
		if i == 0 && t.Split.Units {
			p.Levels = len(names)
		} else {
			p.RootLevels = append(p.RootLevels, len(names))
		}
	}
	atoms := Atoms{}
	for _, group := range groups {
		unit, known := units[group.Unit]
		if !known || len(group.Levels) != len(t.Levels) {
			return population.Population{}, nil, fmt.Errorf("frozen: people of unit %s, which is not in the tree", group.Unit)
		}
		a := population.Atom{Unit: unit, Count: population.Count{Eligible: group.People}}
		for i, name := range group.Levels {
			level, known := levels[i][name]
			switch {
			case !known:
				return population.Population{}, nil, fmt.Errorf("frozen: people on a level of attribute %d that is not in the tree", i)
			case i == 0 && t.Split.Units:
				a.Level = level
			default:
				a.RootLevels = append(a.RootLevels, level)
			}
		}
		atoms[key(group.Unit, group.Levels)] = len(p.Atoms)
		p.Atoms = append(p.Atoms, a)
	}
	return p, atoms, nil
}

// Plan is what the tree was frozen with.
func (t Tree) Plan() population.Plan {
	plan := population.Plan{}
	for _, unit := range t.Units {
		plan.Reported = append(plan.Reported, unit.Reported)
		plan.With = append(plan.With, unit.With)
	}
	return plan
}
