package choice_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// prime is larger than any minor of the matrices here, whose entries are 0 and 1, so that a rank by it is the rank.
const prime = 1<<31 - 1

func rank(rows [][]int64) int {
	found := 0
	for column := 0; len(rows) > 0 && column < len(rows[0]) && found < len(rows); column++ {
		pivot := found
		for pivot < len(rows) && rows[pivot][column] == 0 {
			pivot++
		}
		if pivot == len(rows) {
			continue
		}
		rows[found], rows[pivot] = rows[pivot], rows[found]
		inverse := power(rows[found][column], prime-2)
		for r := found + 1; r < len(rows); r++ {
			factor := rows[r][column] * inverse % prime
			for c := column; c < len(rows[r]); c++ {
				rows[r][c] = (rows[r][c] + (prime-factor)*rows[found][c]) % prime
			}
		}
		found++
	}
	return found
}

func power(base, exponent int64) int64 {
	result := int64(1)
	for ; exponent > 0; exponent >>= 1 {
		if exponent&1 == 1 {
			result = result * base % prime
		}
		base = base * base % prime
	}
	return result
}

// safeCells tries every group of atoms with fewer than k sheets in all: a combination of cells that weighs no atom outside of the group is
// a leak, if it weighs somebody in it. Atoms of nobody do not count.
func safeCells(p population.Population, plan population.Plan, s cell.Set, k int) bool {
	var atoms []population.Atom
	for _, a := range p.Atoms {
		if a.Eligible > 0 {
			atoms = append(atoms, a)
		}
	}
	cells := s.All()
	matrix := func(group int) [][]int64 {
		rows := make([][]int64, len(cells))
		for r, one := range cells {
			for i, a := range atoms {
				if group>>i&1 == 1 {
					continue
				}
				in := int64(0)
				if holds(p, plan, one, a) {
					in = 1
				}
				rows[r] = append(rows[r], in)
			}
		}
		return rows
	}
	all := rank(matrix(0))
	for group := 1; group < 1<<len(atoms); group++ {
		sheets := 0
		for i, a := range atoms {
			sheets += group >> i & 1 * a.Sheets
		}
		if sheets < k && rank(matrix(group)) < all {
			return false
		}
	}
	return true
}

func holds(p population.Population, plan population.Plan, one cell.Cell, a population.Atom) bool {
	if one.Attribute > 0 {
		return a.RootLevels[one.Attribute-1] == one.Level
	}
	u := plan.With[a.Unit]
	for u > 0 && u != one.Unit {
		u = p.Parents[u]
	}
	return u == one.Unit && (one.Level == cell.AllLevels || one.Level == a.Level)
}

func TestCellsAreSafeAndNoneIsRefusedWithoutNeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(2, 5).Draw(t, "k")
		p := population.Population{Parents: drawTree(t, 5), Levels: rapid.IntRange(1, 3).Draw(t, "levels")}
		plan := population.Plan{}
		for u := range p.Parents {
			plan.Reported, plan.With = append(plan.Reported, true), append(plan.With, u)
		}
		for range rapid.IntRange(1, 9).Draw(t, "atoms") {
			p.Atoms = append(p.Atoms, population.Atom{
				Unit:  rapid.IntRange(0, len(p.Parents)-1).Draw(t, "unit"),
				Level: rapid.IntRange(0, p.Levels-1).Draw(t, "level"),
				Count: drawCount(t, 7),
			})
		}
		set := choice.SafeCells(p, plan, k)
		require.True(t, safeCells(p, plan, set, k))
		for l := range set.Levels {
			for u, published := range set.Levels[l] {
				if sheets, _ := sheetsOf(p, u, l); published || !set.Units[u] || sheets < k {
					continue
				}
				more := set.Clone()
				more.Levels[l][u] = true
				require.False(t, safeCells(p, plan, more, k), "unit %d by level %d may join", u, l)
			}
		}
		chosen := choice.Cells(p, plan, k)
		require.True(t, safeCells(p, plan, chosen, k))
		require.Equal(t, set.Units, chosen.Units)
		require.Subset(t, set.All(), chosen.All())
		for l := range chosen.Levels {
			for u, published := range chosen.Levels[l] {
				require.False(t, published && leavesFew(p, chosen, u, l, k), "unit %d by level %d has few beside what is inside of it", u, l)
			}
		}
	})
}

// leavesFew tells whether a published cell by level has cells inside of it, and beside them people who are few.
func leavesFew(p population.Population, set cell.Set, unit, level, k int) bool {
	lowest := func(u int) int {
		for u >= 0 && !set.Levels[level][u] {
			u = p.Parents[u]
		}
		return u
	}
	var beside population.Count
	for _, a := range p.Atoms {
		if a.Level == level && lowest(a.Unit) == unit {
			beside = beside.Add(a.Count)
		}
	}
	inside := false
	for u, published := range set.Levels[level] {
		inside = inside || published && u > 0 && lowest(p.Parents[u]) == unit
	}
	return inside && beside.Eligible > 0 && beside.Sheets < choice.Beside*k
}

func sheetsOf(p population.Population, unit, level int) (sheets, eligible int) {
	for _, a := range p.Atoms {
		u := a.Unit
		for u > 0 && u != unit {
			u = p.Parents[u]
		}
		if u == unit && a.Level == level {
			sheets += a.Sheets
			eligible += a.Eligible
		}
	}
	return sheets, eligible
}

func TestCells(t *testing.T) {
	// Two teams by two shifts; the last of the four groups is too small.
	p := population.Population{Parents: []int{-1, 0, 0}, Levels: 2}
	for i, n := range []int{9, 8, 7, 3} {
		p.Atoms = append(p.Atoms, population.Atom{Unit: 1 + i/2, Level: i % 2, Count: population.Count{Eligible: n, Sheets: n}})
	}
	want := cell.Set{Units: []bool{true, true, true}, Levels: [][]bool{{true, false, false}, {true, false, false}}}
	require.Equal(t, want, choice.Cells(p, population.NewPlan(p, 5), 5))

	p.Atoms[3].Count = population.Count{Eligible: 5, Sheets: 5}
	want = cell.Set{Units: []bool{true, true, true}, Levels: [][]bool{{true, true, true}, {true, true, true}}}
	require.Equal(t, want, choice.Cells(p, population.NewPlan(p, 5), 5))

	p.Atoms[3].Count = population.Count{}
	require.Equal(t, cell.Set{Units: want.Units, Levels: [][]bool{{true, true, true}, {true, true, false}}}, choice.Cells(p, population.NewPlan(p, 5), 5))
}
