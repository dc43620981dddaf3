package fairness_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// known is what somebody learns who reads boards: each is the sum, within a month, over the people of some groups whom nothing tells apart. A
// row says which of them, 0 or 1, for each group and each month.
type known struct {
	groups [][months]staff.Place
	people []int
	rows   [][]int64
}

const months = 2

// enterprise is who works where in the first month and in the second: nowhere, where there is no unit.
type enterprise struct {
	above     map[string]string
	employers []string
	people    [][months]staff.Place
}

func (e enterprise) at(month int) (people []staff.Place) {
	for _, one := range e.people {
		if one[month].Unit != "" {
			people = append(people, one[month])
		}
	}
	return people
}

func knownOf(e enterprise) *known {
	k := &known{}
	for _, one := range e.people {
		for month := range one {
			one[month].Person = ""
		}
		at := slices.Index(k.groups, one)
		if at < 0 {
			at = len(k.groups)
			k.groups, k.people = append(k.groups, one), append(k.people, 0)
		}
		k.people[at]++
	}
	return k
}

// learn adds the sum of a month over some people, by where they work when somebody looks.
func (k *known) learn(of, looked int, in func(staff.Place) bool) {
	row := make([]int64, len(k.groups)*months)
	for g, group := range k.groups {
		if group[looked].Unit != "" && in(group[looked]) {
			row[g*months+of] = 1
		}
	}
	k.rows = append(k.rows, row)
}

