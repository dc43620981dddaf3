package compare

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
)

// MeanDifference is the interval of 95 % of x̄₁ − x̄₂ that belongs to Welch: x̄₁ − x̄₂ ± t·√(s₁²/n₁ + s₂²/n₂), with t the 97.5 % quantile of
// Student's distribution at Welch's degrees of freedom. It refuses what Welch refuses.
func MeanDifference(a, b figure.Summary) (interval.Interval, error) {
	test, err := Welch(a, b)
	if err != nil {
		return interval.Interval{}, err
	}
	half := quantile(test.DF) * math.Sqrt(a.Variance/float64(a.N)+b.Variance/float64(b.N))
	bounds := interval.Interval{Low: a.Mean - b.Mean - half, High: a.Mean - b.Mean + half}
	return bounds, figure.CheckFinite(bounds.Low, bounds.High)
}

// quantile is that of 97.5 % of Student's distribution.
func quantile(df float64) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(0.975)
}

// RateDifference is the interval of 95 % of p₁ − p₂ from those of Wilson, (l₁, u₁) and (l₂, u₂):
//
//	p₁ − p₂ − √((p₁ − l₁)² + (u₂ − p₂)²) to p₁ − p₂ + √((u₁ − p₁)² + (p₂ − l₂)²)
//
// Source: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10. It refuses what Proportions refuses.
func RateDifference(a, b figure.Share) (interval.Interval, error) {
	first, err := interval.Wilson(a)
	if err != nil {
		return interval.Interval{}, err
	}
	second, err := interval.Wilson(b)
	if err != nil {
		return interval.Interval{}, err
	}
	return newcombe(float64(a.Count)/float64(a.N), float64(b.Count)/float64(b.N), first, second), nil
}

func newcombe(p1, p2 float64, first, second interval.Interval) interval.Interval {
	return interval.Interval{
		Low:  p1 - p2 - math.Hypot(p1-first.Low, second.High-p2),
		High: p1 - p2 + math.Hypot(first.High-p1, p2-second.Low),
	}
}
