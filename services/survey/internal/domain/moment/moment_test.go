package moment_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
)

func sumsOf(t require.TestingT, sheets [][]float64) *moment.Sums {
	var sums moment.Sums
	for _, sheet := range sheets {
		require.NoError(t, sums.Add(sheet))
	}
	return &sums
}

func TestSums(t *testing.T) {
	sums := sumsOf(t, [][]float64{{1, 4, 2}, {2, 2, 2}, {3, 0, 2}, {2, 2, 2}})
	require.Equal(t, int64(4), sums.N())
	require.Equal(t, 3, sums.Items())
	covariance, err := sums.Covariance()
	require.NoError(t, err)
	require.True(t, mat.Equal(mat.NewSymDense(3, []float64{2.0 / 3, -4.0 / 3, 0, -4.0 / 3, 8.0 / 3, 0, 0, 0, 0}), covariance))
	score, err := sums.Score()
	require.NoError(t, err)
	want, err := figure.Summarize([]float64{7.0 / 3, 2, 5.0 / 3, 2})
	require.NoError(t, err)
	require.Equal(t, want.N, score.N)
	require.InDelta(t, want.Mean, score.Mean, 1e-12)
	require.InDelta(t, want.Variance, score.Variance, 1e-12)
	_, err = sums.Correlation()
	require.ErrorIs(t, err, figure.ErrNoSpread, "the third item")

	correlation, err := sumsOf(t, [][]float64{{1, 4}, {2, 2}, {3, 0}}).Correlation()
	require.NoError(t, err)
	require.True(t, mat.Equal(mat.NewSymDense(2, []float64{1, -1, -1, 1}), correlation))
}

func TestRefusals(t *testing.T) {
	var sums moment.Sums
	_, err := sums.Score()
	require.ErrorAs(t, err, new(*figure.TooFewError))
	require.ErrorIs(t, sums.Add(nil), figure.ErrInput)
	require.NoError(t, sums.Add([]float64{1, 2}))
	for _, sheet := range [][]float64{nil, {1}, {1, 2, 3}, {1, math.NaN()}, {math.Inf(1), 2}} {
		require.ErrorIs(t, sums.Add(sheet), figure.ErrInput)
	}
	require.Equal(t, int64(1), sums.N(), "what is refused changes nothing")
	_, err = sums.Covariance()
	require.ErrorAs(t, err, new(*figure.TooFewError))
	score, err := sums.Score()
	require.NoError(t, err)
	require.Equal(t, figure.Summary{N: 1, Mean: 1.5}, score)
	require.ErrorIs(t, sums.Merge(sumsOf(t, [][]float64{{1}})), figure.ErrInput)

	_, err = sumsOf(t, [][]float64{{math.MaxFloat64}, {-math.MaxFloat64}}).Covariance()
	require.ErrorIs(t, err, figure.ErrInput, "sums that overflow")
}

func TestFarFromZero(t *testing.T) {
	near, err := sumsOf(t, [][]float64{{1, 5}, {2, 3}, {4, 4}, {5, 1}}).Covariance()
	require.NoError(t, err)
	const far = 2147483648
	shifted, err := sumsOf(t, [][]float64{{far + 1, 5 - far}, {far + 2, 3 - far}, {far + 4, 4 - far}, {far + 5, 1 - far}}).Covariance()
	require.NoError(t, err)
	require.True(t, mat.Equal(near, shifted))

	alike, err := sumsOf(t, [][]float64{{0.1, 1}, {0.1, 2}, {0.1, 4}}).Covariance()
	require.NoError(t, err)
	require.Zero(t, alike.At(0, 0), "0.1 is not exact in binary, but the same each time")
}

// anySheets are sheets of whole numbers, as answers are.
func anySheets(t *rapid.T, items int) [][]float64 {
	sheet := rapid.SliceOfN(rapid.Map(rapid.IntRange(-5, 10), func(x int) float64 { return float64(x) }), items, items)
	return rapid.SliceOfN(sheet, 2, 40).Draw(t, "sheets")
}

func TestNeitherOrderNorSplitShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sheets := anySheets(t, rapid.IntRange(1, 6).Draw(t, "items"))
		want, err := sumsOf(t, sheets).Covariance()
		require.NoError(t, err)

		shuffled := rapid.Permutation(slices.Clone(sheets)).Draw(t, "another order")
		cut := rapid.IntRange(0, len(sheets)).Draw(t, "cut")
		whole, part := sumsOf(t, shuffled[:cut]), sumsOf(t, shuffled[cut:])
		require.NoError(t, whole.Merge(part))
		require.Equal(t, int64(len(sheets)), whole.N())
		got, err := whole.Covariance()
		require.NoError(t, err)
		require.True(t, mat.Equal(want, got), "exactly")
	})
}

func TestCovarianceIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sheets := anySheets(t, 3)
		covariance, err := sumsOf(t, sheets).Covariance()
		require.NoError(t, err)
		n := float64(len(sheets))
		mean := make([]float64, 3)
		for _, sheet := range sheets {
			for i := range mean {
				mean[i] += sheet[i] / n
			}
		}
		for i := range mean {
			for j := range mean {
				var want float64
				for _, sheet := range sheets {
					want += (sheet[i] - mean[i]) * (sheet[j] - mean[j]) / (n - 1)
				}
				require.InDelta(t, want, covariance.At(i, j), 1e-9)
			}
		}
	})
}

// The spread of weighted scores is that of the scores themselves.
func TestScoreIsWeighted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sheets, weights := anySheets(t, 3), []float64{1, 2, .5}
		var sums moment.Sums
		for _, sheet := range sheets {
			require.NoError(t, sums.Add([]float64{(sheet[0] + 2*sheet[1] + .5*sheet[2]) / 3.5}))
		}
		want, err := sums.Score()
		require.NoError(t, err)
		whole := sumsOf(t, sheets)
		got, err := whole.Score(weights...)
		require.NoError(t, err)
		require.InDelta(t, want.Mean, got.Mean, 1e-9)
		require.InDelta(t, want.Variance, got.Variance, 1e-9)
		_, err = whole.Score(1, 2)
		require.ErrorIs(t, err, figure.ErrInput)
	})
}