// victims are people, fewer than the floor, of whom something can be computed by adding and subtracting: a sum that is of nobody else. It is
// there where what is known says more than what is known of all others.
func (k *known) victims() [][months]staff.Place {
	all := rank(k.rows, nil)
	var try func(from, people int, hidden []int) [][months]staff.Place
	try = func(from, people int, hidden []int) [][months]staff.Place {
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
		var found [][months]staff.Place
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
			clear(m[i][g*months : (g+1)*months])
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

// boards are all that is kept of people.
type boards struct {
	fairness.Kept
	fairness.Sums
}

func boardsOf(above map[string]string, people []staff.Place) boards {
	b := boards{fairness.NewKept(0, time.Time{}, above, people, map[fairness.Kind][]fairness.Edge{fairness.Thanks: edgesTo(people)}), fairness.Sums{
		Sizes: map[int]int64{}, Spreads: map[int]fairness.Spread{},
	}}
	for n, part := range b.Parts {
		b.Sizes[n], b.Spreads[n] = part.People, b.Tallies[fairness.Thanks].Spreads[n]
	}
	return b
}

// tell reads the board of some cells, whoever may: nil where nothing is told. Unguarded, it tells of five people or more.
func (b boards) tell(r require.TestingT, guarded bool, in func(fairness.Cell) bool) *fairness.Figures {
	var cells []fairness.Cell
	sums := b.Sums
	var here, all int64
	for _, c := range b.Cells {
		all += c.People
		if in(c) {
			here += c.People
			cells = append(cells, c)
		}
	}
	if here == all && len(cells) > 0 {
		sums.Shifts = b.Tallies[fairness.Thanks].Shifts[b.Parts[cells[0].Part].Top]
	}
	figures, err := sums.Tell(cells)
	require.NoError(r, err)
	if !guarded && figures == nil && here >= fairness.Floor {
		figures = &fairness.Figures{}
	}
	return figures
}

// read reads every board of a month that anybody may read: of each unit, of each employer, of some, and of all. They are made of who works there
// when somebody looks; guarded is how Hearth tells them.
func (k *known) read(r require.TestingT, e enterprise, of, looked int, guarded bool) {
	b := boardsOf(e.above, e.at(looked))
	for unit := range e.above {
		for some := 1; some < 1<<len(e.employers); some++ {
			in := func(at, employer string) bool {
				for at != "" && at != unit {
					at = e.above[at]
				}
				return at == unit && some>>slices.Index(e.employers, employer)&1 == 1
			}
			figures := b.tell(r, guarded, func(c fairness.Cell) bool { return in(c.Unit, c.Employer) })
			if figures == nil {
				continue
			}
			here := func(p staff.Place) bool { return in(p.Unit, p.Employer) }
			k.learn(of, looked, here)
			k.learnGroups(r, of, looked, figures.Sites, here, func(p staff.Place) string { return p.Site })
			k.learnGroups(r, of, looked, figures.Shifts, here, func(p staff.Place) string { return p.Shift })
		}
	}
}

// edgesTo gives each of some people one recognition, by nobody: boards tell groups only where somebody has any.
func edgesTo(people []staff.Place) (edges []fairness.Edge) {
	for _, p := range people {
		edges = append(edges, fairness.Edge{Receiver: p.Person, Count: 1})
	}
	return edges
}

func (k *known) learnGroups(r require.TestingT, of, looked int, groups []fairness.Group, here func(staff.Place) bool, attribute func(staff.Place) string) {
	var named []string
	for _, g := range groups {
		require.GreaterOrEqual(r, g.People, int64(fairness.Floor))
		named = append(named, g.Group)
	}
	for _, g := range groups {
		k.learn(of, looked, func(p staff.Place) bool {
			group := attribute(p)
			if !slices.Contains(named, group) {
				group = fairness.Pooled
			}
			return here(p) && group == g.Group
		})
	}
}

func drawEnterprise(r *rapid.T) enterprise {
	e := enterprise{above: map[string]string{"u0": ""}}
	sites, units := map[string]string{"u0": "s0"}, []string{"u0"}
	for n := range rapid.IntRange(0, 4).Draw(r, "units") {
		unit, parent := fmt.Sprint("u", n+1), rapid.SampledFrom(units).Draw(r, "above")
		e.above[unit], sites[unit] = parent, sites[parent]
		if rapid.Bool().Draw(r, "has a site") {
			sites[unit] = rapid.SampledFrom([]string{"s0", "s1", "s2"}).Draw(r, "site")
		}
		units = append(units, unit)
	}
	e.employers = []string{"acme", "beta", "cedar"}[:rapid.IntRange(1, 3).Draw(r, "employers")]
	place := func() staff.Place {
		unit := rapid.SampledFrom(units).Draw(r, "unit")
		return staff.Place{Unit: unit, Site: sites[unit], Employer: rapid.SampledFrom(e.employers).Draw(r, "employer"), Shift: rapid.SampledFrom([]string{"day", "night", "late"}).Draw(r, "shift")}
	}
	for range rapid.IntRange(1, 8).Draw(r, "groups") {
		one := [months]staff.Place{place()}
		one[1] = one[0]
		for range rapid.IntRange(1, 9).Draw(r, "people") {
			one[0].Person = fmt.Sprint("p", len(e.people))
			one[1].Person = one[0].Person
			e.people = append(e.people, one)
		}
	}
	for range rapid.IntRange(0, 3).Draw(r, "changes") {
		one := &e.people[rapid.IntRange(0, len(e.people)-1).Draw(r, "whose")]
		switch rapid.IntRange(0, 2).Draw(r, "change") {
		case 0: // comes
			one[0] = staff.Place{}
		case 1: // leaves, or is erased
			one[1] = staff.Place{}
		default: // moves
			one[1] = place()
		}
	}
	for i := range e.people {
		for month := range months {
			if e.people[i][month].Unit != "" {
				e.people[i][month].Person = fmt.Sprint("p", i)
			}
		}
	}
	return e
}

// TestNoBoardsTogetherTellOfFewerThanFive reads all boards of two months of random enterprises, in which people come, leave and move, and tries to
// compute something of fewer than five people.
func TestNoBoardsTogetherTellOfFewerThanFive(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		e := drawEnterprise(r)
		k := knownOf(e)
		for month := range months {
			k.read(r, e, month, month, true)
		}
		if found := k.victims(); found != nil {
			r.Fatalf("%v of %v", found, e.people)
		}
	})
}

func staffOf(unit, employer, shift string, n int) (people []staff.Place) {
	for i := range n {
		people = append(people, staff.Place{Person: fmt.Sprint(unit, employer, shift, i), Unit: unit, Site: "s-" + unit, Employer: employer, Shift: shift})
	}
	return people
}

// staying is an enterprise in which nobody comes, leaves or moves.
func staying(above map[string]string, employers []string, people []staff.Place) enterprise {
	e := enterprise{above: above, employers: employers}
	for _, one := range people {
		e.people = append(e.people, [months]staff.Place{one, one})
	}
	return e
}

