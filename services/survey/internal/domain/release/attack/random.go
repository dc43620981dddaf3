package attack

import (
	"math"
	"math/rand/v2"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Place is where somebody stands who is asked.
type Place struct {
	Unit, Level int
	RootLevels  []int
	// Gone is nowhere: who left, or has not come yet.
	Gone bool
}

// Organisation is a random tree of at most so many units and six levels, with people in it.
type Organisation struct {
	Parents    []int
	Levels     int
	RootLevels []int
	People     []Place
}

// NewOrganisation draws one. Its units are of very different sizes, and half of them are chains.
func NewOrganisation(r *rand.Rand, units, teams int) *Organisation {
	o := &Organisation{Parents: []int{-1}, Levels: r.IntN(4)}
	depths := []int{0}
	for range r.IntN(units) {
		parent := len(o.Parents) - 1
		if r.IntN(2) == 0 {
			parent = r.IntN(len(o.Parents))
		}
		if depths[parent] < 5 {
			o.Parents, depths = append(o.Parents, parent), append(depths, depths[parent]+1)
		}
	}
	for range r.IntN(3) {
		o.RootLevels = append(o.RootLevels, 2+r.IntN(2))
	}
	for range r.IntN(teams) {
		o.join(r)
	}
	return o
}

// join brings people; most come in teams of one place.
func (o *Organisation) join(r *rand.Rand) {
	one := o.place(r)
	for range 1 + r.IntN(6) {
		o.People = append(o.People, one)
	}
}

func (o *Organisation) place(r *rand.Rand) Place {
	one := Place{Unit: r.IntN(len(o.Parents)), Level: r.IntN(max(o.Levels, 1))}
	for _, levels := range o.RootLevels {
		one.RootLevels = append(one.RootLevels, r.IntN(levels))
	}
	return one
}

// Move is what happens between two waves: some go elsewhere, some leave, and a team comes.
func (o *Organisation) Move(r *rand.Rand) {
	for i := range o.People {
		switch r.IntN(20) {
		case 0:
			o.People[i].Gone = true
		case 1, 2:
			o.People[i] = o.place(r)
		}
	}
	o.join(r)
}

// Questions is what a wave asks: items of one construct, each with so many options, of which the last is the blank if there is one.
type Questions struct {
	Items, Options int
	Blank          bool
}

// Wave is a survey, and what each person did in it.
type Wave struct {
	release.Survey
	// Atoms are, by person, the place in the population; -1 of who was not asked.
	Atoms []int
	// Sheets are, by person, the option of each item; nil of who did not answer.
	Sheets [][]int
}

// Wave asks everybody who is there; some do not answer, and of one unit sometimes nobody.
func (o *Organisation) Wave(r *rand.Rand, k int, asks Questions) Wave {
	w := Wave{Survey: release.Survey{K: k, Constructs: 1}}
	w.Population = population.Population{Parents: o.Parents, Levels: o.Levels, RootLevels: o.RootLevels}
	known := map[string]int{}
	silent := r.IntN(2 * len(o.Parents))
	for _, one := range o.People {
		w.Atoms, w.Sheets = append(w.Atoms, w.atom(known, one)), append(w.Sheets, nil)
		if at := w.Atoms[len(w.Atoms)-1]; at >= 0 && one.Unit != silent && r.IntN(6) > 0 {
			w.Population.Atoms[at].Sheets++
			w.Sheets[len(w.Sheets)-1] = asks.answer(r, one)
		}
	}
	w.Plan = population.NewPlan(w.Population, k)
	w.count(asks)
	return w
}

// atom counts somebody who is asked.
func (w *Wave) atom(known map[string]int, one Place) int {
	if one.Gone {
		return -1
	}
	key := []byte{byte(one.Unit), byte(one.Level)}
	for _, level := range one.RootLevels {
		key = append(key, byte(level))
	}
	at, is := known[string(key)]
	if !is {
		at = len(known)
		known[string(key)] = at
		w.Population.Atoms = append(w.Population.Atoms, population.Atom{Unit: one.Unit, Level: one.Level, RootLevels: one.RootLevels})
	}
	w.Population.Atoms[at].Eligible++
	return at
}

func (q Questions) answer(r *rand.Rand, at Place) []int {
	sheet := make([]int, q.Items)
	rated := q.Options
	if q.Blank {
		rated--
	}
	for i := range sheet {
		// Most agree, so that there is something to be told from their agreeing.
		sheet[i] = r.IntN(rated) * r.IntN(2) * r.IntN(2)
		// In some units nearly all leave something out.
		if q.Blank && (r.IntN(12) == 0 || at.Unit%4 == 3 && r.IntN(4) > 0) {
			sheet[i] = rated
		}
	}
	return sheet
}

// count counts the sheets anew, as they are now.
func (w *Wave) count(asks Questions) {
	atoms := len(w.Population.Atoms)
	w.Items, w.Incomplete = nil, make([]int, atoms)
	for range asks.Items {
		item := block.Item{Counts: make([]int, atoms*asks.Options)}
		for option := range asks.Options {
			item.Scores = append(item.Scores, float64(option))
		}
		if asks.Blank {
			item.Scores[asks.Options-1] = math.NaN()
		}
		w.Items = append(w.Items, item)
	}
	for i, sheet := range w.Sheets {
		for j, option := range sheet {
			w.Items[j].Counts[w.Atoms[i]*asks.Options+option]++
		}
		if !asks.Whole(sheet) {
			w.Incomplete[w.Atoms[i]]++
		}
	}
}

// Whole tells whether a sheet has no blank.
func (q Questions) Whole(sheet []int) bool {
	for _, option := range sheet {
		if q.Blank && option == q.Options-1 {
			return false
		}
	}
	return true
}
