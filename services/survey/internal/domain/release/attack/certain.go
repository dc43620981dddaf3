package attack

import (
	"math"
	"math/bits"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
)

// Puzzle is the answers to an item by place, and the sums of them that are shown.
type Puzzle struct {
	sizes []int
	rows  [][]int
	// truth are, by place, how many have each option.
	truth [][]int
	// Possible tells of a table that fits the sums whether it could be so; nil of all.
	Possible func(table [][]int) bool
}

// Puzzle is what a report shows of an item.
func (r Report) Puzzle(s release.Survey, item int) Puzzle {
	p := Puzzle{}
	p.sizes, p.rows = r.Sums(s, item)
	of := s.Items[item]
	_, atoms := Rows(s.Population, r.Plan, nil)
	for _, i := range atoms {
		var counts []int
		for option, score := range of.Scores {
			if r.Blanks || !math.IsNaN(score) {
				counts = append(counts, of.Counts[i*len(of.Scores)+option])
			}
		}
		p.truth = append(p.truth, counts)
	}
	return p
}

// MostPlaces bounds the places of a puzzle, as all groups of them are looked at.
const MostPlaces = 9

// Told is the fewest people, below a limit, in a group of any places that has the same answers in every table that fits; or the
// limit. With a colluder, whoever of all people is best at that knows one of the answers, and is not counted among the people. It
// tells false, having proved nothing, if no sum is shown or if there are more than so many places or tables.
func (p Puzzle) Told(limit, most int, colluder bool) (fewest int, all bool) {
	if len(p.sizes) > MostPlaces || len(p.rows) == 0 {
		return limit, false
	}
	views := p.views(colluder)
	all = p.tables(most, func(table [][]int) {
		differs := p.differing(table)
		for i := range views {
			if v := &views[i]; !colluder || table[v.place][v.option] > 0 {
				for word, groups := range differs {
					v.same[word] &^= groups
				}
			}
		}
	})
	for _, v := range views {
		limit = min(limit, v.fewest(p.sizes, limit, colluder))
	}
	return limit, all
}

// tables calls do with each table that fits.
func (p Puzzle) tables(most int, do func(table [][]int)) (all bool) {
	options := len(p.truth[0])
	var figures [][]int
	for _, row := range p.rows {
		counts := make([]int, options)
		for place, in := range row {
			for option, n := range p.truth[place] {
				counts[option] += in * n
			}
		}
		figures = append(figures, counts)
	}
	return Tables(p.sizes, p.rows, figures, options, most, func(table [][]int) {
		if p.Possible == nil || p.Possible(table) {
			do(table)
		}
	})
}

// Narrowed is the fewest people, below a limit, of one place whose mean is known to less than a step of the scale, if its options are its steps;
// or the limit. It tells false where Told does.
func (p Puzzle) Narrowed(limit, most int) (fewest int, all bool) {
	if len(p.sizes) > MostPlaces || len(p.rows) == 0 {
		return limit, false
	}
	lowest, highest := slices.Repeat([]int{math.MaxInt}, len(p.sizes)), make([]int, len(p.sizes))
	all = p.tables(most, func(table [][]int) {
		for place, counts := range table {
			sum := 0
			for step, n := range counts {
				sum += step * n
			}
			lowest[place], highest[place] = min(lowest[place], sum), max(highest[place], sum)
		}
	})
	for place, people := range p.sizes {
		if people > 0 && highest[place]-lowest[place] < people {
			limit = min(limit, people)
		}
	}
	return limit, all
}

// groups is a set of groups, each of which is a set of places.
type groups [1 << MostPlaces / 64]uint64

// view is what somebody can tell.
type view struct {
	// place and option are the colluder's.
	place, option int
	// same are the groups that have the same answers in all tables so far.
	same groups
}

func (p Puzzle) views(colluder bool) (views []view) {
	none := groups{}
	for group := range 1 << len(p.sizes) {
		none[group/64] |= 1 << (group % 64)
	}
	if !colluder {
		return []view{{same: none}}
	}
	for place, counts := range p.truth {
		for option, n := range counts {
			if n > 0 {
				views = append(views, view{place, option, none})
			}
		}
	}
	return views
}

// differing are the groups of which a table has other answers than the true one.
func (p Puzzle) differing(table [][]int) (differ groups) {
	var sums [1 << MostPlaces]int64
	for group := 1; group < 1<<len(p.sizes); group++ {
		place := bits.TrailingZeros(uint(group))
		sum := int64(0)
		for option, n := range p.truth[place] {
			// Differences are far below 2^15, so that they add up to 0 only if each is 0.
			sum = sum<<15 + int64(table[place][option]-n)
		}
		sums[group] = sums[group&(group-1)] + sum
		if sums[group] != 0 {
			differ[group/64] |= 1 << (group % 64)
		}
	}
	return differ
}

func (v view) fewest(sizes []int, limit int, colluder bool) int {
	for group := range 1 << len(sizes) {
		if v.same[group/64]>>(group%64)&1 == 0 {
			continue
		}
		people := 0
		for place, n := range sizes {
			people += group >> place & 1 * n
		}
		if colluder {
			people -= group >> v.place & 1
		}
		if people > 0 && people < limit {
			limit = people
		}
	}
	return limit
}