// Without parts the same attacker finds somebody.
func TestTheAttackFindsWhoIsLeftOver(t *testing.T) {
	above := map[string]string{"root": "", "a": "root", "b": "root", "c": "root"}
	victims := func(employers []string, people []staff.Place, guarded bool) [][months]staff.Place {
		e := staying(above, employers, people)
		k := knownOf(e)
		k.read(t, e, 0, 0, guarded)
		return k.victims()
	}
	people := slices.Concat(staffOf("a", "acme", "day", 12), staffOf("b", "acme", "day", 7), staffOf("c", "acme", "day", 3))
	require.NotEmpty(t, victims([]string{"acme"}, people, false), "all without a and b are the three of c")
	require.Empty(t, victims([]string{"acme"}, people, true))
	vendor := slices.Concat(staffOf("root", "acme", "day", 5), staffOf("root", "beta", "day", 1))
	require.NotEmpty(t, victims([]string{"acme", "beta"}, vendor, false))
}

// Were a month's boards of who works there when somebody looks, the same attacker would find who has left, who has come and who has moved:
// it is what they are kept for.
func TestTheAttackFindsWhoLeft(t *testing.T) {
	above := map[string]string{"root": "", "a": "root", "b": "root"}
	for name, change := range map[string]func(e *enterprise){
		"leaves": func(e *enterprise) { e.people[0][1] = staff.Place{} },
		"comes":  func(e *enterprise) { e.people[0][0] = staff.Place{} },
		"moves":  func(e *enterprise) { e.people[0][1].Unit = "b" },
	} {
		e := staying(above, []string{"acme"}, slices.Concat(staffOf("a", "acme", "day", 12), staffOf("b", "acme", "day", 7)))
		change(&e)
		twice, kept := knownOf(e), knownOf(e)
		for month := range months {
			twice.read(t, e, 0, month, true)
			kept.read(t, e, month, month, true)
		}
		require.Len(t, twice.victims(), 1, name)
		require.Empty(t, kept.victims(), name)
	}
}

// What is told is as much as can be: the larger team, the sites, and all nights together, of which no site has five.
func TestWhatIsToldOfAnEnterprise(t *testing.T) {
	above := map[string]string{"root": "", "a": "root", "b": "root", "c": "root", "a1": "a"}
	all := func(fairness.Cell) bool { return true }
	of := func(units ...string) func(fairness.Cell) bool {
		return func(c fairness.Cell) bool { return slices.Contains(units, c.Unit) }
	}
	var people []staff.Place
	for _, unit := range []string{"a", "b"} {
		people = slices.Concat(people, staffOf(unit, "acme", "day", 20), staffOf(unit, "acme", "night", 3))
	}
	b := boardsOf(above, slices.Concat(people, staffOf("c", "acme", "day", 3)))
	require.NotNil(t, b.tell(t, true, all))
	require.NotNil(t, b.tell(t, true, of("a")))
	require.Nil(t, b.tell(t, true, of("b")), "b would leave c alone")
	require.Nil(t, b.tell(t, true, of("c")))

	b = boardsOf(above, people)
	figures := b.tell(t, true, all)
	require.Len(t, figures.Sites, 2)
	require.Len(t, figures.Shifts, 2, "six nights, three at each site")
	require.Empty(t, b.tell(t, true, of("a")).Shifts, "three nights of one site")

	few := slices.Concat(staffOf("a", "acme", "day", 20), staffOf("a", "acme", "night", 1), staffOf("b", "acme", "night", 20), staffOf("b", "acme", "day", 2))
	require.Empty(t, boardsOf(above, few).tell(t, true, all).Shifts, "nights less b tell of the night of a and the days of b")
}

// Two enterprises have nothing to do with each other, and one of four people has no figures.
func TestEnterprisesAreCutByThemselves(t *testing.T) {
	b := boardsOf(map[string]string{"x": "", "y": "", "x1": "x"}, slices.Concat(staffOf("x1", "acme", "day", 9), staffOf("y", "acme", "day", 4)))
	require.NotNil(t, b.tell(t, true, func(c fairness.Cell) bool { return c.Unit == "x1" }))
	require.Nil(t, b.tell(t, true, func(c fairness.Cell) bool { return c.Unit == "y" }))
	require.Len(t, b.Parts, 2)
	for n, part := range b.Parts {
		require.Equal(t, part.Top == "y", b.Spreads[n] == nil, "of the four nothing is kept")
	}
}
