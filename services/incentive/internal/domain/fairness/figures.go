// Package fairness says whether recognition reaches all alike: how it is spread over the people of a unit, those with none among them, and
// over sites and shifts. It knows counts, and tells nothing of fewer than Floor people.
package fairness

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/equity"
)

// Floor is of how many people a figure must be.
const Floor = 5

// Gini is how unevenly something is spread over people, from 0 (all have as much) towards 1 (one has all):
//
//	G = 2Σ i·xᵢ/(nΣx) − (n + 1)/n, the x in ascending order, i from 1
//
// Counts must hold the zero of everybody who has none. Where nobody has anything it is not defined (false).
func Gini(counts []int64) (g float64, defined bool) {
	n := int64(len(counts))
	var sum, weighted int64
	for i, x := range slices.Sorted(slices.Values(counts)) {
		sum += x
		weighted += int64(i+1) * x
	}
	if sum == 0 {
		return 0, false
	}
	return float64(2*weighted-(n+1)*sum) / float64(n*sum), true
}

// Coverage is the share of people who have anything; not defined for nobody.
func Coverage(counts []int64) (share float64, defined bool) {
	if len(counts) == 0 {
		return 0, false
	}
	return float64(len(counts)-zeros(counts)) / float64(len(counts)), true
}

func zeros(counts []int64) (n int) {
	for _, x := range counts {
		if x == 0 {
			n++
		}
	}
	return n
}

// Edge is how often one person recognised another.
type Edge struct {
	Giver, Receiver string
	Count           int64
}

// Reciprocity is the share of the directed edges that are returned: of all who recognised somebody, to whom it came back. How often does not
// count. Not defined without an edge.
func Reciprocity(edges []Edge) (share float64, defined bool) {
	type pair struct{ from, to string }
	there := map[pair]bool{}
	for _, e := range edges {
		there[pair{e.Giver, e.Receiver}] = true
	}
	returned := 0
	for p := range there {
		if there[pair{p.to, p.from}] {
			returned++
		}
	}
	if len(there) == 0 {
		return 0, false
	}
	return float64(returned) / float64(len(there)), true
}

// CrossSite is the share of recognitions whose giver and receiver work at different sites. Edges of people whose site is not known are left
// out. Not defined without one.
func CrossSite(edges []Edge, siteOf map[string]string) (share float64, defined bool) {
	var across, all int64
	for _, e := range edges {
		from, to := siteOf[e.Giver], siteOf[e.Receiver]
		if from == "" || to == "" {
			continue
		}
		all += e.Count
		if from != to {
			across += e.Count
		}
	}
	if all == 0 {
		return 0, false
	}
	return float64(across) / float64(all), true
}

// Pooled is the name of the group of all who are too few by themselves.
const Pooled = ""

// Group is how one part of the people stands beside the part that is covered best.
type Group struct {
	equity.Rate
	// Mean is how much each person has, on average.
	Mean float64
}

// pool puts groups below Floor together (Pooled), and with them the smallest others while these are too few too. Where that is of no use, or
// leaves one group, there are none.
func pool[T any](groups map[string][]T) map[string][]T {
	names := slices.SortedFunc(maps.Keys(groups), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(groups[a]), len(groups[b])), cmp.Compare(a, b))
	})
	told := map[string][]T{}
	for _, name := range names {
		of := groups[name]
		if pool := told[Pooled]; name == Pooled || len(of) < Floor || len(pool) > 0 && len(pool) < Floor {
			told[Pooled] = slices.Concat(pool, of)
			continue
		}
		told[name] = of
	}
	if len(told[Pooled]) > 0 && len(told[Pooled]) < Floor || len(told) < 2 {
		return nil
	}
	return told
}

// Compare says how each part of some people stands beside the others, by group the counts of its people. They come by name, the pooled one
// first.
func Compare(counts map[string][]int64) ([]Group, error) {
	shares := map[string]equity.Share{}
	for name, of := range counts {
		shares[name] = equity.Share{Chosen: int64(len(of) - zeros(of)), People: int64(len(of))}
	}
	rates, err := equity.Rates(shares)
	groups := make([]Group, len(rates))
	for i, rate := range rates {
		var sum int64
		for _, x := range counts[rate.Group] {
			sum += x
		}
		groups[i] = Group{Rate: rate, Mean: float64(sum) / float64(rate.People)}
	}
	return groups, err
}
