package fairness

import (
	"cmp"
	"slices"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// cell holds people whom no board tells apart.
type cell struct{ unit, employer, site, shift string }

func cellOf(p staff.Place) cell { return cell{p.Unit, p.Employer, p.Site, p.Shift} }

// Parts are the people of an enterprise, cut into parts of Floor or more. What is told is told of whole parts alone, whoever asks and of
// whatever: so all that may be added and subtracted of it is of whole parts again, and never of fewer people.
type Parts struct {
	at map[cell]int
	// people is how many each cell holds, part in which part it lies, and size how many people each part holds.
	people, part, size []int
	// shift is how many people of each part work in a shift.
	shift []map[string]int
}

// Cut cuts the people of an enterprise, by the unit above each of its units. Boards of units are made possible from the highest down, the
// larger first, then those of their sites, then those of one employer: what would leave fewer than Floor people of a part is not.
func Cut(above map[string]string, people []staff.Place) Parts {
	p := Parts{at: map[cell]int{}, size: []int{len(people)}}
	var cells []cell
	for _, one := range people {
		c := cellOf(one)
		n, known := p.at[c]
		if !known {
			n = len(cells)
			p.at[c] = n
			cells, p.people, p.part = append(cells, c), append(p.people, 0), append(p.part, 0)
		}
		p.people[n]++
	}
	units := p.units(above, cells)
	for _, u := range units {
		p.cut(u.cells)
	}
	for _, attribute := range []func(cell) string{func(c cell) string { return c.site }, func(c cell) string { return c.employer }} {
		for _, u := range units {
			by := map[string][]int{}
			for _, n := range u.cells {
				value := attribute(cells[n])
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
	p.shift = make([]map[string]int, len(p.size))
	for n, part := range p.part {
		if p.shift[part] == nil {
			p.shift[part] = map[string]int{}
		}
		p.shift[part][cells[n].shift] += p.people[n]
	}
	return p
}

// group is a unit with all below it, depth units from the top, or a part of one.
type group struct {
	name          string
	depth, people int
	cells         []int
}

func largestFirst(a, b group) int {
	return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(b.people, a.people), cmp.Compare(a.name, b.name))
}

// units are all units that hold anybody, from the highest down, the larger first.
func (p *Parts) units(above map[string]string, cells []cell) []group {
	within := map[string]*group{}
	for n, c := range cells {
		var way []string
		// A unit that was met is not met again: while events are under way the copy may hold a circle for a moment.
		for unit := c.unit; unit != "" && !slices.Contains(way, unit); unit = above[unit] {
			way = append(way, unit)
		}
		for i, unit := range way {
			if within[unit] == nil {
				within[unit] = &group{name: unit}
			}
			g := within[unit]
			g.depth, g.people, g.cells = len(way)-i, g.people+p.people[n], append(g.cells, n)
		}
	}
	units := make([]group, 0, len(within))
	for _, g := range within {
		units = append(units, *g)
	}
	slices.SortFunc(units, largestFirst)
	return units
}

func (p *Parts) count(cells []int) (people int) {
	for _, n := range cells {
		people += p.people[n]
	}
	return people
}

// cut makes some cells whole parts, unless that leaves fewer than Floor people of one.
func (p *Parts) cut(cells []int) {
	in := map[int]int{}
	for _, n := range cells {
		in[p.part[n]] += p.people[n]
	}
	for part, people := range in {
		if people < Floor || people < p.size[part] && p.size[part]-people < Floor {
			return
		}
	}
	into := map[int]int{}
	for _, n := range cells {
		of := p.part[n]
		if in[of] == p.size[of] {
			continue
		}
		if _, known := into[of]; !known {
			into[of] = len(p.size)
			p.size = append(p.size, in[of])
		}
		p.part[n] = into[of]
	}
	for of := range into {
		p.size[of] -= in[of]
	}
}

// Whole says that these people, all of each cell, are whole parts, and Floor or more.
func (p *Parts) Whole(people []staff.Place) bool {
	in := map[int]int{}
	for _, one := range people {
		in[p.part[p.at[cellOf(one)]]]++
	}
	for part, n := range in {
		if n != p.size[part] {
			return false
		}
	}
	return len(people) >= Floor
}

// mostShifts is of how many shifts at once it is tried who could take them apart.
const mostShifts = 12

// Besides says that sums over groups of shifts of all people may be told beside all parts. Both are margins of one table, of parts and
// groups, and what can be added and subtracted of margins is, in each cell of it, a figure of its part less one of its group: that leaves
// only those cells where the two differ, which parts the table in two. So nothing is told of fewer than Floor people while every way to part
// it leaves Floor or more, or nobody.
func (p *Parts) Besides(groups [][]string) bool {
	if len(groups) > mostShifts {
		return false
	}
	for one := 1; one < 1<<(len(groups)-1); one++ { // the last group stays on its side
		left := 0
		for _, shifts := range p.shift {
			var here, there int
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
