package interval

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// MeanFinite is the interval of a mean that was seen among n of a population of N people, all of whom were asked:
//
//	x̄ ± t·s/√n·√((N − n)/(N − 1))
//
// with t the 97.5 % quantile of Student's distribution with n − 1 degrees of freedom. Of all of them the mean is known. Source: Cochran 1977,
// Sampling Techniques, 2.8. It refuses n < 2 (TooFewError) and N < n (figure.ErrInput).
func MeanFinite(of figure.Summary, population int64) (Interval, error) {
	sd, err := of.SD()
	if err != nil {
		return Interval{}, err
	}
	factor, err := FinitePopulation(of.N, population)
	if err != nil {
		return Interval{}, err
	}
	t := distuv.StudentsT{Sigma: 1, Nu: float64(of.N - 1)}.Quantile(0.975)
	half := t * sd * math.Sqrt(factor/float64(of.N))
	return Interval{Low: of.Mean - half, High: of.Mean + half}, nil
}
