package fairness

import (
	"maps"
	"slices"
)

// Figures are those of a board. What is nil is not defined.
type Figures struct {
	Recognitions, Recognised int64
	Coverage                 float64
	Gini                     *float64
	Reciprocity, CrossSite   *float64
	Sites, Shifts            []Group
}

// Sums are what is kept of the parts in which some cells lie.
type Sums struct {
	// Sizes is how many people each part holds, and Spreads how something is spread over them.
	Sizes   map[int]int64
	Spreads map[int]Spread
	// Ties are those within the parts.
	Ties Ties
	// Shifts are told beside all parts, where the cells are the whole enterprise; nil where they are not, or may not be told.
	Shifts map[string]Sum
}

// Tell makes the figures of some cells; nil where they are no whole parts, or fewer than Floor people.
func (s Sums) Tell(cells []Cell) (*Figures, error) {
	if !s.whole(cells) {
		return nil, nil
	}
	sites, shifts := map[string][]Cell{}, map[string][]Cell{}
	for _, c := range cells {
		sites[c.Site], shifts[c.Shift] = append(sites[c.Site], c), append(shifts[c.Shift], c)
	}
	all := s.spread(cells)
	sum := all.Sum()
	f := &Figures{Recognitions: sum.Recognitions, Recognised: sum.Recognised, Coverage: sum.Coverage()}
	f.Gini = defined(all.Gini())
	f.Reciprocity = defined(s.Ties.Reciprocity())
	if !slices.ContainsFunc(slices.Collect(maps.Values(sites)), func(of []Cell) bool { return !s.whole(of) }) {
		f.CrossSite = defined(s.Ties.CrossSite())
	}
	var err error
	if f.Sites, err = Compare(s.wholeOf(sites)); err != nil {
		return nil, err
	}
	told := s.Shifts
	if told == nil {
		told = s.wholeOf(shifts)
	}
	f.Shifts, err = Compare(told)
	return f, err
}

// whole says that some cells are whole parts, and Floor people or more.
func (s Sums) whole(cells []Cell) bool {
	var all int64
	in := map[int]int64{}
	for _, c := range cells {
		in[c.Part] += c.People
		all += c.People
	}
	for part, people := range in {
		if people != s.Sizes[part] {
			return false
		}
	}
	return all >= Floor
}

// spread is that of the parts in which some cells lie, which are all of them.
func (s Sums) spread(cells []Cell) Spread {
	all, seen := Spread{}, map[int]bool{}
	for _, c := range cells {
		if !seen[c.Part] {
			seen[c.Part] = true
			all.add(s.Spreads[c.Part])
		}
	}
	return all
}

// wholeOf are those groups that are whole parts, and all others together; none where that leaves nothing to compare.
func (s Sums) wholeOf(groups map[string][]Cell) map[string]Sum {
	told := map[string][]Cell{}
	for name, group := range groups {
		if name == Pooled || !s.whole(group) {
			name = Pooled
		}
		told[name] = append(told[name], group...)
	}
	if len(told) < 2 {
		return nil
	}
	sums := map[string]Sum{}
	for name, group := range told {
		sums[name] = s.spread(group).Sum()
	}
	return sums
}

func defined(figure float64, is bool) *float64 {
	if !is {
		return nil
	}
	return &figure
}
