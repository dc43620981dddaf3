package choice

import (
	"fmt"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// MostRootLevels bounds the levels of an attribute of the root, because every way to part them in two is tried.
const MostRootLevels = 8

// TooManyLevelsError is an attribute of the root that has more than MostRootLevels.
type TooManyLevelsError struct{ Attribute, Levels int }

func (e *TooManyLevelsError) Error() string {
	return fmt.Sprintf("release: attribute %d of the root has %d levels, of at most %d", e.Attribute, e.Levels, MostRootLevels)
}

// Roots chooses the further attributes by which the root is published, in their order, beside the cells of a set. An attribute joins if for
// every way to part its levels in two, the smaller parts of all groups that the rest of the release can tell apart hold k sheets
// together. That is enough to be safe, and not always needed. All levels of an attribute join on which somebody was asked, or none.
func Roots(p population.Population, plan population.Plan, set cell.Set, k int) ([][]bool, error) {
	for i, levels := range p.RootLevels {
		if levels > MostRootLevels {
			return nil, &TooManyLevelsError{i, levels}
		}
	}
	joined := make([][]bool, len(p.RootLevels))
	for i, levels := range p.RootLevels {
		joined[i] = make([]bool, levels)
	}
	if !set.Units[0] {
		// The levels of an attribute add up to the root.
		return joined, nil
	}
	groups := make([]int, len(p.Atoms))
	edges := map[[2]int]int{}
	for i, ends := range cell.NewLayout(p, plan, set).Ends {
		groups[i] = numbered(edges, ends)
	}
	count := len(edges)
	for i, levels := range p.RootLevels {
		if !mixed(p, i, levels, groups, count, k) {
			continue
		}
		for _, a := range p.Atoms {
			if a.Eligible > 0 {
				joined[i][a.RootLevels[i]] = true
			}
		}
		finer := map[[2]int]int{}
		for j, a := range p.Atoms {
			groups[j] = numbered(finer, [2]int{groups[j], a.RootLevels[i]})
		}
		count = len(finer)
	}
	return joined, nil
}

func numbered(number map[[2]int]int, key [2]int) int {
	if _, known := number[key]; !known {
		number[key] = len(number)
	}
	return number[key]
}

// mixed tells whether the levels of an attribute are so mixed in the groups that no two parts of them can be told apart by fewer than k.
func mixed(p population.Population, attribute, levels int, groups []int, count, k int) bool {
	sheets, asked := make([][MostRootLevels]int, count), 0
	for i, a := range p.Atoms {
		level := a.RootLevels[attribute]
		sheets[groups[i]][level] += a.Sheets
		if a.Eligible > 0 {
			asked |= 1 << level
		}
	}
	for part := 1; part < 1<<levels; part++ {
		// Of a part and its complement one is enough, and levels of nobody make no difference.
		if part&asked != part || part == asked || part&(asked&-asked) == 0 {
			continue
		}
		smaller := 0
		for _, group := range sheets {
			in, out := 0, 0
			for level, n := range group {
				if part>>level&1 == 1 {
					in += n
				} else {
					out += n
				}
			}
			smaller += min(in, out)
		}
		if smaller < k {
			return false
		}
	}
	return true
}
