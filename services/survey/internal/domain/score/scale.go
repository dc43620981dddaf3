// Package score turns the option counts of an item in a cell into its figures: mean, sd, favourable, index, eNPS; and these into the
// figures of factors and indexes. No function here sees an answer of anybody.
package score

import (
	"fmt"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// Scale says what the options of an item stand for. Option i, counted from 0, has the value Lowest + i.
type Scale struct {
	Lowest  int32
	Options int
	// Reversed turns the scale round before anything is computed: x' = min + max − x.
	Reversed bool
	// These name options of the scale as it stands after it was turned round, counted from 0. They are the definition that has to
	// be printed with a favourable figure.
	FavourableOptions, UnfavourableOptions []int
}

// Rating is a scale of whole numbers with the favourable options that are customary: the upper two of 5 or 7 points, and the lower two
// as unfavourable. A scale of any other length names none, until somebody does.
func Rating(lowest int32, options int) Scale {
	s := Scale{Lowest: lowest, Options: options}
	if options == 5 || options == 7 {
		s.FavourableOptions, s.UnfavourableOptions = []int{options - 2, options - 1}, []int{0, 1}
	}
	return s
}

// Check refuses with figure.ErrInput fewer than two options, and named options that do not exist or are both favourable and not.
func (s Scale) Check() error {
	if s.Options < 2 {
		return fmt.Errorf("a scale of %d options: %w", s.Options, figure.ErrInput)
	}
	// Every figure checks its scale, so nothing is allocated here.
	for _, named := range [][]int{s.FavourableOptions, s.UnfavourableOptions} {
		for i, option := range named {
			if option < 0 || option >= s.Options || slices.Contains(named[:i], option) {
				return fmt.Errorf("option %d is named wrongly: %w", option, figure.ErrInput)
			}
		}
	}
	for _, option := range s.FavourableOptions {
		if slices.Contains(s.UnfavourableOptions, option) {
			return fmt.Errorf("option %d is named wrongly: %w", option, figure.ErrInput)
		}
	}
	return nil
}

// Min and Max are the values of the first and the last option.
func (s Scale) Min() float64 { return float64(s.Lowest) }

// Max is Min's counterpart.
func (s Scale) Max() float64 { return float64(s.Lowest) + float64(s.Options-1) }

// Counts are the sheets of a cell by their answer to one item.
type Counts struct {
	Options []int64 // how many chose each option, in the scale's order
	Blank   int64   // how many left the item out
}

// Sheets is how many sheets there are, blank ones included: the same for all items of a cell.
func (c Counts) Sheets() int64 { return c.Valid() + c.Blank }

// Valid is how many answered the item.
func (c Counts) Valid() int64 {
	var n int64
	for _, count := range c.Options {
		n += count
	}
	return n
}

// Keyed are the counts in the direction in which the scale is scored. It refuses with figure.ErrInput a scale that Check refuses,
// counts that are negative, and as many options as the scale has not; and with a TooFewError an item that nobody answered.
func (s Scale) Keyed(c Counts) ([]int64, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if len(c.Options) != s.Options {
		return nil, fmt.Errorf("%d counts for %d options: %w", len(c.Options), s.Options, figure.ErrInput)
	}
	if err := figure.CheckCounts(c.Options...); err != nil {
		return nil, err
	}
	if err := figure.CheckCounts(c.Blank, c.Valid()); err != nil {
		return nil, err
	}
	if err := figure.AtLeast("answers", c.Valid(), 1); err != nil {
		return nil, err
	}
	keyed := slices.Clone(c.Options)
	if s.Reversed {
		slices.Reverse(keyed)
	}
	return keyed, nil
}
