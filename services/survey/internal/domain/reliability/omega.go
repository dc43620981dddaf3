package reliability

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
)

// The refusals of the one-factor fit.
var (
	// ErrHeywood: the best fit leaves an item with a negative variance of its own, so that one factor is no model of these items.
	ErrHeywood = errors.New("a loading lies beyond 1 (Heywood case)")
	// ErrNotConverged: no best fit was found.
	ErrNotConverged = errors.New("the fit of one factor does not settle")
)

// leastLoadings is how many items settle the loadings of one factor.
const leastLoadings = 3

// OneFactor is what one common factor says of the items of a construct.
type OneFactor struct {
	Omega    float64   // see McDonald
	Loadings []float64 // standardised, item by item; their sum is not negative
}

// Omega fits one factor to the correlations of complete, keyed sheets and gives McDonald's ω. It refuses fewer than two items or ten
// sheets (TooFewError), two items, or items of which too few share anything (figure.ErrNotIdentified), an item that everybody answered
// alike (figure.ErrNoSpread), ErrHeywood and ErrNotConverged.
func Omega(sheets *moment.Sums) (OneFactor, error) {
	if err := enough(sheets); err != nil {
		return OneFactor{}, err
	}
	correlation, err := sheets.Correlation()
	if err != nil {
		return OneFactor{}, err
	}
	loadings, err := minres(correlation)
	if err != nil {
		return OneFactor{}, err
	}
	omega, err := McDonald(loadings)
	return OneFactor{Omega: omega, Loadings: loadings}, err
}

const (
	settled    = 1e-13 // no loading moves further than this in the last sweep
	mostSweeps = 10000
	beyondOne  = 1e-9 // by how much rounding may carry a loading beyond 1
)

// minres finds the loadings λ of one factor that leave the least residuals: Σ over i < j of (rᵢⱼ − λᵢλⱼ)². With all other loadings
// held, the best λᵢ is
//
//	λᵢ = Σ_{j≠i} rᵢⱼλⱼ / Σ_{j≠i} λⱼ²
//
// which is taken item after item until none moves. It starts at the first principal component. Source: Harman and Jones 1966,
// Psychometrika 31.
func minres(correlation *mat.SymDense) ([]float64, error) {
	k := correlation.SymmetricDim()
	if k < leastLoadings {
		return nil, figure.ErrNotIdentified
	}
	loadings, err := firstComponent(correlation)
	if err != nil {
		return nil, err
	}
	for range mostSweeps {
		var moved float64
		for i := range k {
			var shared, squares float64
			for j, loading := range loadings {
				if j != i {
					shared += correlation.At(i, j) * loading
					squares += loading * loading
				}
			}
			if squares < settled { // the others have nothing in common that this one could share
				return nil, figure.ErrNotIdentified
			}
			best := shared / squares
			moved = max(moved, math.Abs(best-loadings[i]))
			loadings[i] = best
		}
		if moved <= settled {
			return proper(loadings)
		}
	}
	return nil, ErrNotConverged
}

// firstComponent is the eigenvector of the largest eigenvalue, times its root.
func firstComponent(correlation *mat.SymDense) ([]float64, error) {
	var eigen mat.EigenSym
	if !eigen.Factorize(correlation, true) {
		return nil, ErrNotConverged
	}
	values := eigen.Values(nil) // ascending
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	last := len(values) - 1
	component := mat.Col(nil, last, &vectors)
	for i := range component {
		component[i] *= math.Sqrt(max(0, values[last]))
	}
	return component, nil
}

// proper refuses loadings beyond 1, and turns the factor so that they sum to no less than 0.
func proper(loadings []float64) ([]float64, error) {
	var sum float64
	for _, loading := range loadings {
		sum += loading
	}
	for i, loading := range loadings {
		if math.Abs(loading) > 1+beyondOne {
			return nil, ErrHeywood
		}
		loadings[i] = max(-1, min(1, math.Copysign(1, sum)*loading))
	}
	return loadings, nil
}
