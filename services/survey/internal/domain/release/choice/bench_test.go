package choice_test

import (
	"math/rand/v2"
	"testing"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// large is an organisation of 5,000 units, 6 levels deep, and 100,000 people on 4 levels of an attribute, of whom three in four answer.
func large() population.Population {
	r := rand.New(rand.NewPCG(1, 2))
	p := population.Population{Parents: []int{-1}, Levels: 4}
	begin, end := 0, 1
	for _, units := range []int{6, 40, 250, 1200, 3503} {
		for range units {
			p.Parents = append(p.Parents, begin+r.IntN(end-begin))
		}
		begin, end = end, end+units
	}
	atoms := make([]population.Atom, 4*len(p.Parents))
	for i := range atoms {
		atoms[i] = population.Atom{Unit: i / 4, Level: i % 4}
	}
	for range 100_000 {
		unit := r.IntN(len(p.Parents))
		// Every unit has a level of its own that most are on.
		level := unit % 4
		if r.IntN(2) == 0 {
			level = r.IntN(4)
		}
		atom := &atoms[4*unit+level]
		atom.Eligible++
		if r.IntN(4) > 0 {
			atom.Sheets++
		}
	}
	for _, a := range atoms {
		if a.Eligible > 0 {
			p.Atoms = append(p.Atoms, a)
		}
	}
	return p
}

func BenchmarkCells(b *testing.B) {
	p := large()
	plan := population.NewPlan(p, 5)
	published := 0
	for b.Loop() {
		set := choice.Cells(p, plan, 5)
		published = 0
		for u := range p.Parents {
			if set.Units[u] {
				published++
			}
			for l := range set.Levels {
				if set.Levels[l][u] {
					published++
				}
			}
		}
	}
	b.ReportMetric(float64(published), "cells")
}
