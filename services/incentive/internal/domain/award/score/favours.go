package score

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Favour is how often one part of a group of equals wins by a scheme, beside how often it would if the scheme favoured nobody.
type Favour struct {
	// Group is one of the names below.
	Group string
	// Wins is its share of the first places, from 0 to 1; a place that several share is divided among them. Heads is its share of people.
	Wins, Heads float64
}

// The groups of Favours.
const (
	// Busy: those of whom 400 contacts were seen, beside as many of whom 60 were.
	Busy = "BUSY"
	// Night: those whose customers, at night, are harder to please; as good as the others, and a fifth of all.
	Night = "NIGHT"
	// OneGroup: forty people who do the same work, beside forty in five groups of eight.
	OneGroup = "ONE_GROUP"
)

// Favours says what a scheme favours, on people who are all equally good at what they do: what they show differs by chance alone, by how
// much was seen of them, by how large their group is and by whom they answer. It holds that many rounds of each case, drawn from the seed, and
// leaves the panel out. The share of wins is within some 1/√rounds of what it would be in the long run. It refuses what Scheme.Check refuses.
func Favours(scheme Scheme, seed uint64, rounds int) ([]Favour, error) {
	if err := scheme.Check(); err != nil {
		return nil, err
	}
	var favours []Favour
	for i, c := range []struct {
		group  string
		people int
		equal  func(i int) (equal, bool)
	}{
		{Busy, 80, func(i int) (equal, bool) {
			return equal{contacts: 60 + 340*int64(i%2), ease: .85}, i%2 == 1
		}},
		{Night, 80, func(i int) (equal, bool) {
			if i%40 >= 32 {
				return equal{Peers: Peers{Shift: "night"}, contacts: 200, ease: .75}, true
			}
			return equal{Peers: Peers{Shift: "day"}, contacts: 200, ease: .85}, false
		}},
		{OneGroup, 80, func(i int) (equal, bool) {
			if i < 40 {
				return equal{Peers: Peers{Queue: "one"}, contacts: 200, ease: .85}, true
			}
			return equal{Peers: Peers{Queue: fmt.Sprint(i / 8)}, contacts: 200, ease: .85}, false
		}},
	} {
		random := rand.New(rand.NewPCG(seed, uint64(i)))
		of := Favour{Group: c.group}
		for range rounds {
			all := make([]Candidate, c.people)
			inside := map[string]bool{}
			teams := map[string]Candidate{}
			for p := range all {
				one, in := c.equal(p)
				team := fmt.Sprint(p / 8)
				if _, ok := teams[team]; !ok {
					teams[team] = one.candidate(scheme, random, Candidate{})
				}
				all[p] = one.candidate(scheme, random, teams[team])
				all[p].Label, all[p].Team = fmt.Sprintf("%03d", p), team
				inside[all[p].Label] = in
			}
			wins, heads, err := scheme.round(all, inside)
			if err != nil {
				return nil, err
			}
			of.Wins += wins / float64(rounds)
			of.Heads = heads
		}
		favours = append(favours, of)
	}
	return favours, nil
}

// round is which part of the first place falls on those inside, and which part of the people they are.
func (s Scheme) round(all []Candidate, inside map[string]bool) (wins, heads float64, err error) {
	rows, err := s.standings(all)
	if err != nil {
		return 0, 0, err
	}
	for i := range rows {
		rows[i].Score = s.sum(rows[i]) // without a panel less than 100 at most, of all alike
	}
	placed(rows)
	var first, within, people float64
	for _, row := range rows {
		if inside[row.Label] {
			people++
		}
		if row.Place == 1 {
			first++
			if inside[row.Label] {
				within++
			}
		}
	}
	return within / first, people / float64(len(rows)), nil
}

// equal is one of many who are equally good.
type equal struct {
	Peers
	contacts int64
	ease     float64 // how often all goes well, of such customers
}

// candidate draws what is seen of somebody; what is seen of the team is as it is.
func (e equal) candidate(s Scheme, random *rand.Rand, team Candidate) Candidate {
	c := Candidate{Peers: e.Peers, Contacts: e.contacts, Figures: map[string]Figure{}, Stands: true}
	for _, criterion := range s.Criteria {
		if of, ok := team.Figures[criterion.ID]; ok && criterion.Kind == Team {
			c.Figures[criterion.ID] = of
			continue
		}
		c.Figures[criterion.ID] = e.figure(criterion, random)
	}
	return c
}

func (e equal) figure(c Criterion, random *rand.Rand) Figure {
	ease := e.ease
	if c.Direction == Lower {
		ease = 1 - ease
	}
	seen := e.contacts
	if c.Kind == Volume && c.Direction == Higher {
		// How much somebody did is a tenth more or less than what came to them.
		ease, seen = float64(e.contacts)*(1+random.NormFloat64()/10)/10_000, 10_000
	}
	if c.Form == Rate {
		return Figure{Hits: hits(random, seen, ease), Of: seen}
	}
	if c.Kind == Volume && c.Direction == Higher {
		return Figure{Value: Decimal(ease * float64(One))}
	}
	return Figure{Value: Decimal((ease + random.NormFloat64()/math.Sqrt(float64(seen))) * float64(One))}
}

// hits counts how often all went well.
func hits(random *rand.Rand, of int64, rate float64) (hits int64) {
	for range of {
		if random.Float64() < rate {
			hits++
		}
	}
	return hits
}
