package interval_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
)

func TestWilson(t *testing.T) {
	for _, c := range []struct {
		count, n  int64
		low, high float64
	}{
		{8, 10, 0.4901624715, 0.9433178485},
		{0, 10, 0, 0.2775327999},
		{10, 10, 1 - 0.2775327999, 1},
		{72, 100, 0.6251197129, 0.7986031479},
	} {
		got, err := interval.Wilson(figure.Share{Count: c.count, N: c.n})
		require.NoError(t, err)
		require.InDelta(t, c.low, got.Low, 1e-10)
		require.InDelta(t, c.high, got.High, 1e-10)
	}
	_, err := interval.Wilson(figure.Share{Count: 0, N: 0})
	require.ErrorAs(t, err, new(*figure.TooFewError))
	_, err = interval.Wilson(figure.Share{Count: 11, N: 10})
	require.ErrorIs(t, err, figure.ErrInput)
}

func TestWilsonFinite(t *testing.T) {
	// 80 of 100 people answered: as much is known as from 80·99/20 = 396 of very many, 198 of whom agree.
	share := figure.Share{Count: 40, N: 80}
	finite, err := interval.WilsonFinite(share, 100)
	require.NoError(t, err)
	same, err := interval.Wilson(figure.Share{Count: 198, N: 396})
	require.NoError(t, err)
	require.InDelta(t, same.Low, finite.Low, 1e-12)
	require.InDelta(t, same.High, finite.High, 1e-12)

	all, err := interval.WilsonFinite(figure.Share{Count: 7, N: 10}, 10)
	require.NoError(t, err)
	require.Equal(t, interval.Interval{Low: 0.7, High: 0.7}, all)
	one, err := interval.WilsonFinite(figure.Share{Count: 1, N: 1}, 1)
	require.NoError(t, err)
	require.Equal(t, interval.Interval{Low: 1, High: 1}, one)
	_, err = interval.WilsonFinite(share, 79)
	require.ErrorIs(t, err, figure.ErrInput)
}

func TestFinitePopulation(t *testing.T) {
	factor, err := interval.FinitePopulation(80, 100)
	require.NoError(t, err)
	require.InDelta(t, 20.0/99, factor, 1e-15)
	_, err = interval.FinitePopulation(0, 100)
	require.ErrorAs(t, err, new(*figure.TooFewError))
	_, err = interval.FinitePopulation(5, -1)
	require.ErrorIs(t, err, figure.ErrInput)
}

func TestCorrelation(t *testing.T) {
	got, err := interval.Correlation(.45, 60)
	require.NoError(t, err)
	require.InDelta(t, 0.2213704, got.Low, 5e-8)
	require.InDelta(t, 0.6317384, got.High, 5e-8)

	sure, err := interval.Correlation(-1, 10)
	require.NoError(t, err)
	require.Equal(t, interval.Interval{Low: -1, High: -1}, sure)
	_, err = interval.Correlation(.5, 3)
	require.ErrorAs(t, err, new(*figure.TooFewError))
	for _, r := range []float64{1.01, -2, math.NaN(), math.Inf(1)} {
		_, err = interval.Correlation(r, 60)
		require.ErrorIs(t, err, figure.ErrInput)
	}
}

func TestIntervalsContainTheirFigureAndStayInRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1e9).Draw(t, "n")
		share := figure.Share{Count: rapid.Int64Range(0, n).Draw(t, "count"), N: n}
		p, err := share.Rate()
		require.NoError(t, err)
		within := func(i interval.Interval) {
			require.True(t, 0 <= i.Low && i.Low <= p && p <= i.High && i.High <= 1, "%v of %v", i, share)
		}
		wilson, err := interval.Wilson(share)
		require.NoError(t, err)
		within(wilson)
		finite, err := interval.WilsonFinite(share, rapid.Int64Range(n, figure.Most).Draw(t, "population"))
		require.NoError(t, err)
		within(finite)
		require.LessOrEqual(t, finite.High-finite.Low, wilson.High-wilson.Low+1e-12, "who has seen more of all people knows more")

		mirrored, err := interval.Wilson(figure.Share{Count: n - share.Count, N: n})
		require.NoError(t, err)
		require.InDelta(t, 1-wilson.High, mirrored.Low, 1e-12)

		r := rapid.Float64Range(-1, 1).Draw(t, "r")
		fisher, err := interval.Correlation(r, rapid.Int64Range(4, 1e9).Draw(t, "pairs"))
		require.NoError(t, err)
		require.True(t, -1 <= fisher.Low && fisher.Low <= r+1e-12 && r-1e-12 <= fisher.High && fisher.High <= 1)
	})
}

func TestRate(t *testing.T) {
	share := figure.Share{Count: 8, N: 10}
	want, err := interval.Wilson(share)
	require.NoError(t, err)
	got, err := interval.Rate(.8, 10)
	require.NoError(t, err)
	require.Equal(t, want, got)
	want, err = interval.WilsonFinite(share, 40)
	require.NoError(t, err)
	got, err = interval.RateFinite(.8, 10, 40)
	require.NoError(t, err)
	require.Equal(t, want, got)
	for _, wrong := range []float64{-.1, 1.1, math.NaN()} {
		_, err = interval.Rate(wrong, 10)
		require.ErrorIs(t, err, figure.ErrInput)
		_, err = interval.RateFinite(wrong, 10, 40)
		require.ErrorIs(t, err, figure.ErrInput)
	}
	_, err = interval.Rate(.5, 0)
	require.ErrorAs(t, err, new(*figure.TooFewError))
	_, err = interval.RateFinite(.5, 0, 9)
	require.ErrorAs(t, err, new(*figure.TooFewError))
}
