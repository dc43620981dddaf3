package people

import "github.com/hearth-culture/hearth/internal/model"

// Stretch says who manages a person during some days.
type Stretch struct {
	From, To model.Day
	Manager  string
}

// Chains are the stretches of people, by person: who manages whom and when.
type Chains map[string][]Stretch

// Stretches are the days on which a history has a manager.
func (h History) Stretches() []Stretch {
	var stretches []Stretch
	for _, placement := range h {
		if placement.Manager != "" {
			stretches = append(stretches, Stretch{placement.From, placement.To, placement.Manager})
		}
	}
	return stretches
}

// Close says whether on any day the chain of managers leads from a person back to them.
func (c Chains) Close(person string) bool {
	w := walk{chains: c, start: person}
	return w.closes(person, -Open, Open)
}

type walk struct {
	chains Chains
	start  string
	seen   map[step]bool
}

type step struct {
	person   string
	from, to model.Day
}

func (w *walk) closes(person string, from, to model.Day) bool {
	for _, stretch := range w.chains[person] {
		first, last := max(from, stretch.From), min(to, stretch.To)
		if first > last {
			continue
		}
		if stretch.Manager == w.start {
			return true
		}
		above := step{stretch.Manager, first, last}
		if w.seen[above] {
			continue
		}
		if w.seen == nil {
			w.seen = map[step]bool{}
		}
		w.seen[above] = true
		if w.closes(stretch.Manager, first, last) {
			return true
		}
	}
	return false
}
