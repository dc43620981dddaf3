// Package figure holds what the figures of a survey are made of (shares and summaries), and why one cannot be given.
//
// Everything here and in its neighbours score, interval, compare, moment, reliability, agreement and driver is arithmetic on numbers
// that it is handed. What of it may be shown to whom, a release decides.
package figure

import (
	"errors"
	"fmt"
	"math"
)

// The refusals. Besides them there is TooFewError.
var (
	// ErrInput: no data gives such numbers, say a negative count, a correlation above 1 or something that is no number.
	ErrInput = errors.New("the numbers are none that data could give")
	// ErrNoSpread: everybody answered alike, and the figure divides by how much they differ.
	ErrNoSpread = errors.New("there is no spread to divide by")
	// ErrNotIdentified: more than one value fits the data equally well.
	ErrNotIdentified = errors.New("the data does not settle the figure")
	// ErrNotNamed: the scale does not name the options that the figure counts.
	ErrNotNamed = errors.New("the scale does not name these options")
	// ErrScale: the figure is defined on another scale.
	ErrScale = errors.New("the figure is defined on another scale")
)

// TooFewError refuses a figure for want of data.
type TooFewError struct {
	Of         string // what there is too little of: "answers", "sheets", "items", "drivers", "groups" or "tests"
	Have, Need int64
}

func (e *TooFewError) Error() string {
	return fmt.Sprintf("%d %s where %d are needed", e.Have, e.Of, e.Need)
}

// AtLeast refuses with a TooFewError what is fewer than needed.
func AtLeast(of string, have, need int64) error {
	if have < need {
		return &TooFewError{of, have, need}
	}
	return nil
}

// Most bounds every count: far more than there are people, and small enough that a float64 counts exactly.
const Most = 1 << 40

// CheckCounts refuses with ErrInput what is negative or above Most.
func CheckCounts(counts ...int64) error {
	for _, count := range counts {
		if count < 0 || count > Most {
			return fmt.Errorf("a count of %d: %w", count, ErrInput)
		}
	}
	return nil
}

// CheckFinite refuses with ErrInput what is not a number or infinite.
func CheckFinite(values ...float64) error {
	for _, value := range values {
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return fmt.Errorf("a value of %v: %w", value, ErrInput)
		}
	}
	return nil
}

// Share is a part of a whole: Count of N.
type Share struct {
	Count, N int64
}

// Check refuses a share of nothing (TooFewError), and one above 1 or below 0 (ErrInput).
func (s Share) Check() error {
	if err := CheckCounts(s.Count, s.N); err != nil {
		return err
	}
	if s.Count > s.N {
		return fmt.Errorf("%d of %d: %w", s.Count, s.N, ErrInput)
	}
	return AtLeast("answers", s.N, 1)
}

// Rate is Count/N, from 0 to 1. It refuses what Check refuses.
func (s Share) Rate() (float64, error) {
	if err := s.Check(); err != nil {
		return 0, err
	}
	return float64(s.Count) / float64(s.N), nil
}
