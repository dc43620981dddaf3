package score

import (
	"fmt"
	"math"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// Part is a figure of an item (or of a factor) on its way into the figure above it.
type Part struct {
	Value  float64 // a favourable rate, an index or a mean, the same kind in all parts
	N      int64   // how many answered it
	Weight float64 // above 0; 1 where the instrument names none
}

// Factor is the weighted mean Σ w·x / Σ w over the parts that at least k people answered, and how many these were. Pooled answers would
// give another number where parts have unequal n. It refuses no part with k answers (TooFewError), and weights that are not above 0
// (figure.ErrInput).
func Factor(parts []Part, k int64) (value float64, used int, err error) {
	var sum, weights float64
	for _, part := range parts {
		if err := figure.CheckFinite(part.Value, part.Weight); err != nil {
			return 0, 0, err
		}
		if part.Weight <= 0 {
			return 0, 0, fmt.Errorf("a weight of %v: %w", part.Weight, figure.ErrInput)
		}
		if part.N >= k {
			sum += part.Weight * part.Value
			weights += part.Weight
			used++
		}
	}
	if err := figure.AtLeast("items", int64(used), 1); err != nil {
		return 0, 0, err
	}
	value = sum / weights
	return value, used, figure.CheckFinite(value)
}

// Term is one summand of a linear index.
type Term struct {
	Item        string
	Coefficient float64
}

// Linear is an index that is defined as data: Σ coefficient·mean(item) + constant. The dimensions of the Values Survey Module 2013 are
// such indexes (Hofstede and Minkov, VSM 2013 manual); its constant moves scores into a range and says nothing about differences.
type Linear struct {
	Terms    []Term
	Constant float64
}

// Score is the index of a group with these item means, in the values of the items' scales. It refuses a mean that is missing
// (TooFewError), and what is not finite (figure.ErrInput).
func (l Linear) Score(means map[string]float64) (float64, error) {
	score := l.Constant
	for _, term := range l.Terms {
		mean, ok := means[term.Item]
		if !ok {
			return 0, fmt.Errorf("item %s: %w", term.Item, &figure.TooFewError{Of: "answers", Need: 1})
		}
		score += term.Coefficient * mean
	}
	return score, figure.CheckFinite(score)
}

// Gap compares a profile as it is now with the one that is desired, dimension by dimension.
type Gap struct {
	Dimensions []float64 // desired − now, in the unit of the scores
	Distance   float64   // √(mean gap²), in the same unit
}

// Gaps refuses profiles of unequal length or with what is not finite (figure.ErrInput), and empty ones (TooFewError).
func Gaps(now, desired []float64) (Gap, error) {
	if len(now) != len(desired) {
		return Gap{}, fmt.Errorf("%d dimensions against %d: %w", len(now), len(desired), figure.ErrInput)
	}
	if err := figure.AtLeast("items", int64(len(now)), 1); err != nil {
		return Gap{}, err
	}
	gap := Gap{Dimensions: make([]float64, len(now))}
	var squares float64
	for i := range now {
		gap.Dimensions[i] = desired[i] - now[i]
		squares += gap.Dimensions[i] * gap.Dimensions[i]
	}
	gap.Distance = math.Sqrt(squares / float64(len(now)))
	return gap, figure.CheckFinite(gap.Distance)
}
