package fairness

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Cell holds people whom no board tells apart, and says in which part they lie.
type Cell struct {
	Unit, Employer, Site, Shift string
	People                      int64
	Part                        int
}

// Parts are the people of an enterprise, cut into parts of Floor or more. What is told is told of whole parts alone, whoever asks and of
// whatever: so all that may be added and subtracted of it is of whole parts again, and never of fewer people.
type Parts struct {
	Cells []Cell
	// Sizes is how many people each part holds, shift how many people of each part work in a shift.
	Sizes []int64
	shift []map[string]int64
}

// Cut cuts the people of an enterprise, by the unit above each of its units. Boards of units are made possible from the highest down, the
// larger first, then those of their sites, then those of one employer: what would leave fewer than Floor people of a part is not.
func Cut(above map[string]string, people []staff.Place) Parts {
	p := Parts{Sizes: []int64{int64(len(people))}}
	at := map[Cell]int{}
	for _, one := range people {
		c := Cell{Unit: one.Unit, Employer: one.Employer, Site: one.Site, Shift: one.Shift}
		n, known := at[c]
		if !known {
			n = len(p.Cells)
			at[c], p.Cells = n, append(p.Cells, c)
		}
		p.Cells[n].People++
	}
	units := p.units(above)
	for _, u := range units {
		p.cut(u.cells)
	}
	for _, attribute := range []func(Cell) string{func(c Cell) string { return c.Site }, func(c Cell) string { return c.Employer }} {
		for _, u := range units {
			by := map[string][]int{}
			for _, n := range u.cells {
				value := attribute(p.Cells[n])
				by[value] = append(by[value], n)
			}
			groups := make([]group, 0, len(by))
			for value, of := range by {
				groups = append(groups, group{value, 0, p.count(of), of})
			}
			slices.SortFunc(groups, largestFirst)
			for _, g := range groups {
				p.cut(g.cells)
			}
		}
	}
	p.shift = make([]map[string]int64, len(p.Sizes))
	for _, c := range p.Cells {
		if p.shift[c.Part] == nil {
			p.shift[c.Part] = map[string]int64{}
		}
		p.shift[c.Part][c.Shift] += c.People
	}
	return p
}

// group is a unit with all below it, depth units from the top, or a part of one.
type group struct {
	name   string
	depth  int
	people int64
	cells  []int
}

func largestFirst(a, b group) int {
	return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(b.people, a.people), cmp.Compare(a.name, b.name))
}

// units are all units that hold anybody, from the highest down, the larger first.
func (p *Parts) units(above map[string]string) []group {
	within := map[string]*group{}
	for n, c := range p.Cells {
		var way []string
		// A unit that was met is not met again: while events are under way the copy may hold a circle for a moment.
		for unit := c.Unit; unit != "" && !slices.Contains(way, unit); unit = above[unit] {
			way = append(way, unit)
		}
		for i, unit := range way {
			if within[unit] == nil {
				within[unit] = &group{name: unit}
			}
			g := within[unit]
			g.depth, g.people, g.cells = len(way)-i, g.people+c.People, append(g.cells, n)
		}
	}
	units := make([]group, 0, len(within))
	for _, g := range within {
		units = append(units, *g)
	}
	slices.SortFunc(units, largestFirst)
	return units
}

func (p *Parts) count(cells []int) (people int64) {
	for _, n := range cells {
		people += p.Cells[n].People
	}
	return people
}

// cut makes some cells whole parts, unless that leaves fewer than Floor people of one.
func (p *Parts) cut(cells []int) {
	in := map[int]int64{}
	for _, n := range cells {
		in[p.Cells[n].Part] += p.Cells[n].People
	}
	for part, people := range in {
		if people < Floor || people < p.Sizes[part] && p.Sizes[part]-people < Floor {
			return
		}
	}
	into := map[int]int{}
	for _, n := range cells {
		of := p.Cells[n].Part
		if in[of] == p.Sizes[of] {
			continue
		}
		if _, known := into[of]; !known {
			into[of] = len(p.Sizes)
			p.Sizes = append(p.Sizes, in[of])
		}
		p.Cells[n].Part = into[of]
	}
	for of := range into {
		p.Sizes[of] -= in[of]
	}
}

// margin are the groups of shifts of all people that may be told beside all parts, each with its shifts; none where they may not.
func (p *Parts) margin() map[string][]string {
	people := map[string]int64{}
	for _, c := range p.Cells {
		people[c.Shift] += c.People
	}
	groups := pool(people)
	if groups == nil || !p.besides(slices.Collect(maps.Values(groups))) {
		return nil
	}
	return groups
}

// mostShifts is of how many shifts at once it is tried who could take them apart.
const mostShifts = 12

// besides says that sums over groups of shifts of all people may be told beside all parts. Both are margins of one table, of parts and
// groups, and what can be added and subtracted of margins is, in each cell of it, a figure of its part less one of its group: that leaves
// only those cells where the two differ, which parts the table in two. So nothing is told of fewer than Floor people while every way to part
// it leaves Floor or more, or nobody.
func (p *Parts) besides(groups [][]string) bool {
	if len(groups) > mostShifts {
		return false
	}
	for one := 1; one < 1<<(len(groups)-1); one++ { // the last group stays on its side
		var left int64
		for _, shifts := range p.shift {
			var here, there int64
			for g, group := range groups {
				for _, shift := range group {
					if one>>g&1 == 1 {
						here += shifts[shift]
					} else {
						there += shifts[shift]
					}
				}
			}
			left += min(here, there)
		}
		if left > 0 && left < Floor {
			return false
		}
	}
	return true
}
