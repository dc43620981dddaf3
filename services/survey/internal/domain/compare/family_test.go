package compare_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/compare"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

func TestBenjaminiHochberg(t *testing.T) {
	family, err := compare.BenjaminiHochberg([]float64{.01, .04, .03, .005, .2})
	require.NoError(t, err)
	require.Equal(t, 5, family.M)
	require.InDeltaSlice(t, []float64{.025, .05, .05, .025, .2}, family.Q, 1e-12)

	_, err = compare.BenjaminiHochberg(nil)
	require.ErrorAs(t, err, new(*figure.TooFewError))
	for _, odd := range []float64{-0.1, 1.1, math.NaN(), math.Inf(1)} {
		_, err = compare.BenjaminiHochberg([]float64{.5, odd})
		require.ErrorIs(t, err, figure.ErrInput)
	}
}

func TestAdjustedValuesKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 30).Draw(t, "p")
		family, err := compare.BenjaminiHochberg(p)
		require.NoError(t, err)
		m := float64(len(p))
		for i := range p {
			require.True(t, family.Q[i] >= p[i]*(1-1e-12) && family.Q[i] <= min(1, m*p[i])*(1+1e-12), "%v became %v", p[i], family.Q[i])
			for j := range p {
				if p[i] <= p[j] {
					require.LessOrEqual(t, family.Q[i], family.Q[j])
				}
			}
		}
		order := rapid.Permutation(p).Draw(t, "another order")
		other, err := compare.BenjaminiHochberg(order)
		require.NoError(t, err)
		require.ElementsMatch(t, family.Q, other.Q)
	})
}

func TestSampleSize(t *testing.T) {
	n, err := compare.SampleSize(.80, .85)
	require.NoError(t, err)
	require.Equal(t, int64(906), n)
	other, err := compare.SampleSize(.85, .80)
	require.NoError(t, err)
	require.Equal(t, n, other)
	effect, err := compare.DesignEffect(12, .05)
	require.NoError(t, err)
	require.InDelta(t, 1.55, effect, 1e-12)

	for _, pair := range [][2]float64{{.5, .5}, {-.1, .5}, {.5, 1.1}, {math.NaN(), .5}, {.5, .5 + 1e-9}} {
		_, err = compare.SampleSize(pair[0], pair[1])
		require.ErrorIs(t, err, figure.ErrInput, pair)
	}
	for _, pair := range [][2]float64{{.5, .1}, {12, 1.1}, {math.Inf(1), .1}, {12, math.NaN()}} {
		_, err = compare.DesignEffect(pair[0], pair[1])
		require.ErrorIs(t, err, figure.ErrInput, pair)
	}
}
