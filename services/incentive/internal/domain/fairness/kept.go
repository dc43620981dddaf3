package fairness

import (
	"time"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Kept is what is kept of a month, out of which all its boards are told: of parts, and of groups of shifts of whole enterprises. Nobody can be
// found in it, so it stays when they are erased, and no later reader sees the month in another way than the first.
type Kept struct {
	Month       Month
	ComputeTime time.Time
	// Above is, of each unit, the next higher one.
	Above map[string]string
	Cells []Cell
	// Parts are those of all enterprises, by their numbers.
	Parts   []Part
	Tallies map[Kind]Tally
}

// Part is how many people a part holds, and the highest unit of its enterprise.
type Part struct {
	Top    string
	People int64
}

// Tally says how something was spread.
type Tally struct {
	// Spreads are those of the parts, by their numbers; nil in an enterprise of fewer than Floor people.
	Spreads []Spread
	// Ties are those from the people of a part to those of another, or of the same.
	Ties map[[2]int]Ties
	// Shifts are, by the highest unit of an enterprise, the groups of shifts that are told beside its parts.
	Shifts map[string]map[string]Sum
}

// NewKept keeps how something was spread over people, by who recognised whom: each kind has its own edges.
func NewKept(month Month, now time.Time, above map[string]string, people []staff.Place, edges map[Kind][]Edge) Kept {
	k := Kept{Month: month, ComputeTime: now, Above: above, Tallies: map[Kind]Tally{}}
	for kind := Thanks; kind <= Badges; kind++ {
		k.Tallies[kind] = Tally{Ties: map[[2]int]Ties{}, Shifts: map[string]map[string]Sum{}}
	}
	enterprises := map[string][]staff.Place{}
	for _, one := range people {
		top := highest(above, one.Unit)
		enterprises[top] = append(enterprises[top], one)
	}
	for top, of := range enterprises {
		k.add(top, of, edges)
	}
	return k
}

// highest is the unit at the top of the way up from one.
func highest(above map[string]string, unit string) string {
	for range above { // no way up is longer, even where the copy holds a circle for a moment
		if above[unit] == "" {
			break
		}
		unit = above[unit]
	}
	return unit
}

// add cuts an enterprise, and counts in its parts.
func (k *Kept) add(top string, people []staff.Place, edges map[Kind][]Edge) {
	parts, first := Cut(k.Above, people), len(k.Parts)
	for _, size := range parts.Sizes {
		k.Parts = append(k.Parts, Part{top, size})
	}
	e := enterprise{first: first, margin: parts.margin(), parts: len(parts.Sizes), member: map[string]member{}}
	at := map[Cell]int{}
	for _, c := range parts.Cells {
		c.Part += first
		k.Cells = append(k.Cells, c)
		at[Cell{Unit: c.Unit, Employer: c.Employer, Site: c.Site, Shift: c.Shift}] = c.Part
	}
	for _, one := range people {
		e.member[one.Person] = member{one, at[Cell{Unit: one.Unit, Employer: one.Employer, Site: one.Site, Shift: one.Shift}]}
	}
	for kind, tally := range k.Tallies {
		if len(people) < Floor {
			tally.Spreads = append(tally.Spreads, make([]Spread, e.parts)...)
		} else {
			e.count(&tally, top, edges[kind])
		}
		k.Tallies[kind] = tally
	}
}

// member is somebody, and the number of the part in which they are.
type member struct {
	staff.Place
	part int
}

// enterprise is what is counted in: parts from the number first on, and groups of shifts.
type enterprise struct {
	first, parts int
	margin       map[string][]string
	member       map[string]member
}

func (e enterprise) count(tally *Tally, top string, edges []Edge) {
	counts, there := make(map[string]int64, len(e.member)), map[[2]string]bool{}
	for _, edge := range edges {
		there[[2]string{edge.Giver, edge.Receiver}] = true
	}
	for _, edge := range edges {
		to, here := e.member[edge.Receiver]
		if !here {
			continue
		}
		counts[edge.Receiver] += edge.Count
		if from, here := e.member[edge.Giver]; here {
			ties := tally.Ties[[2]int{from.part, to.part}]
			ties.add(tieOf(from, to, edge.Count, there[[2]string{edge.Receiver, edge.Giver}]))
			tally.Ties[[2]int{from.part, to.part}] = ties
		}
	}
	for range e.parts {
		tally.Spreads = append(tally.Spreads, Spread{})
	}
	shifts := map[string]Spread{}
	for _, m := range e.member {
		n := counts[m.Person]
		tally.Spreads[m.part][n]++
		if shifts[m.Shift] == nil {
			shifts[m.Shift] = Spread{}
		}
		shifts[m.Shift][n]++
	}
	if len(e.margin) == 0 {
		return
	}
	tally.Shifts[top] = map[string]Sum{}
	for group, of := range e.margin {
		together := Spread{}
		for _, shift := range of {
			together.add(shifts[shift])
		}
		tally.Shifts[top][group] = together.Sum()
	}
}

func tieOf(from, to member, count int64, returned bool) Ties {
	t := Ties{Pairs: 1}
	if returned {
		t.Returned = 1
	}
	if from.Site != "" && to.Site != "" {
		t.Known = count
		if from.Site != to.Site {
			t.Across = count
		}
	}
	return t
}
