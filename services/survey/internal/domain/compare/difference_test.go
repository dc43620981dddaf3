package compare_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/compare"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

func TestMeanDifference(t *testing.T) {
	// With equal variances and sizes the degrees of freedom are 8: the quantile is 2.306004135204166, as in every table of it.
	a, b := summary(t, 1, 2, 3, 4, 5), summary(t, 3, 4, 5, 6, 7)
	bounds, err := compare.MeanDifference(a, b)
	require.NoError(t, err)
	require.InDelta(t, -2-2.306004135204166, bounds.Low, 1e-9)
	require.InDelta(t, -2+2.306004135204166, bounds.High, 1e-9)
	_, err = compare.MeanDifference(summary(t, 3, 3), summary(t, 4, 4))
	require.ErrorIs(t, err, figure.ErrNoSpread)
}

func TestRateDifference(t *testing.T) {
	// The first example of Newcombe's second table.
	bounds, err := compare.RateDifference(figure.Share{Count: 56, N: 70}, figure.Share{Count: 48, N: 80})
	require.NoError(t, err)
	require.InDelta(t, 0.0524, bounds.Low, 5e-5)
	require.InDelta(t, 0.3339, bounds.High, 5e-5)
	for _, pair := range [][2]figure.Share{{{}, {Count: 1, N: 2}}, {{Count: 1, N: 2}, {}}} {
		_, err = compare.RateDifference(pair[0], pair[1])
		require.ErrorAs(t, err, new(*figure.TooFewError))
	}
}

// What a test of 5 % calls different has no 0 in its interval of 95 %, and the other way round.
func TestIntervalsSayWhatTestsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anySummary(t, "a"), anySummary(t, "b")
		test, err := compare.Welch(a, b)
		require.NoError(t, err)
		bounds, err := compare.MeanDifference(a, b)
		require.NoError(t, err)
		if test.P < 0.05-1e-6 || test.P > 0.05+1e-6 {
			require.Equal(t, test.P > 0.05, bounds.Low < 0 && bounds.High > 0, "%+v %+v", test, bounds)
		}
		back, err := compare.MeanDifference(b, a)
		require.NoError(t, err)
		require.InDelta(t, bounds.Low, -back.High, 1e-6)
	})
}
