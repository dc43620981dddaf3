package fairness_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// known is what somebody learns who reads every board of an enterprise: each is the sum, within a window of time, over the people of some
// groups whom nothing tells apart. A row says which of them, 0 or 1, for each group and each stretch of time.
type known struct {
	groups []staff.Place
	people []int
	rows   [][]int64
}

// stretches are those into which two windows that overlap by a day cut time: windows says which of them each holds.
const stretches = 3

var windows = [][stretches]bool{{true, true, false}, {false, true, true}}

func knownOf(people []staff.Place) *known {
	k := &known{}
	for _, one := range people {
		one.Person = ""
		at := slices.Index(k.groups, one)
		if at < 0 {
			at = len(k.groups)
			k.groups, k.people = append(k.groups, one), append(k.people, 0)
		}
		k.people[at]++
	}
	return k
}

// learn adds the sums over some people.
func (k *known) learn(in func(staff.Place) bool) {
	for _, window := range windows {
		row := make([]int64, len(k.groups)*stretches)
		for g, group := range k.groups {
			for s, holds := range window {
				if holds && in(group) {
					row[g*stretches+s] = 1
				}
			}
		}
		k.rows = append(k.rows, row)
	}
}

// victims are people, fewer than the floor, of whom something can be computed by adding and subtracting: a sum that is of nobody else. It is
// there where what is known says more than what is known of all others.
func (k *known) victims() []staff.Place {
	all := rank(k.rows, nil)
	var try func(from, people int, hidden []int) []staff.Place
	try = func(from, people int, hidden []int) []staff.Place {
		larger := false
		for g := from; g < len(k.groups); g++ {
			if people+k.people[g] < fairness.Floor {
				larger = true
				if found := try(g+1, people+k.people[g], append(slices.Clone(hidden), g)); found != nil {
					return found
				}
			}
		}
		if larger || len(hidden) == 0 || rank(k.rows, hidden) == all {
			return nil
		}
		var found []staff.Place
		for _, g := range hidden {
			found = append(found, k.groups[g])
		}
		return found
	}
	return try(0, 0, nil)
}

// rank is how many independent sums there are, by a large prime, without the columns of some groups.
func rank(rows [][]int64, without []int) (rank int) {
	const prime = 1_000_003
	m := make([][]int64, len(rows))
	for i, row := range rows {
		m[i] = slices.Clone(row)
		for _, g := range without {
			clear(m[i][g*stretches : (g+1)*stretches])
		}
	}
	for column := 0; len(m) > 0 && column < len(m[0]) && rank < len(m); column++ {
		at := slices.IndexFunc(m[rank:], func(row []int64) bool { return row[column] != 0 })
		if at < 0 {
			continue
		}
		m[rank], m[rank+at] = m[rank+at], m[rank]
		for i := rank + 1; i < len(m); i++ {
			for factor, c := m[i][column], column; factor != 0 && c < len(m[i]); c++ {
				m[i][c] = ((m[i][c]*m[rank][column]-factor*m[rank][c])%prime + prime) % prime
			}
		}
		rank++
	}
	return rank
}

// readAll reads every board that anybody may read: of each unit, of each employer, of some, and of all. guarded is how Hearth tells them.
func readAll(r require.TestingT, above map[string]string, employers []string, people []staff.Place, guarded bool) *known {
	k, parts := knownOf(people), fairness.Cut(above, people)
	for unit := range above {
		for some := 1; some < 1<<len(employers); some++ {
			of := func(p staff.Place) bool {
				at := p.Unit
				for at != "" && at != unit {
					at = above[at]
				}
				return at == unit && some>>slices.Index(employers, p.Employer)&1 == 1
			}
			var here []staff.Place
			for _, p := range people {
				if of(p) {
					here = append(here, p)
				}
			}
			if len(here) < fairness.Floor || guarded && !parts.Whole(here) {
				continue
			}
			k.learn(of)
			figures, err := parts.Figures(here, edgesTo(here))
			require.NoError(r, err)
			k.learnGroups(r, figures.Sites, of, func(p staff.Place) string { return p.Site })
			k.learnGroups(r, figures.Shifts, of, func(p staff.Place) string { return p.Shift })
		}
	}
	return k
}

// edgesTo gives each of some people one recognition, by nobody: boards tell groups only where somebody has any.
func edgesTo(people []staff.Place) (edges []fairness.Edge) {
	for _, p := range people {
		edges = append(edges, fairness.Edge{Receiver: p.Person, Count: 1})
	}
	return edges
}

func (k *known) learnGroups(r require.TestingT, groups []fairness.Group, of func(staff.Place) bool, attribute func(staff.Place) string) {
	var named []string
	for _, g := range groups {
		require.GreaterOrEqual(r, g.People, int64(fairness.Floor))
		named = append(named, g.Group)
	}
	for _, g := range groups {
		k.learn(func(p staff.Place) bool {
			group := attribute(p)
			if !slices.Contains(named, group) {
				group = fairness.Pooled
			}
			return of(p) && group == g.Group
		})
	}
}

