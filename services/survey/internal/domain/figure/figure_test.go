package figure_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

func TestShare(t *testing.T) {
	rate, err := figure.Share{Count: 3, N: 4}.Rate()
	require.NoError(t, err)
	require.Equal(t, 0.75, rate)

	for name, share := range map[string]figure.Share{
		"more than all": {Count: 5, N: 4}, "negative": {Count: -1, N: 4}, "of less than nothing": {Count: 0, N: -1},
		"of more than there is": {Count: 1, N: figure.Most + 1},
	} {
		_, err := share.Rate()
		require.ErrorIs(t, err, figure.ErrInput, name)
	}

	_, err = figure.Share{}.Rate()
	var few *figure.TooFewError
	require.ErrorAs(t, err, &few)
	require.Equal(t, figure.TooFewError{Of: "answers", Have: 0, Need: 1}, *few)
	require.EqualError(t, err, "0 answers where 1 are needed")
}

func TestSummarize(t *testing.T) {
	summary, err := figure.Summarize([]float64{2, 4, 4, 6})
	require.NoError(t, err)
	require.Equal(t, int64(4), summary.N)
	require.InDelta(t, 4, summary.Mean, 1e-15)
	require.InDelta(t, 8.0/3, summary.Variance, 1e-15)
	sd, err := summary.SD()
	require.NoError(t, err)
	require.InDelta(t, math.Sqrt(8.0/3), sd, 1e-15)

	one, err := figure.Summarize([]float64{7})
	require.NoError(t, err)
	require.Equal(t, figure.Summary{N: 1, Mean: 7}, one)
	_, err = one.SD()
	require.ErrorAs(t, err, new(*figure.TooFewError), "one value says nothing of a spread")

	alike, err := figure.Summarize([]float64{.1, .1, .1})
	require.NoError(t, err)
	require.Equal(t, figure.Summary{N: 3, Mean: .1}, alike)

	_, err = figure.Summarize(nil)
	require.ErrorAs(t, err, new(*figure.TooFewError))
	for _, odd := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		_, err = figure.Summarize([]float64{1, odd})
		require.ErrorIs(t, err, figure.ErrInput)
	}
	_, err = figure.Summarize([]float64{math.MaxFloat64, -math.MaxFloat64})
	require.ErrorIs(t, err, figure.ErrInput, "a sum that overflows")
	_, err = figure.Summary{N: 3, Variance: -1}.SD()
	require.ErrorIs(t, err, figure.ErrInput)
}
