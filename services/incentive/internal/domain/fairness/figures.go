// Package fairness says whether recognition reaches all alike: how it was spread over the people of a unit in a month, those with none among
// them, and over sites and shifts. It knows counts, and tells nothing of fewer than Floor people.
package fairness

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/equity"
)

// Floor is of how many people a figure must be.
const Floor = 5

// Spread is how many people have how many, those who have none with 0.
type Spread map[int64]int64

// add puts the people of another one with these.
func (s Spread) add(other Spread) {
	for count, people := range other {
		s[count] += people
	}
}

// Sum is how many people something is of, how many of them were recognised, and how often all together.
type Sum struct{ People, Recognised, Recognitions int64 }

// Sum is what they have together.
func (s Spread) Sum() (sum Sum) {
	for count, people := range s {
		sum.People += people
		sum.Recognitions += count * people
	}
	sum.Recognised = sum.People - s[0]
	return sum
}

// Gini is how unevenly something is spread over people, from 0 (all have as much) towards 1 (one has all):
//
//	G = 2Σ i·xᵢ/(nΣx) − (n + 1)/n, the x in ascending order, i from 1
//
// Where nobody has anything it is not defined (false).
func (s Spread) Gini() (g float64, defined bool) {
	sum := s.Sum()
	var before, weighted int64
	for _, count := range slices.Sorted(maps.Keys(s)) {
		people := s[count]
		weighted += count * (people*before + people*(people+1)/2) // their places are those after who has less
		before += people
	}
	if sum.Recognitions == 0 {
		return 0, false
	}
	n, all := sum.People, sum.Recognitions
	return float64(2*weighted-(n+1)*all) / float64(n*all), true
}

// Coverage is the share of people who have anything; 0 for nobody.
func (s Sum) Coverage() float64 {
	if s.People == 0 {
		return 0
	}
	return float64(s.Recognised) / float64(s.People)
}

// Edge is how often one person recognised another.
type Edge struct {
	Giver, Receiver string
	Count           int64
}

// Ties say how some people recognise each other.
type Ties struct {
	// Pairs are those of whom one recognised the other, however often, and Returned those of them to whom it came back.
	Pairs, Returned int64
	// Known is how often that was between people whose sites are known, and Across how often these were two.
	Known, Across int64
}

func (t *Ties) add(other Ties) {
	t.Pairs, t.Returned = t.Pairs+other.Pairs, t.Returned+other.Returned
	t.Known, t.Across = t.Known+other.Known, t.Across+other.Across
}

// Reciprocity is the share of pairs to whom it came back. Not defined without a pair.
func (t Ties) Reciprocity() (share float64, defined bool) { return shareOf(t.Returned, t.Pairs) }

// CrossSite is the share of recognitions whose giver and receiver work at different sites. Not defined without one.
func (t Ties) CrossSite() (share float64, defined bool) { return shareOf(t.Across, t.Known) }

func shareOf(of, all int64) (share float64, defined bool) {
	if all == 0 {
		return 0, false
	}
	return float64(of) / float64(all), true
}

// Pooled is the name of the group of all who are too few by themselves.
const Pooled = ""

// Group is how one part of the people stands beside the part that is covered best.
type Group struct {
	equity.Rate
	// Mean is how much each person has, on average.
	Mean float64
}

// pool puts groups below Floor together (Pooled), and with them the smallest others while these are too few too: each with the names of
// which it consists. Where that is of no use, or leaves one group, there are none.
func pool(people map[string]int64) map[string][]string {
	names := slices.SortedFunc(maps.Keys(people), func(a, b string) int {
		return cmp.Or(cmp.Compare(people[a], people[b]), cmp.Compare(a, b))
	})
	told := map[string][]string{}
	var pooled int64
	for _, name := range names {
		if name == Pooled || people[name] < Floor || pooled > 0 && pooled < Floor {
			told[Pooled] = append(told[Pooled], name)
			pooled += people[name]
			continue
		}
		told[name] = []string{name}
	}
	if pooled > 0 && pooled < Floor || len(told) < 2 {
		return nil
	}
	return told
}

// Compare says how each part of some people stands beside the others. They come by name, the pooled one first.
func Compare(sums map[string]Sum) ([]Group, error) {
	shares := map[string]equity.Share{}
	for name, of := range sums {
		shares[name] = equity.Share{Chosen: of.Recognised, People: of.People}
	}
	rates, err := equity.Rates(shares)
	groups := make([]Group, len(rates))
	for i, rate := range rates {
		groups[i] = Group{Rate: rate, Mean: float64(sums[rate.Group].Recognitions) / float64(rate.People)}
	}
	return groups, err
}
