package comparison

import (
	"math"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/compare"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// Verdict is what may be said of a difference.
type Verdict int

// The verdicts.
const (
	// Higher and Lower: the first differs from the second by more than chance, in a family with less than 5 % of false findings.
	Higher Verdict = iota + 1
	Lower
	// Close: no difference was found, and if there is one, it is less than half a standard deviation, or 20 points of a share.
	Close
	// TooFew: no difference was found, nor is one of so much ruled out.
	TooFew
)

const (
	falseFindings = .05
	// notedMeans is from how many standard deviations on a difference is one of note (Cohen 1988, 2.2: "medium"), and notedShares from
	// how much of the answers.
	notedMeans  = .5
	notedShares = .2
)

// verdict is that of a difference of which Q and the interval are known, and from where on it is one of note.
func verdict(q, difference float64, bounds interval.Interval, note float64) Verdict {
	switch {
	case q <= falseFindings && difference > 0:
		return Higher
	case q <= falseFindings && difference < 0:
		return Lower
	case max(math.Abs(bounds.Low), math.Abs(bounds.High)) < note:
		return Close
	}
	return TooFew
}

// means tests two means, if both have two answers and one of them some spread.
func means(a, b figure.Summary) *Test {
	welch, err := compare.Welch(a, b)
	if err != nil {
		return nil
	}
	bounds, err := compare.MeanDifference(a, b)
	if err != nil {
		return nil
	}
	size, err := compare.EffectSize(a, b)
	if err != nil {
		return nil
	}
	df := float64(a.N + b.N - 2)
	pooled := math.Sqrt((float64(a.N-1)*a.Variance + float64(b.N-1)*b.Variance) / df)
	return &Test{Test: welch, Interval: bounds, HedgesG: size.HedgesGExact, note: notedMeans * pooled}
}

// favourable tests two shares, if both scales call the same options favourable.
func favourable(first, second score.Scale, a, b score.Counts) *Favourable {
	if !slices.Equal(first.FavourableOptions, second.FavourableOptions) {
		return nil
	}
	one, err := first.Favourable(a)
	if err != nil {
		return nil
	}
	other, err := second.Favourable(b)
	if err != nil {
		return nil
	}
	test, err := compare.Proportions(one, other)
	if err != nil {
		return nil
	}
	bounds, err := compare.RateDifference(one, other)
	if err != nil {
		return nil
	}
	return &Favourable{ProportionTest: test, Interval: bounds}
}

// settle says what follows from Q.
func (f *Favourable) settle(q float64) {
	f.Q, f.Verdict = q, verdict(q, f.Difference, f.Interval, notedShares)
}

// judge adjusts all tests for their number, and says what follows.
func (c *Comparison) judge() {
	var p []float64
	var settle []func(q float64)
	means := func(t *Test, difference *float64) {
		if t != nil {
			p = append(p, t.P)
			settle = append(settle, func(q float64) { t.Q, t.Verdict = q, verdict(q, *difference, t.Interval, t.note) })
		}
	}
	shares := func(f *Favourable) {
		if f != nil {
			p = append(p, f.P)
			settle = append(settle, f.settle)
		}
	}
	for _, one := range c.Items {
		means(one.Mean, one.Difference)
		shares(one.Favourable)
	}
	for _, one := range c.Constructs {
		means(one.Mean, one.Difference)
		shares(one.Favourable)
	}
	family, err := compare.BenjaminiHochberg(p)
	if err != nil {
		return // no test could be made
	}
	c.Tests = family.M
	for i, q := range family.Q {
		settle[i](q)
	}
}
