package frozen

import (
	"fmt"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Population is the groups as a release sees them, an atom each in their order, none of whom has answered yet. It refuses groups of places that the tree
// does not have.
func (t Tree) Population(groups []Group) (population.Population, error) {
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
	for _, group := range groups {
		unit, known := units[group.Unit]
		if !known || len(group.Levels) != len(t.Levels) {
			return population.Population{}, fmt.Errorf("frozen: people of unit %s, which is not in the tree", group.Unit)
		}
		a := population.Atom{Unit: unit, Count: population.Count{Eligible: group.People}}
		for i, name := range group.Levels {
			level, known := levels[i][name]
			switch {
			case !known:
				return population.Population{}, fmt.Errorf("frozen: people on a level of attribute %d that is not in the tree", i)
			case i == 0 && t.Split.Units:
				a.Level = level
			default:
				a.RootLevels = append(a.RootLevels, level)
			}
		}
		p.Atoms = append(p.Atoms, a)
	}
	return p, nil
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
