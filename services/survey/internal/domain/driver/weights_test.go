package driver_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/driver"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

func TestRelativeWeights(t *testing.T) {
	weights, err := driver.RelativeWeights(mat.NewSymDense(2, []float64{1, .5, .5, 1}), []float64{.6, .4})
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{0.2866666667, 0.0866666667}, weights.Raw, 1e-10)
	require.InDelta(t, 0.3733333333, weights.RSquared, 1e-10)
	shares, err := weights.Shares()
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{.767857, .232143}, shares, 5e-7)

	apart, err := driver.RelativeWeights(mat.NewSymDense(2, []float64{1, 0, 0, 1}), []float64{.6, -.4})
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{.36, .16}, apart.Raw, 1e-12, "without a bond among drivers a weight is r²")
}

func TestRelativeWeightsRefused(t *testing.T) {
	among := func(r float64) *mat.SymDense { return mat.NewSymDense(2, []float64{1, r, r, 1}) }
	for name, c := range map[string]struct {
		drivers *mat.SymDense
		outcome []float64
		want    error
	}{
		"the same twice":         {among(1), []float64{.5, .5}, driver.ErrCollinear},
		"all but the same":       {among(1 - 0.5e-8), []float64{.5, .5}, driver.ErrCollinear},
		"impossible among":       {mat.NewSymDense(3, []float64{1, .9, -.9, .9, 1, .9, -.9, .9, 1}), []float64{.1, .1, .1}, driver.ErrCollinear},
		"impossible together":    {among(.9), []float64{.9, -.9}, figure.ErrInput},
		"beyond 1":               {among(.5), []float64{1.5, .5}, figure.ErrInput},
		"among beyond 1":         {among(1.5), []float64{.5, .5}, figure.ErrInput},
		"no number":              {among(math.NaN()), []float64{.5, .5}, figure.ErrInput},
		"no number with outcome": {among(.5), []float64{math.NaN(), .5}, figure.ErrInput},
		"a covariance matrix":    {mat.NewSymDense(2, []float64{2, .5, .5, 1}), []float64{.5, .5}, figure.ErrInput},
		"one too few":            {among(.5), []float64{.5}, figure.ErrInput},
	} {
		_, err := driver.RelativeWeights(c.drivers, c.outcome)
		require.ErrorIs(t, err, c.want, name)
	}
	_, err := driver.RelativeWeights(&mat.SymDense{}, nil)
	require.ErrorAs(t, err, new(*figure.TooFewError))

	nothing, err := driver.RelativeWeights(among(.5), []float64{0, 0})
	require.NoError(t, err)
	require.Zero(t, nothing.RSquared)
	_, err = nothing.Shares()
	require.ErrorIs(t, err, figure.ErrNotIdentified)
}

// anyCorrelations are those of random loadings, with the outcome last.
func anyCorrelations(t *rapid.T) *mat.SymDense {
	k := rapid.IntRange(2, 8).Draw(t, "scores")
	loading := rapid.SliceOfN(rapid.Float64Range(-1, 1), k, k)
	factors := rapid.SliceOfN(loading, k, k).Draw(t, "loadings")
	correlations := mat.NewSymDense(k, nil)
	for i := range k {
		for j := range i + 1 {
			var sum float64
			for _, factor := range factors {
				sum += factor[i] * factor[j]
			}
			if i == j {
				sum += 0.1 // each has something of its own
			}
			correlations.SetSym(i, j, sum)
		}
	}
	sd := make([]float64, k)
	for i := range sd {
		sd[i] = math.Sqrt(correlations.At(i, i))
	}
	for i := range k {
		for j := range i + 1 {
			correlations.SetSym(i, j, correlations.At(i, j)/sd[i]/sd[j])
		}
	}
	return correlations
}

func split(correlations *mat.SymDense) (drivers mat.Symmetric, outcome []float64) {
	p := correlations.SymmetricDim() - 1
	outcome = mat.Row(nil, p, correlations)[:p]
	return correlations.SliceSym(0, p), outcome
}

func TestWeightsSumToWhatARegressionExplains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drivers, outcome := split(anyCorrelations(t))
		weights, err := driver.RelativeWeights(drivers, outcome)
		require.NoError(t, err)
		var sum float64
		for _, raw := range weights.Raw {
			require.GreaterOrEqual(t, raw, 0.0)
			sum += raw
		}
		require.InDelta(t, weights.RSquared, sum, 1e-12)
		// R² of the regression is r'R⁻¹r.
		r := mat.NewVecDense(len(outcome), outcome)
		var beta mat.VecDense
		require.NoError(t, beta.SolveVec(drivers, r))
		require.InDelta(t, mat.Dot(r, &beta), weights.RSquared, 1e-9)
	})
}

func TestTheOrderAndSignOfDriversDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drivers, outcome := split(anyCorrelations(t))
		weights, err := driver.RelativeWeights(drivers, outcome)
		require.NoError(t, err)

		p := len(outcome)
		order, sign := make([]int, p), make([]float64, p)
		for i := range order {
			order[i] = i
			sign[i] = 1
			if rapid.Bool().Draw(t, "turned round") {
				sign[i] = -1
			}
		}
		order = rapid.Permutation(order).Draw(t, "order")
		others, with := mat.NewSymDense(p, nil), make([]float64, p)
		for i, from := range order {
			with[i] = sign[i] * outcome[from]
			for j := range i + 1 {
				others.SetSym(i, j, sign[i]*sign[j]*drivers.At(from, order[j]))
			}
		}
		again, err := driver.RelativeWeights(others, with)
		require.NoError(t, err)
		for i, from := range order {
			require.InDelta(t, weights.Raw[from], again.Raw[i], 1e-9)
		}
	})
}

func FuzzRelativeWeights(f *testing.F) {
	f.Add(.5, .1, .2, .3, .4, .5)
	f.Add(math.NaN(), 0.0, math.Inf(1), -1.0, 1.0, 1.0)
	f.Add(1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
	f.Fuzz(func(t *testing.T, r12, r13, r23, y1, y2, y3 float64) {
		drivers := mat.NewSymDense(3, []float64{1, r12, r13, r12, 1, r23, r13, r23, 1})
		weights, err := driver.RelativeWeights(drivers, []float64{y1, y2, y3})
		if err != nil {
			return
		}
		require.True(t, weights.RSquared >= 0 && weights.RSquared <= 1+1e-9, weights)
		for _, raw := range weights.Raw {
			require.GreaterOrEqual(t, raw, 0.0)
		}
	})
}