func drawEnterprise(r *rapid.T) (above map[string]string, employers []string, people []staff.Place) {
	above, sites := map[string]string{"u0": ""}, map[string]string{"u0": "s0"}
	units := []string{"u0"}
	for n := range rapid.IntRange(0, 4).Draw(r, "units") {
		unit, parent := fmt.Sprint("u", n+1), rapid.SampledFrom(units).Draw(r, "above")
		above[unit], sites[unit] = parent, sites[parent]
		if rapid.Bool().Draw(r, "has a site") {
			sites[unit] = rapid.SampledFrom([]string{"s0", "s1", "s2"}).Draw(r, "site")
		}
		units = append(units, unit)
	}
	employers = []string{"acme", "beta", "cedar"}[:rapid.IntRange(1, 3).Draw(r, "employers")]
	for range rapid.IntRange(1, 9).Draw(r, "groups") {
		unit := rapid.SampledFrom(units).Draw(r, "unit")
		p := staff.Place{Unit: unit, Site: sites[unit], Employer: rapid.SampledFrom(employers).Draw(r, "employer"), Shift: rapid.SampledFrom([]string{"day", "night", "late"}).Draw(r, "shift")}
		for range rapid.IntRange(1, 9).Draw(r, "people") {
			p.Person = fmt.Sprint("p", len(people))
			people = append(people, p)
		}
	}
	return above, employers, people
}

// TestNoBoardsTogetherTellOfFewerThanFive reads all boards of random enterprises, of two windows that overlap by a day, and tries to compute
// something of fewer than five people.
func TestNoBoardsTogetherTellOfFewerThanFive(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		above, employers, people := drawEnterprise(r)
		if found := readAll(r, above, employers, people, true).victims(); found != nil {
			r.Fatalf("%v of %v", found, people)
		}
	})
}

func staffOf(unit, employer, shift string, n int) (people []staff.Place) {
	for i := range n {
		people = append(people, staff.Place{Person: fmt.Sprint(unit, employer, shift, i), Unit: unit, Site: "s-" + unit, Employer: employer, Shift: shift})
	}
	return people
}

// Without parts the same attacker finds somebody.
func TestTheAttackFindsWhoIsLeftOver(t *testing.T) {
	above := map[string]string{"root": "", "a": "root", "b": "root", "c": "root"}
	people := slices.Concat(staffOf("a", "acme", "day", 12), staffOf("b", "acme", "day", 7), staffOf("c", "acme", "day", 3))
	require.NotEmpty(t, readAll(t, above, []string{"acme"}, people, false).victims(), "all without a and b are the three of c")
	require.Empty(t, readAll(t, above, []string{"acme"}, people, true).victims())
	vendor := slices.Concat(staffOf("root", "acme", "day", 5), staffOf("root", "beta", "day", 1))
	require.NotEmpty(t, readAll(t, above, []string{"acme", "beta"}, vendor, false).victims())
}

// What is told is as much as can be: the larger team, the sites, and all nights together, of which no site has five.
func TestWhatIsToldOfAnEnterprise(t *testing.T) {
	above := map[string]string{"root": "", "a": "root", "b": "root", "c": "root", "a1": "a"}
	var people []staff.Place
	for _, unit := range []string{"a", "b"} {
		people = slices.Concat(people, staffOf(unit, "acme", "day", 20), staffOf(unit, "acme", "night", 3))
	}
	small := staffOf("c", "acme", "day", 3)
	parts := fairness.Cut(above, slices.Concat(people, small))
	require.True(t, parts.Whole(slices.Concat(people, small)))
	require.True(t, parts.Whole(people[:23]), "a")
	require.False(t, parts.Whole(people[23:]), "b would leave c alone")
	require.False(t, parts.Whole(small))

	parts = fairness.Cut(above, people)
	figures, err := parts.Figures(people, edgesTo(people))
	require.NoError(t, err)
	require.Len(t, figures.Sites, 2)
	require.Len(t, figures.Shifts, 2, "six nights, three at each site")
	figures, err = parts.Figures(people[:23], edgesTo(people[:23]))
	require.NoError(t, err)
	require.Empty(t, figures.Shifts, "three nights of one site")

	few := slices.Concat(staffOf("a", "acme", "day", 20), staffOf("a", "acme", "night", 1), staffOf("b", "acme", "night", 20), staffOf("b", "acme", "day", 2))
	parts = fairness.Cut(above, few)
	figures, err = parts.Figures(few, edgesTo(few))
	require.NoError(t, err)
	require.Empty(t, figures.Shifts, "nights less b tell of the night of a and the days of b")
}
