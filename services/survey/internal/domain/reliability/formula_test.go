package reliability

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
)

func TestAlphaOfSixPeople(t *testing.T) {
	var sums moment.Sums
	for _, sheet := range [][]float64{{3, 4, 3}, {4, 4, 5}, {2, 3, 2}, {5, 5, 4}, {4, 3, 4}, {3, 3, 3}} {
		require.NoError(t, sums.Add(sheet))
	}
	value, err := alpha(&sums)
	require.NoError(t, err)
	require.InDelta(t, 0.855, value, 1e-9)
	_, err = Alpha(&sums)
	require.ErrorAs(t, err, new(*figure.TooFewError), "the formula takes six, the product does not")
}

// residual is what minres makes least.
func residual(correlation mat.Symmetric, loadings []float64) float64 {
	var sum float64
	for i := range loadings {
		for j := range i {
			sum += math.Pow(correlation.At(i, j)-loadings[i]*loadings[j], 2)
		}
	}
	return sum
}

func TestMinresFindsTheLoadingsOfOneFactor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loadings := rapid.SliceOfN(rapid.Float64Range(0.2, 0.95), 3, 12).Draw(t, "loadings")
		correlation := mat.NewSymDense(len(loadings), nil)
		for i := range loadings {
			for j := range i {
				correlation.SetSym(i, j, loadings[i]*loadings[j])
			}
			correlation.SetSym(i, i, 1)
		}
		found, err := minres(correlation)
		require.NoError(t, err)
		require.InDeltaSlice(t, loadings, found, 1e-9)
	})
}

func TestNoLoadingsNearbyLeaveLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Two factors, so that one cannot leave nothing.
		k := rapid.IntRange(3, 8).Draw(t, "items")
		first := rapid.SliceOfN(rapid.Float64Range(0.3, 0.7), k, k).Draw(t, "first")
		second := rapid.SliceOfN(rapid.Float64Range(-0.3, 0.3), k, k).Draw(t, "second")
		correlation := mat.NewSymDense(k, nil)
		for i := range k {
			for j := range i {
				correlation.SetSym(i, j, first[i]*first[j]+second[i]*second[j])
			}
			correlation.SetSym(i, i, 1)
		}
		found, err := minres(correlation)
		if err != nil {
			t.Skip("no proper fit")
		}
		least := residual(correlation, found)
		step := rapid.SliceOfN(rapid.Float64Range(-0.01, 0.01), k, k).Draw(t, "step")
		nearby := make([]float64, k)
		for i := range nearby {
			nearby[i] = found[i] + step[i]
		}
		require.LessOrEqual(t, least, residual(correlation, nearby)+1e-12)
	})
}

func TestMinresRefusesAnImproperFit(t *testing.T) {
	// λ₁² would be r₁₂·r₁₃/r₂₃ = 1.62.
	_, err := minres(mat.NewSymDense(3, []float64{1, .9, .9, .9, 1, .5, .9, .5, 1}))
	require.ErrorIs(t, err, ErrHeywood)
}
