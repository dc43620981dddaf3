package compare

import (
	"fmt"
	"math"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

const (
	zTwoSided = 1.959963984540054  // the 97.5 % quantile of the standard normal distribution: α = .05
	zPower    = 0.8416212335729142 // the 80 % quantile: power = .8
)

// SampleSize is how many answers each of two equal groups needs to tell the proportions p1 and p2 apart with α = .05, two-sided, and a
// power of .8, before the design effect:
//
//	n = (z_{α/2}·√(2p̄(1 − p̄)) + z_β·√(p₁(1 − p₁) + p₂(1 − p₂)))² / (p₁ − p₂)², p̄ = (p₁ + p₂)/2,
//
// rounded up. Source: Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, without the continuity correction. It
// refuses proportions beyond 0 to 1, equal ones, and such as are too close for any number of people (figure.ErrInput).
func SampleSize(p1, p2 float64) (int64, error) {
	if !(p1 >= 0 && p1 <= 1 && p2 >= 0 && p2 <= 1 && p1 != p2) {
		return 0, fmt.Errorf("proportions of %v and %v: %w", p1, p2, figure.ErrInput)
	}
	n := math.Ceil(sampleSize(p1, p2))
	if n > figure.Most {
		return 0, fmt.Errorf("%v answers: %w", n, figure.ErrInput)
	}
	return int64(n), nil
}

func sampleSize(p1, p2 float64) float64 {
	mean := (p1 + p2) / 2
	root := zTwoSided*math.Sqrt(2*mean*(1-mean)) + zPower*math.Sqrt(p1*(1-p1)+p2*(1-p2))
	return root * root / ((p1 - p2) * (p1 - p2))
}

// DesignEffect is by how much more people are needed where they come in teams whose members are alike: 1 + (m̄ − 1)·ICC(1), of teams of
// m̄ people on average. Source: Kish 1965, Survey Sampling. It refuses m̄ < 1 and an ICC beyond −1 to 1 (figure.ErrInput).
func DesignEffect(meanSize, icc float64) (float64, error) {
	if err := figure.CheckFinite(meanSize, icc); err != nil {
		return 0, err
	}
	if meanSize < 1 || math.Abs(icc) > 1 {
		return 0, fmt.Errorf("teams of %v, ICC %v: %w", meanSize, icc, figure.ErrInput)
	}
	return 1 + (meanSize-1)*icc, nil
}
