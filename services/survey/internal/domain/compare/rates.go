package compare

import (
	"math"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
)

// Rate is a rate that is the mean of the shares of several items, each answered by N people or more.
type Rate struct {
	Rate float64
	N    int64
}

// Rates compares two such rates of independent groups as if each person had answered all items alike: by Proportions, of counts of N that
// are rounded towards each other. With weights w that sum to 1, shares p of n answers, and whatever goes together within people,
//
//	Var(Σ w·p̂) ≤ (Σ w·√(p(1 − p)/n))² ≤ Σ w·p · (1 − Σ w·p) / min n
//
// by Cauchy and Schwarz and by Jensen: a difference that this finds is no weaker than it says. The interval is Newcombe's of the rates. It
// refuses an N below 1 (TooFewError) and a rate beyond 0 to 1 (figure.ErrInput).
func Rates(a, b Rate) (ProportionTest, interval.Interval, error) {
	first, err := interval.Rate(a.Rate, a.N)
	if err != nil {
		return ProportionTest{}, interval.Interval{}, err
	}
	second, err := interval.Rate(b.Rate, b.N)
	if err != nil {
		return ProportionTest{}, interval.Interval{}, err
	}
	one, other := towards(a, b.Rate), towards(b, a.Rate)
	test, err := Proportions(one, other)
	if err != nil {
		return ProportionTest{}, interval.Interval{}, err
	}
	difference := a.Rate - b.Rate
	if test.Difference*difference <= 0 { // the rounding has closed the gap
		test.P, test.Z = 1, 0
	}
	test.Difference = difference
	return test, newcombe(a.Rate, b.Rate, first, second), nil
}

// towards is the rate as a count, rounded towards the other rate.
func towards(of Rate, other float64) figure.Share {
	count := of.Rate * float64(of.N)
	whole := math.Round(count)
	if math.Abs(count-whole) > 1e-9 { // it is no count, but for the rounding of its division
		if whole = math.Floor(count); other > of.Rate {
			whole++
		}
	}
	return figure.Share{Count: int64(whole), N: of.N}
}
