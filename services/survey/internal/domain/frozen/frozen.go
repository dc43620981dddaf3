// Package frozen is whom a survey asks, as of its opening and in the order in which its release numbers them: a tree of units, the levels
// of its attributes, and what of it is too small to be reported.
package frozen

import (
	"fmt"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// MostLevels bounds the levels of the attribute that splits every unit; choice.MostRootLevels those of the others.
const MostLevels = 50

// Split is how many attributes people are told apart by: Units says that the first of Attributes splits every unit.
type Split struct {
	Units      bool
	Attributes int
}

// Group is the people of one place.
type Group struct {
	Unit string
	// Levels are by attribute. "" is one, too: of those who have none.
	Levels []string
	People int
}

// Unit is a unit with people at it or below it. The bare id of a root that is no unit is "".
type Unit struct {
	ID string
	// Parent is the unit above, by its place in the tree; -1 at the root.
	Parent int
	// With is the unit with whose people its own are counted, and Reported whether it can have figures of its own.
	With     int
	Reported bool
	// Eligible are the people who are counted with it or with a unit below it.
	Eligible int
}

// Tree is the units, each after the one above it, and the levels of every attribute, in their order. It never depends on chance, but for
// the ids that units once got. The zero Tree asks nobody.
type Tree struct {
	Split  Split
	Units  []Unit
	Levels [][]string
}

// LevelsError is an attribute on more levels than a release can take.
type LevelsError struct{ Attribute, Levels, Most int }

func (e *LevelsError) Error() string {
	return fmt.Sprintf("frozen: attribute %d has %d levels, of at most %d", e.Attribute, e.Levels, e.Most)
}

// New orders the people of groups, who are asked below the roots; parents leads from each of their units up to its root, by bare ids. What is
// smaller than k is merged upward.
func New(parents map[string]string, roots []string, groups []Group, split Split, k int) (Tree, error) {
	tree := Tree{Split: split, Levels: levels(groups, split.Attributes)}
	for i, levels := range tree.Levels {
		most := choice.MostRootLevels
		if i == 0 && split.Units {
			most = MostLevels
		}
		if len(levels) > most {
			return Tree{}, &LevelsError{i, len(levels), most}
		}
	}
	if err := tree.grow(parents, roots, groups); err != nil {
		return Tree{}, err
	}
	p, err := tree.Population(groups)
	if err != nil || len(tree.Units) == 0 {
		return Tree{}, err
	}
	plan := population.NewPlan(p, k)
	for _, a := range p.Atoms {
		tree.Units[plan.With[a.Unit]].Eligible += a.Eligible
	}
	for u := len(tree.Units) - 1; u >= 0; u-- {
		unit := &tree.Units[u]
		unit.With, unit.Reported = plan.With[u], plan.Reported[u]
		if u > 0 {
			tree.Units[unit.Parent].Eligible += unit.Eligible
		}
	}
	return tree, nil
}

// grow lays out the units that have people, with all above them up to the roots. Roots below others are none.
func (t *Tree) grow(parents map[string]string, roots []string, groups []Group) error {
	below := map[string][]string{}
	tops, seen := []string{}, map[string]bool{}
	for _, group := range groups {
		highest := ""
		var way []string
		for unit := group.Unit; unit != ""; unit = parents[unit] {
			if slices.Contains(way, unit) {
				return fmt.Errorf("frozen: unit %s stands below itself", unit)
			}
			way = append(way, unit)
			if slices.Contains(roots, unit) {
				highest = unit
			}
		}
		if highest == "" {
			return fmt.Errorf("frozen: unit %s stands below none of the roots", group.Unit)
		}
		for _, unit := range way {
			if seen[unit] {
				break
			}
			seen[unit] = true
			if unit == highest {
				tops = append(tops, unit)
				break
			}
			below[parents[unit]] = append(below[parents[unit]], unit)
		}
	}
	if len(tops) > 1 {
		below[""] = tops
		tops = []string{""}
	}
	for _, top := range tops {
		t.lay(top, -1, below)
	}
	return nil
}

// lay puts a unit and all below it into the tree.
func (t *Tree) lay(unit string, parent int, below map[string][]string) {
	place := len(t.Units)
	t.Units = append(t.Units, Unit{ID: unit, Parent: parent})
	slices.Sort(below[unit])
	for _, child := range below[unit] {
		t.lay(child, place, below)
	}
}

// levels are the levels that people are on, by attribute.
func levels(groups []Group, attributes int) [][]string {
	all := make([][]string, attributes)
	for _, group := range groups {
		for i, level := range group.Levels {
			all[i] = append(all[i], level)
		}
	}
	for i := range all {
		slices.Sort(all[i])
		all[i] = slices.Compact(all[i])
	}
	return all
}
