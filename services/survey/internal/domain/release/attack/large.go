package attack

import (
	"math/rand/v2"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/block"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Large is an organisation of 5,000 units, 6 levels deep, and 100,000 people on 4 levels of an attribute, of whom three in four
// answered so many items, five to a construct.
func Large(items int) release.Survey {
	r := rand.New(rand.NewPCG(1, 2))
	p := population.Population{Parents: []int{-1}, Levels: 4}
	begin, end := 0, 1
	for _, units := range []int{6, 40, 250, 1200, 3503} {
		for range units {
			p.Parents = append(p.Parents, begin+r.IntN(end-begin))
		}
		begin, end = end, end+units
	}
	for u := range p.Parents {
		for l := range p.Levels {
			p.Atoms = append(p.Atoms, population.Atom{Unit: u, Level: l})
		}
	}
	for range 100_000 {
		unit := r.IntN(len(p.Parents))
		// Half of every unit are on one level.
		level := unit % p.Levels
		if r.IntN(2) == 0 {
			level = r.IntN(p.Levels)
		}
		atom := &p.Atoms[p.Levels*unit+level]
		atom.Eligible++
		if r.IntN(4) > 0 {
			atom.Sheets++
		}
	}
	s := release.Survey{Population: p, Plan: population.NewPlan(p, 5), K: 5, Constructs: (items + 4) / 5, Incomplete: make([]int, len(p.Atoms))}
	for i := range items {
		item := block.Item{Construct: i / 5, Scores: Likert(), Counts: make([]int, 6*len(p.Atoms))}
		for a, atom := range p.Atoms {
			for range atom.Sheets {
				item.Counts[6*a+answer(r)]++
			}
		}
		s.Items = append(s.Items, item)
	}
	return s
}

// answer is one to five points, most often four, and one time in fifty a blank.
func answer(r *rand.Rand) int {
	if r.IntN(50) == 0 {
		return 5
	}
	return []int{0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4}[r.IntN(12)]
}
