package people

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Today is the day that a unit has at an instant: on the calendar of the nearest site at or above it. Where there is no site, it is the
// day of the clock that the instant was read from, in the zone of this installation's process.
func (t Tree) Today(unit string, at time.Time) model.Day {
	for range t {
		node, ok := t[unit]
		if !ok {
			break
		}
		if node.Zone != nil {
			return model.DayOf(at.In(node.Zone))
		}
		unit = node.Parent
	}
	return model.DayOf(at)
}

// Today is the day that a person has at an instant, that of the unit where they work. It decides everywhere: who has joined or left, who
// reaches whom, and who may log in. The tree holds the paths of all their units.
func (h History) Today(t Tree, at time.Time) model.Day {
	// The unit depends on the day and the day on the unit; the day of UTC is never more than one away from any other.
	placement, _ := h.Shown(model.DayOf(at.UTC()))
	return t.Today(placement.Unit, at)
}

// Today is the day that a person has at an instant.
func Today(ctx context.Context, r Reader, person *Person, at time.Time) (model.Day, error) {
	tree, err := treeOf(ctx, r, person.History)
	return person.History.Today(tree, at), err
}

// treeOf holds the paths of all units of the placements.
func treeOf(ctx context.Context, r Reader, placements ...History) (Tree, error) {
	var units []string
	for _, placement := range slices.Concat(placements...) {
		units = append(units, placement.Unit)
	}
	if len(units) == 0 {
		return nil, nil
	}
	slices.Sort(units)
	return r.Tree(ctx, slices.Compact(units))
}

// Todays are the days that people have at an instant, in their order.
func Todays(ctx context.Context, r Reader, people []Person, at time.Time) ([]model.Day, error) {
	histories := make([]History, len(people))
	for i := range people {
		histories[i] = people[i].History
	}
	tree, err := treeOf(ctx, r, histories...)
	days := make([]model.Day, len(people))
	for i := range days {
		days[i] = histories[i].Today(tree, at)
	}
	return days, err
}

// Lasts says whether the person is employed on the day, with no last day known.
func (p *Person) Lasts(day model.Day) bool {
	placement, employed := p.History.On(day)
	return employed && p.History.Leave(placement.Hire) == Open
}
