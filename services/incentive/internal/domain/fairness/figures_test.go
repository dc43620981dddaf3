package fairness_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/equity"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

func spreadOf(counts []int64) fairness.Spread {
	s := fairness.Spread{}
	for _, n := range counts {
		s[n]++
	}
	return s
}

func TestGini(t *testing.T) {
	for _, c := range []struct {
		counts []int64
		want   float64
	}{{[]int64{3, 1, 5, 2, 4}, .2666666667}, {[]int64{0, 10, 0, 0}, .75}, {[]int64{3, 3, 3}, 0}, {[]int64{7}, 0}} {
		got, defined := spreadOf(c.counts).Gini()
		require.True(t, defined)
		require.InDelta(t, c.want, got, 1e-9, "%v", c.counts)
	}
	for _, nothing := range [][]int64{nil, {0, 0, 0}} {
		_, defined := spreadOf(nothing).Gini()
		require.False(t, defined, "%v", nothing)
	}
	rapid.Check(t, func(r *rapid.T) {
		counts := rapid.SliceOfN(rapid.Int64Range(0, 50), 1, 20).Draw(r, "counts")
		g, defined := spreadOf(counts).Gini()
		turned, _ := spreadOf(rapid.Permutation(counts).Draw(r, "turned")).Gini()
		twice, _ := spreadOf(slices.Concat(counts, counts)).Gini()
		if g != turned || defined && (g < 0 || g >= 1) || g-twice > 1e-12 || twice-g > 1e-12 {
			r.Fatalf("%v: %v, turned %v, everybody twice %v", counts, g, turned, twice)
		}
		if more, ok := spreadOf(append(counts, 0)).Gini(); ok && more < g {
			r.Fatalf("one more with nothing makes %v of %v", more, g)
		}
	})
}

func TestSharesOfPeopleAndOfEdges(t *testing.T) {
	share := func(got float64, defined bool) float64 {
		require.True(t, defined)
		return got
	}
	undefined := func(_ float64, defined bool) { require.False(t, defined) }
	require.InDelta(t, .4, spreadOf([]int64{0, 3, 0, 1, 0}).Sum().Coverage(), 1e-12)
	require.Zero(t, fairness.Sum{}.Coverage())

	var people []staff.Place
	for name, site := range map[string]string{"ann": "s1", "bo": "s1", "cy": "s2", "di": "", "eve": "s2"} {
		people = append(people, staff.Place{Person: name, Unit: "u", Site: site})
	}
	ties := func(edges ...fairness.Edge) fairness.Ties {
		kept := fairness.NewKept(0, time.Time{}, nil, people, map[fairness.Kind][]fairness.Edge{fairness.Thanks: edges})
		require.Len(t, kept.Parts, 1)
		return kept.Tallies[fairness.Thanks].Ties[[2]int{0, 0}]
	}
	told := ties(fairness.Edge{"ann", "bo", 9}, fairness.Edge{"bo", "ann", 1}, fairness.Edge{"ann", "cy", 2}, fairness.Edge{"cy", "di", 3}, fairness.Edge{"somebody else", "eve", 1})
	require.InDelta(t, .5, share(told.Reciprocity()), 1e-12, "two of four pairs, however often")
	require.InDelta(t, 2./12, share(told.CrossSite()), 1e-12, "di's site is not known")
	undefined(ties().Reciprocity())
	undefined(ties(fairness.Edge{"cy", "di", 3}).CrossSite())
}

// groupsOf are the shifts of one unit as its board tells them, by shift the counts of its people.
func groupsOf(counts map[string][]int64) ([]fairness.Group, error) {
	var people []staff.Place
	var edges []fairness.Edge
	for shift, of := range counts {
		for i, n := range of {
			place := staff.Place{Person: fmt.Sprint(shift, i), Unit: "u", Shift: shift}
			people = append(people, place)
			edges = append(edges, fairness.Edge{Giver: "somebody", Receiver: place.Person, Count: n})
		}
	}
	kept := fairness.NewKept(0, time.Time{}, nil, people, map[fairness.Kind][]fairness.Edge{fairness.Thanks: edges})
	sums := fairness.Sums{Sizes: map[int]int64{}, Spreads: map[int]fairness.Spread{}, Shifts: kept.Tallies[fairness.Thanks].Shifts["u"]}
	for n, part := range kept.Parts {
		sums.Sizes[n], sums.Spreads[n] = part.People, kept.Tallies[fairness.Thanks].Spreads[n]
	}
	figures, err := sums.Tell(kept.Cells)
	if figures == nil {
		return nil, err
	}
	return figures.Shifts, err
}

func TestGroups(t *testing.T) {
	of := func(people, recognised int) (counts []int64) {
		for i := range people {
			counts = append(counts, map[bool]int64{true: 2}[i < recognised])
		}
		return counts
	}
	type sizes map[string]int64
	for name, c := range map[string]struct {
		counts map[string][]int64
		want   sizes
	}{
		"all large":                             {map[string][]int64{"day": of(20, 9), "night": of(5, 1)}, sizes{"day": 20, "night": 5}},
		"one small takes the smallest with it":  {map[string][]int64{"day": of(20, 9), "late": of(9, 3), "night": of(4, 1)}, sizes{"day": 20, "": 13}},
		"two small ones are enough":             {map[string][]int64{"day": of(20, 9), "late": of(2, 1), "night": of(3, 1)}, sizes{"day": 20, "": 5}},
		"who has no group is pooled":            {map[string][]int64{"day": of(20, 9), "": of(6, 1)}, sizes{"day": 20, "": 6}},
		"nothing to compare":                    {map[string][]int64{"day": of(20, 9)}, sizes{}},
		"a small one leaves nothing to compare": {map[string][]int64{"day": of(20, 9), "night": of(3, 0)}, sizes{}},
		"all are small":                         {map[string][]int64{"day": of(2, 1), "night": of(2, 0)}, sizes{}},
		"nobody was recognised":                 {map[string][]int64{"day": of(20, 0), "night": of(9, 0)}, sizes{}},
	} {
		t.Run(name, func(t *testing.T) {
			groups, err := groupsOf(c.counts)
			require.NoError(t, err)
			got := sizes{}
			for _, g := range groups {
				got[g.Group] = g.People
				require.InDelta(t, 2*g.Rate.Rate, g.Mean, 1e-12)
			}
			require.Equal(t, c.want, got)
		})
	}
	groups, err := groupsOf(map[string][]int64{"day": of(180, 12), "night": of(60, 2)})
	require.NoError(t, err)
	require.Equal(t, equity.TooFew, groups[1].Verdict)
	require.InDelta(t, .5270365409, groups[1].P, 1e-10)
}

// TestNoGroupIsBelowTheFloor tries random groups: none that is told has fewer than five people, nor has what all without the others are.
func TestNoGroupIsBelowTheFloor(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		counts := map[string][]int64{}
		var all int64
		for i, n := range rapid.SliceOfN(rapid.IntRange(0, 12), 1, 6).Draw(r, "sizes") {
			counts[fmt.Sprint(i)] = rapid.SliceOfN(rapid.Int64Range(0, 2), n, n).Draw(r, "counts")
			all += int64(n)
		}
		groups, err := groupsOf(counts)
		require.NoError(r, err)
		var told int64
		for _, g := range groups {
			told += g.People
			if g.People < fairness.Floor {
				r.Fatalf("%q has %d people", g.Group, g.People)
			}
		}
		if len(groups) > 0 && told != all {
			r.Fatalf("%d of %d people are told of", told, all)
		}
	})
}
