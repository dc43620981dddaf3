package attack

import (
	"math/rand/v2"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Person is somebody who was asked.
type Person struct {
	Unit, Level int
	RootLevels  []int
}

// Organisation is a random tree of at most so many units and six levels, with people in it.
type Organisation struct {
	Parents    []int
	Levels     int
	RootLevels []int
	People     []Person
}

// NewOrganisation draws one. Its units are of very different sizes.
func NewOrganisation(r *rand.Rand, units, people int) Organisation {
	o := Organisation{Parents: []int{-1}, Levels: r.IntN(4)}
	depths := []int{0}
	for len(o.Parents) < 1+r.IntN(units) {
		parent := r.IntN(len(o.Parents))
		if depths[parent] < 5 {
			o.Parents, depths = append(o.Parents, parent), append(depths, depths[parent]+1)
		}
	}
	for range r.IntN(3) {
		o.RootLevels = append(o.RootLevels, 2+r.IntN(2))
	}
	for range r.IntN(people) {
		one := o.place(r)
		for range 1 + r.IntN(6) {
			// Most come in teams of one place.
			o.People = append(o.People, one)
		}
	}
	return o
}

func (o Organisation) place(r *rand.Rand) Person {
	one := Person{Unit: r.IntN(len(o.Parents)), Level: r.IntN(max(o.Levels, 1))}
	for _, levels := range o.RootLevels {
		one.RootLevels = append(one.RootLevels, r.IntN(levels))
	}
	return one
}

// Wave asks everybody so many items of one construct, after some have moved; some do not answer.
func (o Organisation) Wave(r *rand.Rand, k, items, options int) release.Survey {
	for i := range o.People {
		if r.IntN(10) == 0 {
			o.People[i] = o.place(r)
		}
	}
	s := release.Survey{K: k, Constructs: 1}
	s.Population = population.Population{Parents: o.Parents, Levels: o.Levels, RootLevels: o.RootLevels}
	for range items {
		item := block.Item{}
		for option := range options {
			item.Scores = append(item.Scores, float64(option))
		}
		s.Items = append(s.Items, item)
	}
	known := map[string]int{}
	for _, one := range o.People {
		key := []byte{byte(one.Unit), byte(one.Unit >> 8), byte(one.Level)}
		for _, level := range one.RootLevels {
			key = append(key, byte(level))
		}
		at, is := known[string(key)]
		if !is {
			at = len(known)
			known[string(key)] = at
			s.Population.Atoms = append(s.Population.Atoms, population.Atom{Unit: one.Unit, Level: one.Level, RootLevels: one.RootLevels})
			for i := range s.Items {
				s.Items[i].Counts = append(s.Items[i].Counts, make([]int, options)...)
			}
		}
		s.Population.Atoms[at].Eligible++
		if r.IntN(6) > 0 {
			s.Population.Atoms[at].Sheets++
			for i := range s.Items {
				// Most agree, so that there is something to be told from their agreeing.
				s.Items[i].Counts[at*options+r.IntN(options)*r.IntN(2)*r.IntN(2)]++
			}
		}
	}
	s.Incomplete = make([]int, len(s.Population.Atoms))
	s.Plan = population.NewPlan(s.Population, k)
	return s
}
