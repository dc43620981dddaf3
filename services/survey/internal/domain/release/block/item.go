// Package block decides, where the cells of a release are chosen, in which of them the figures of a construct are hidden because the
// answers themselves would give somebody away. docs/decisions/0009-safe-release.md says by which rules.
package block

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// Item is what was answered to one item of a construct.
type Item struct {
	Construct int
	// Scores are the points of every option, NaN where an option has none. The blank is an option.
	Scores []float64
	// Counts holds how many sheets of every atom have each option: those of the first atom in the order of Scores, of the second, and on.
	Counts []int
}

// Check tells what in an item does not fit to a population: every sheet has one option.
func (i Item) Check(p population.Population) error {
	options := len(i.Scores)
	if options == 0 || len(i.Counts) != options*len(p.Atoms) {
		return fmt.Errorf("release: %d counts of %d options for %d atoms", len(i.Counts), options, len(p.Atoms))
	}
	for a, atom := range p.Atoms {
		sheets := 0
		for _, n := range i.of(a) {
			if n < 0 {
				return fmt.Errorf("release: atom %d has %d sheets with one option", a, n)
			}
			sheets += n
		}
		if sheets != atom.Sheets {
			return fmt.Errorf("release: the options of atom %d add up to %d of %d sheets", a, sheets, atom.Sheets)
		}
	}
	return nil
}

func (i Item) of(atom int) []int {
	return i.Counts[atom*len(i.Scores) : (atom+1)*len(i.Scores)]
}

// uniform tells whether all sheets of a group, or all but one, have one option: who is in the group then knows of the others.
func uniform(counts []int) bool {
	sheets := total(counts)
	return sheets > 0 && slices.Max(counts) >= sheets-1
}

// scored are the options that have points, from the fewest on.
func (i Item) scored() []int {
	var scored []int
	for option, score := range i.Scores {
		if !math.IsNaN(score) {
			scored = append(scored, option)
		}
	}
	slices.SortFunc(scored, func(a, b int) int { return cmp.Compare(i.Scores[a], i.Scores[b]) })
	return scored
}

// narrow tells whether the mean score of a part of a group, whatever the part answered, is known to less than a point: from the mean
// of its lowest answers to that of its highest. scored are the item's.
func (i Item) narrow(scored, counts []int, part int) bool {
	if part == 0 {
		return false
	}
	answers := 0
	for _, option := range scored {
		answers += counts[option]
	}
	if answers == 0 {
		return false
	}
	part = min(part, answers)
	lowest, highest := 0.0, 0.0
	for low, high, at := part, part, 0; at < len(scored); at++ {
		option := scored[at]
		n := min(low, counts[option])
		low -= n
		lowest += float64(n) * i.Scores[option]
		option = scored[len(scored)-1-at]
		n = min(high, counts[option])
		high -= n
		highest += float64(n) * i.Scores[option]
	}
	return highest-lowest < float64(part)
}

func total(counts []int) int {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}
