// Package agreement says whether a team's mean may be called the team's: whether its members agree, and whether teams differ by more than
// people do.
package agreement

import (
	"fmt"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// Enough is the r_wg from which on a team is said to agree.
const Enough = 0.70

// Within is an r_wg, or r_wg(J).
type Within struct {
	Value float64
	// OutOfRange: the members differ more than if they had answered at random, and Value lies beyond 0 to 1. It is no degree of
	// agreement then, and may be above 1.
	OutOfRange bool
}

// Disagrees says that the team's mean should not be read as the team's.
func (w Within) Disagrees() bool { return w.OutOfRange || w.Value < Enough }

// RWG is the agreement of a team on one item of A options, against answers spread evenly over all:
//
//	r_wg = 1 − s²/σ²_E, σ²_E = (A² − 1)/12
//
// Source: James, Demaree and Wolf 1984, Journal of Applied Psychology 69. The variance is that of the answers in steps of the scale. It
// refuses fewer than two answers (TooFewError), fewer than two options and impossible summaries (figure.ErrInput).
func RWG(item figure.Summary, options int) (Within, error) {
	return RWGJ([]figure.Summary{item}, options)
}

// RWGJ is the agreement of a team on J items of the same A options. With s̄² the mean of the items' variances:
//
//	r_wg(J) = J(1 − s̄²/σ²_E) / (J(1 − s̄²/σ²_E) + s̄²/σ²_E)
//
// The source and the refusals are those of RWG; besides, it refuses no item (TooFewError), and s̄²/σ²_E = J/(J − 1), where it is
// infinite (figure.ErrNotIdentified).
func RWGJ(items []figure.Summary, options int) (Within, error) {
	if options < 2 {
		return Within{}, fmt.Errorf("a scale of %d options: %w", options, figure.ErrInput)
	}
	if err := figure.AtLeast("items", int64(len(items)), 1); err != nil {
		return Within{}, err
	}
	j := float64(len(items))
	random := (float64(options)*float64(options) - 1) / 12
	var ratio float64 // s̄²/σ²_E
	for _, item := range items {
		if err := item.Check(); err != nil {
			return Within{}, err
		}
		if err := figure.AtLeast("answers", item.N, 2); err != nil {
			return Within{}, err
		}
		ratio += item.Variance / random / j
	}
	agreed := j * (1 - ratio)
	if agreed+ratio == 0 {
		return Within{}, figure.ErrNotIdentified
	}
	value := agreed / (agreed + ratio)
	return Within{Value: value, OutOfRange: ratio > 1}, figure.CheckFinite(value)
}
