// Package compare says whether two groups, or two waves, differ by more than chance, and by how much. All tests are two-sided.
package compare

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// Test is a t statistic with its degrees of freedom and its two-sided p value.
type Test struct {
	T, DF, P float64
}

// Welch compares the means of two independent groups whose variances may differ:
//
//	t  = (x̄₁ − x̄₂)/√(s₁²/n₁ + s₂²/n₂)
//	df = (s₁²/n₁ + s₂²/n₂)² / ((s₁²/n₁)²/(n₁ − 1) + (s₂²/n₂)²/(n₂ − 1))
//
// Source: Welch 1947, Biometrika 34. It refuses a group of fewer than two (TooFewError), and two groups without any spread
// (figure.ErrNoSpread).
func Welch(a, b figure.Summary) (Test, error) {
	if err := twoOrMore(a, b); err != nil {
		return Test{}, err
	}
	if a.Variance == 0 && b.Variance == 0 {
		return Test{}, figure.ErrNoSpread
	}
	se1, se2 := a.Variance/float64(a.N), b.Variance/float64(b.N)
	t := (a.Mean - b.Mean) / math.Sqrt(se1+se2)
	// The same as above, divided by the square of the sum, which neither over- nor underflows.
	part1, part2 := se1/(se1+se2), se2/(se1+se2)
	df := 1 / (part1*part1/float64(a.N-1) + part2*part2/float64(b.N-1))
	return Test{T: t, DF: df, P: student(t, df)}, figure.CheckFinite(t, df)
}

// Correlation tests whether Pearson's r over n pairs is 0: t = r·√((n − 2)/(1 − r²)) with n − 2 degrees of freedom. Source: Student 1908,
// Biometrika 6. It refuses n < 3 (TooFewError), r beyond −1 to 1 (figure.ErrInput), and |r| = 1, where t is infinite
// (figure.ErrNoSpread).
func Correlation(r float64, n int64) (Test, error) {
	if err := figure.CheckFinite(r); err != nil {
		return Test{}, err
	}
	if err := figure.CheckCounts(n); err != nil {
		return Test{}, err
	}
	if err := figure.AtLeast("sheets", n, 3); err != nil {
		return Test{}, err
	}
	if math.Abs(r) > 1 {
		return Test{}, fmt.Errorf("a correlation of %v: %w", r, figure.ErrInput)
	}
	rest := 1 - r*r
	if rest < exact {
		return Test{}, figure.ErrNoSpread
	}
	df := float64(n - 2)
	t := r * math.Sqrt(df/rest)
	return Test{T: t, DF: df, P: student(t, df)}, nil
}

// exact is the unexplained part below which a correlation is 1 but for rounding.
const exact = 1e-14

// student is the two-sided p value of t with df degrees of freedom, by the incomplete beta function I: I(df/(df + t²); df/2, 1/2).
func student(t, df float64) float64 { return mathext.RegIncBeta(df/2, 0.5, df/(df+t*t)) }

// Effect is how far two means lie apart, in standard deviations. Above 0 the first group is higher.
type Effect struct {
	// CohenD divides by the pooled standard deviation, with df = n₁ + n₂ − 2. Source: Cohen 1988.
	CohenD float64
	// HedgesGApproximate is d·(1 − 3/(4·df − 1)), the usual approximation. Source: Hedges 1981, Journal of Educational Statistics 6.
	HedgesGApproximate float64
	// HedgesGExact is d·Γ(df/2)/(√(df/2)·Γ((df − 1)/2)), which the other approximates. The same source.
	HedgesGExact float64
}

// EffectSize refuses what Welch refuses.
func EffectSize(a, b figure.Summary) (Effect, error) {
	if err := twoOrMore(a, b); err != nil {
		return Effect{}, err
	}
	if a.Variance == 0 && b.Variance == 0 {
		return Effect{}, figure.ErrNoSpread
	}
	df := float64(a.N + b.N - 2)
	pooled := math.Sqrt(float64(a.N-1)/df*a.Variance + float64(b.N-1)/df*b.Variance)
	d := (a.Mean - b.Mean) / pooled
	// Logarithms, since the gamma function itself overflows from 172 on.
	upper, _ := math.Lgamma(df / 2)
	lower, _ := math.Lgamma((df - 1) / 2)
	correction := math.Exp(upper-lower) / math.Sqrt(df/2)
	return Effect{CohenD: d, HedgesGApproximate: d * (1 - 3/(4*df-1)), HedgesGExact: d * correction}, figure.CheckFinite(d)
}

func twoOrMore(groups ...figure.Summary) error {
	for _, group := range groups {
		if err := group.Check(); err != nil {
			return err
		}
		if err := figure.AtLeast("answers", group.N, 2); err != nil {
			return err
		}
	}
	return nil
}
