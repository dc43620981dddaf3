package fairness

import (
	"maps"
	"slices"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Figures are those of a board. What is nil is not defined.
type Figures struct {
	Recognitions, Recognised int64
	Coverage                 float64
	Gini                     *float64
	Reciprocity, CrossSite   *float64
	Sites, Shifts            []Group
}

// Figures are those of some people, who are whole parts, out of who recognised whom.
func (p *Parts) Figures(people []staff.Place, edges []Edge) (*Figures, error) {
	counts := make(map[string]int64, len(people))
	siteOf := make(map[string]string, len(people))
	sites, shifts := map[string][]staff.Place{}, map[string][]staff.Place{}
	for _, place := range people {
		counts[place.Person], siteOf[place.Person] = 0, place.Site
		sites[place.Site], shifts[place.Shift] = append(sites[place.Site], place), append(shifts[place.Shift], place)
	}
	var f Figures
	var within []Edge
	for _, e := range edges {
		counts[e.Receiver] += e.Count
		f.Recognitions += e.Count
		if _, here := counts[e.Giver]; here {
			within = append(within, e)
		}
	}
	all := slices.Collect(maps.Values(counts))
	f.Recognised = int64(len(all) - zeros(all))
	f.Coverage, _ = Coverage(all)
	f.Gini = defined(Gini(all))
	f.Reciprocity = defined(Reciprocity(within))
	if p.wholeEach(sites) {
		f.CrossSite = defined(CrossSite(within, siteOf))
	}
	compare := func(groups map[string][]staff.Place) ([]Group, error) {
		of := map[string][]int64{}
		for name, group := range groups {
			for _, place := range group {
				of[name] = append(of[name], counts[place.Person])
			}
		}
		return Compare(of)
	}
	var err error
	if f.Sites, err = compare(p.wholeOf(sites)); err != nil {
		return nil, err
	}
	f.Shifts, err = compare(p.shiftsOf(people, shifts))
	return &f, err
}

// wholeEach says that each group is whole parts.
func (p *Parts) wholeEach(groups map[string][]staff.Place) bool {
	for _, group := range groups {
		if !p.Whole(group) {
			return false
		}
	}
	return true
}

// wholeOf are those groups that are whole parts, and all others together; none where that leaves nothing to compare.
func (p *Parts) wholeOf(groups map[string][]staff.Place) map[string][]staff.Place {
	told := map[string][]staff.Place{}
	for name, group := range groups {
		if name == Pooled || !p.Whole(group) {
			told[Pooled] = append(told[Pooled], group...)
			continue
		}
		told[name] = group
	}
	if len(told) < 2 {
		return nil
	}
	return told
}

// shiftsOf are the shifts of some people: whole parts, and of the whole enterprise whatever may stand beside all parts.
func (p *Parts) shiftsOf(people []staff.Place, shifts map[string][]staff.Place) map[string][]staff.Place {
	all := 0
	for _, n := range p.size {
		all += n
	}
	margin := pool(shifts)
	if len(people) < all || margin == nil {
		return p.wholeOf(shifts)
	}
	var groups [][]string
	for name, group := range margin {
		of := []string{name}
		if name == Pooled {
			of = nil
			for _, place := range group {
				if !slices.Contains(of, place.Shift) {
					of = append(of, place.Shift)
				}
			}
		}
		groups = append(groups, of)
	}
	if !p.Besides(groups) {
		return p.wholeOf(shifts)
	}
	return margin
}

func defined(figure float64, is bool) *float64 {
	if !is {
		return nil
	}
	return &figure
}
