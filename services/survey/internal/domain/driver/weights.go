// Package driver says which scores go together with an outcome. Nothing here is a cause: say "associated with", never "impact".
package driver

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// ErrCollinear: drivers that say nearly the same cannot be told apart.
var ErrCollinear = errors.New("the drivers cannot be told apart")

// leastEigenvalue is what the correlations of the drivers must keep in every direction.
const leastEigenvalue = 1e-8

// rounding is by how much a correlation matrix may miss what it ought to be.
const rounding = 1e-9

// Weights are Johnson's relative weights.
type Weights struct {
	Raw      []float64 // ε, driver by driver: none is negative, and they sum to R²
	RSquared float64   // the share of the outcome's variance that all drivers explain together, from 0 to 1
}

// Shares are the parts of R² by driver, which sum to 1. They carry no sign: show the correlation's beside them. Where R² is 0 there is
// nothing to share out (figure.ErrNotIdentified).
func (w Weights) Shares() ([]float64, error) {
	if w.RSquared < rounding {
		return nil, figure.ErrNotIdentified
	}
	shares := make([]float64, len(w.Raw))
	for j, raw := range w.Raw {
		shares[j] = raw / w.RSquared
	}
	return shares, nil
}

// RelativeWeights shares out among drivers what they explain of an outcome together. R holds the drivers' correlations among themselves,
// r those with the outcome. With R = QΔQᵀ:
//
//	Λ = QΔ^½Qᵀ, β* = Λ⁻¹r, ε_j = Σ_k Λ²_jk·β*²_k, Σ ε = R²
//
// Sources: Johnson 2000, Multivariate Behavioral Research 35(1); Tonidandel and LeBreton 2015, Journal of Business and Psychology. It
// refuses no driver (TooFewError), what no data gives (figure.ErrInput), and an eigenvalue of 1e−8 or less (ErrCollinear).
func RelativeWeights(drivers mat.Symmetric, outcome []float64) (Weights, error) {
	if err := checkCorrelations(drivers, outcome); err != nil {
		return Weights{}, err
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(drivers, true) {
		return Weights{}, ErrCollinear
	}
	values := eigen.Values(nil) // ascending
	if values[0] <= leastEigenvalue {
		return Weights{}, ErrCollinear
	}
	var q mat.Dense
	eigen.VectorsTo(&q)
	lambda, inverse := power(&q, values, 0.5), power(&q, values, -0.5)
	var beta mat.VecDense
	beta.MulVec(inverse, mat.NewVecDense(len(outcome), outcome))

	weights := Weights{Raw: make([]float64, len(outcome))}
	for j := range outcome {
		for k := range outcome {
			weights.Raw[j] += math.Pow(lambda.At(j, k)*beta.AtVec(k), 2)
		}
		weights.RSquared += weights.Raw[j]
	}
	if weights.RSquared > 1+rounding {
		return Weights{}, fmt.Errorf("an R² of %v: %w", weights.RSquared, figure.ErrInput)
	}
	return weights, nil
}

// power is QΔᵉQᵀ.
func power(q *mat.Dense, eigenvalues []float64, exponent float64) *mat.Dense {
	scaled := make([]float64, len(eigenvalues))
	for i, value := range eigenvalues {
		scaled[i] = math.Pow(value, exponent)
	}
	var half, whole mat.Dense
	half.Mul(q, mat.NewDiagDense(len(scaled), scaled))
	whole.Mul(&half, q.T())
	return &whole
}

func checkCorrelations(drivers mat.Symmetric, outcome []float64) error {
	if err := figure.AtLeast("drivers", int64(len(outcome)), 1); err != nil {
		return err
	}
	if drivers.SymmetricDim() != len(outcome) {
		return fmt.Errorf("%d drivers among themselves, %d with the outcome: %w", drivers.SymmetricDim(), len(outcome), figure.ErrInput)
	}
	for i, r := range outcome {
		if !(math.Abs(r) <= 1+rounding) {
			return fmt.Errorf("a correlation of %v: %w", r, figure.ErrInput)
		}
		if !(math.Abs(drivers.At(i, i)-1) <= rounding) {
			return fmt.Errorf("a driver that correlates %v with itself: %w", drivers.At(i, i), figure.ErrInput)
		}
		for j := range i {
			if r := drivers.At(i, j); !(math.Abs(r) <= 1+rounding) {
				return fmt.Errorf("a correlation of %v: %w", r, figure.ErrInput)
			}
		}
	}
	return nil
}
