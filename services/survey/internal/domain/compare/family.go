package compare

import (
	"fmt"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// Family holds p values of one family of questions in one report, adjusted for their number.
type Family struct {
	M int       // how many tests were made: to be printed with the q values
	Q []float64 // in the order of the p values
}

// BenjaminiHochberg controls the share of false discoveries: with p ascending, q₍ᵢ₎ = min over j ≥ i of m·p₍ⱼ₎/j, at most 1.
// Source: Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57. It refuses no p value (TooFewError) and what is
// none (figure.ErrInput).
func BenjaminiHochberg(p []float64) (Family, error) {
	if err := figure.AtLeast("tests", int64(len(p)), 1); err != nil {
		return Family{}, err
	}
	order := make([]int, len(p))
	for i, value := range p {
		if !(value >= 0 && value <= 1) {
			return Family{}, fmt.Errorf("a p value of %v: %w", value, figure.ErrInput)
		}
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		switch {
		case p[i] < p[j]:
			return -1
		case p[i] > p[j]:
			return 1
		}
		return 0
	})
	family := Family{M: len(p), Q: make([]float64, len(p))}
	least := 1.0
	for rank := len(p); rank >= 1; rank-- {
		i := order[rank-1]
		least = min(least, float64(len(p))*p[i]/float64(rank))
		family.Q[i] = least
	}
	return family, nil
}
