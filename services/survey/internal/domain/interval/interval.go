// Package interval says between which bounds a figure lies. All intervals are of 95 %.
package interval

import (
	"fmt"
	"math"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// z is the 97.5 % quantile of the standard normal distribution.
const z = 1.959963984540054

// Interval holds the bounds, which belong to it, in the unit of the figure.
type Interval struct {
	Low, High float64
}

// Wilson is the score interval of a rate, within 0 to 1:
//
//	centre = (p̂ + z²/2n)/(1 + z²/n)
//	half   = z/(1 + z²/n)·√(p̂(1 − p̂)/n + z²/4n²)
//
// Sources: Wilson 1927, Journal of the American Statistical Association 22; Newcombe 1998, Statistics in Medicine 17. It refuses what
// figure.Share.Check refuses.
func Wilson(share figure.Share) (Interval, error) {
	p, err := share.Rate()
	if err != nil {
		return Interval{}, err
	}
	return wilson(p, 1/float64(share.N)), nil
}

// WilsonFinite is Wilson where the share was seen among n of a population of N people, all of whom were asked. Of all of them the rate is
// known: the interval is a point. It uses the effective size
//
//	n* = n(N − 1)/(N − n)
//
// and also refuses a population that is smaller than n (figure.ErrInput).
func WilsonFinite(share figure.Share, population int64) (Interval, error) {
	p, err := share.Rate()
	if err != nil {
		return Interval{}, err
	}
	factor, err := FinitePopulation(share.N, population)
	if err != nil {
		return Interval{}, err
	}
	return wilson(p, factor/float64(share.N)), nil
}

// RateFinite is WilsonFinite of a rate from 0 to 1 that is no count of answers, such as the mean of several shares, as if it were a share of
// n answers. It refuses a rate beyond 0 to 1 (figure.ErrInput), and what FinitePopulation refuses.
func RateFinite(rate float64, n, population int64) (Interval, error) {
	if !(rate >= 0 && rate <= 1) {
		return Interval{}, fmt.Errorf("a rate of %v: %w", rate, figure.ErrInput)
	}
	factor, err := FinitePopulation(n, population)
	if err != nil {
		return Interval{}, err
	}
	return wilson(rate, factor/float64(n)), nil
}

// Rate is Wilson of a rate from 0 to 1 that is no count of answers, as RateFinite is WilsonFinite. It refuses n < 1 (TooFewError) too.
func Rate(rate float64, n int64) (Interval, error) {
	if !(rate >= 0 && rate <= 1) {
		return Interval{}, fmt.Errorf("a rate of %v: %w", rate, figure.ErrInput)
	}
	if err := figure.AtLeast("answers", n, 1); err != nil {
		return Interval{}, err
	}
	return wilson(rate, 1/float64(n)), nil
}

// wilson takes the size as 1/n, which is 0 where everybody answered.
func wilson(p, inverse float64) Interval {
	scale := 1 + z*z*inverse
	centre := (p + z*z*inverse/2) / scale
	half := z / scale * math.Sqrt(p*(1-p)*inverse+z*z*inverse*inverse/4)
	// Where nobody or everybody agrees a bound is p itself, which rounding may miss by a hair.
	return Interval{Low: max(0, min(p, centre-half)), High: min(1, max(p, centre+half))}
}

// FinitePopulation is the factor (N − n)/(N − 1) by which a variance shrinks where n of N people were seen; multiply a standard error by
// its square root. Source: Cochran 1977, Sampling Techniques, 3rd edition, 2.6. It refuses n < 1 (TooFewError) and N < n (figure.ErrInput).
func FinitePopulation(n, population int64) (float64, error) {
	if err := figure.CheckCounts(n, population); err != nil {
		return 0, err
	}
	if err := figure.AtLeast("answers", n, 1); err != nil {
		return 0, err
	}
	switch {
	case population < n:
		return 0, fmt.Errorf("%d answers of %d people: %w", n, population, figure.ErrInput)
	case population == n: // also where one of one was seen, which the formula leaves open
		return 0, nil
	}
	return float64(population-n) / float64(population-1), nil
}

// Correlation is the interval of Pearson's r over n pairs by Fisher's z, within −1 to 1:
//
//	tanh(atanh r ± z/√(n − 3))
//
// Source: Fisher 1921, Metron 1. Where |r| is 1 it is a point. It refuses n < 4 (TooFewError) and r beyond −1 to 1 (figure.ErrInput).
func Correlation(r float64, n int64) (Interval, error) {
	if err := figure.CheckFinite(r); err != nil {
		return Interval{}, err
	}
	if err := figure.CheckCounts(n); err != nil {
		return Interval{}, err
	}
	if math.Abs(r) > 1 {
		return Interval{}, fmt.Errorf("a correlation of %v: %w", r, figure.ErrInput)
	}
	if err := figure.AtLeast("sheets", n, 4); err != nil {
		return Interval{}, err
	}
	half := z / math.Sqrt(float64(n-3))
	return Interval{Low: math.Tanh(math.Atanh(r) - half), High: math.Tanh(math.Atanh(r) + half)}, nil
}
