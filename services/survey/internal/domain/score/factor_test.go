package score_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

func TestFactor(t *testing.T) {
	parts := []score.Part{{Value: 0.8, N: 10, Weight: 1}, {Value: 0.5, N: 5, Weight: 1}, {Value: 0, N: 4, Weight: 1}}
	value, used, err := score.Factor(parts, 5)
	require.NoError(t, err)
	require.Equal(t, 2, used, "an item that fewer than k answered does not count")
	require.InDelta(t, 0.65, value, 1e-12, "not the pooled 0.7")

	parts[0].Weight = 3
	value, _, err = score.Factor(parts, 5)
	require.NoError(t, err)
	require.InDelta(t, (3*0.8+0.5)/4, value, 1e-12)

	_, _, err = score.Factor(parts, 11)
	require.ErrorAs(t, err, new(*figure.TooFewError))
	for _, weight := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		_, _, err = score.Factor([]score.Part{{Value: 1, N: 9, Weight: weight}}, 5)
		require.ErrorIs(t, err, figure.ErrInput)
	}
}

func TestLinear(t *testing.T) {
	powerDistance := score.Linear{Terms: []score.Term{{"m07", 35}, {"m02", -35}, {"m20", 25}, {"m23", -25}}}
	means := map[string]float64{"m07": 2.4, "m02": 1.9, "m20": 3.1, "m23": 2.6}
	index, err := powerDistance.Score(means)
	require.NoError(t, err)
	require.InDelta(t, 30, index, 1e-9)

	powerDistance.Constant = 40
	index, err = powerDistance.Score(means)
	require.NoError(t, err)
	require.InDelta(t, 70, index, 1e-9)

	means["m20"] = math.NaN()
	_, err = powerDistance.Score(means)
	require.ErrorIs(t, err, figure.ErrInput)
	delete(means, "m20")
	_, err = powerDistance.Score(means)
	require.ErrorAs(t, err, new(*figure.TooFewError))
	require.ErrorContains(t, err, "m20")
}

func TestGaps(t *testing.T) {
	gap, err := score.Gaps([]float64{50, 60, 70}, []float64{53, 60, 66})
	require.NoError(t, err)
	require.Equal(t, []float64{3, 0, -4}, gap.Dimensions)
	require.InDelta(t, math.Sqrt(25.0/3), gap.Distance, 1e-12)

	_, err = score.Gaps([]float64{1}, []float64{1, 2})
	require.ErrorIs(t, err, figure.ErrInput)
	_, err = score.Gaps([]float64{1}, []float64{math.NaN()})
	require.ErrorIs(t, err, figure.ErrInput)
	_, err = score.Gaps(nil, nil)
	require.ErrorAs(t, err, new(*figure.TooFewError))
}
