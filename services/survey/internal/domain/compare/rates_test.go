package compare_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/compare"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// A rate that is a count is tested as the count.
func TestRatesOfCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func() figure.Share {
			n := rapid.Int64Range(1, 500).Draw(t, "n")
			return figure.Share{Count: rapid.Int64Range(0, n).Draw(t, "count"), N: n}
		}
		a, b := draw(), draw()
		want, err := compare.Proportions(a, b)
		require.NoError(t, err)
		bounds, err := compare.RateDifference(a, b)
		require.NoError(t, err)
		got, around, err := compare.Rates(rate(a), rate(b))
		require.NoError(t, err)
		require.InDelta(t, bounds.Low, around.Low, 1e-12)
		require.InDelta(t, bounds.High, around.High, 1e-12)
		require.InDelta(t, want.Difference, got.Difference, 1e-12)
		if want.Difference != 0 {
			require.InDelta(t, want.P, got.P, 1e-9)
		}
	})
}

func rate(of figure.Share) compare.Rate {
	return compare.Rate{Rate: float64(of.Count) / float64(of.N), N: of.N}
}

func TestRatesAreRoundedTowardsEachOther(t *testing.T) {
	got, _, err := compare.Rates(compare.Rate{Rate: .806, N: 100}, compare.Rate{Rate: .694, N: 100})
	require.NoError(t, err)
	want, err := compare.Proportions(figure.Share{Count: 80, N: 100}, figure.Share{Count: 70, N: 100})
	require.NoError(t, err)
	require.Equal(t, want.P, got.P)
	require.InDelta(t, .112, got.Difference, 1e-12)
	got, _, err = compare.Rates(compare.Rate{Rate: .806, N: 100}, compare.Rate{Rate: .801, N: 100})
	require.NoError(t, err)
	require.Equal(t, 1.0, got.P, "nothing is left of it")
	for _, wrong := range []compare.Rate{{Rate: 1.1, N: 5}, {Rate: .5}, {Rate: -.1, N: 5}} {
		_, _, err := compare.Rates(wrong, compare.Rate{Rate: .5, N: 5})
		require.Error(t, err)
		_, _, err = compare.Rates(compare.Rate{Rate: .5, N: 5}, wrong)
		require.Error(t, err)
	}
}
