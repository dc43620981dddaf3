package compare_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/compare"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

func summary(t *testing.T, values ...float64) figure.Summary {
	t.Helper()
	s, err := figure.Summarize(values)
	require.NoError(t, err)
	return s
}

func TestWelch(t *testing.T) {
	a, b := summary(t, 4, 5, 3, 4, 4, 5, 3, 4), summary(t, 3, 3, 4, 2, 3, 4, 3)
	test, err := compare.Welch(a, b)
	require.NoError(t, err)
	require.InDelta(t, 2.295276167, test.T, 1e-9)
	require.InDelta(t, 12.96401028, test.DF, 5e-9)
	require.InDelta(t, 0.03905031219, test.P, 1e-11)

	effect, err := compare.EffectSize(a, b)
	require.NoError(t, err)
	require.InDelta(t, 1.18019369, effect.CohenD, 5e-9)
	require.InDelta(t, 1.11077053, effect.HedgesGApproximate, 5e-9)
	require.InDelta(t, 1.11054157, effect.HedgesGExact, 5e-9)
}

func TestMeansThatCannotBeCompared(t *testing.T) {
	good := summary(t, 1, 2, 3)
	for name, c := range map[string]struct {
		other figure.Summary
		want  error // nil stands for a TooFewError
	}{
		"one":             {summary(t, 4), nil},
		"none":            {figure.Summary{}, nil},
		"no number":       {figure.Summary{N: 5, Mean: math.NaN(), Variance: 1}, figure.ErrInput},
		"infinite":        {figure.Summary{N: 5, Mean: 1, Variance: math.Inf(1)}, figure.ErrInput},
		"below no spread": {figure.Summary{N: 5, Mean: 1, Variance: -1}, figure.ErrInput},
	} {
		for _, pair := range [][2]figure.Summary{{good, c.other}, {c.other, good}} {
			_, welch := compare.Welch(pair[0], pair[1])
			_, effect := compare.EffectSize(pair[0], pair[1])
			for _, err := range []error{welch, effect} {
				if c.want == nil {
					require.ErrorAs(t, err, new(*figure.TooFewError), name)
				} else {
					require.ErrorIs(t, err, c.want, name)
				}
			}
		}
	}
	_, err := compare.Welch(summary(t, 3, 3), summary(t, 4, 4))
	require.ErrorIs(t, err, figure.ErrNoSpread)
	_, err = compare.EffectSize(summary(t, 3, 3), summary(t, 4, 4))
	require.ErrorIs(t, err, figure.ErrNoSpread)

	test, err := compare.Welch(summary(t, 3, 3), good)
	require.NoError(t, err, "one of two may be without spread")
	require.InDelta(t, 2, test.DF, 1e-12)
}

func TestCorrelation(t *testing.T) {
	// The 97.5 % quantile of Student's t with 8 degrees of freedom, as in every table of it.
	const quantile = 2.306004135204166
	test, err := compare.Correlation(quantile/math.Sqrt(8+quantile*quantile), 10)
	require.NoError(t, err)
	require.InDelta(t, quantile, test.T, 1e-9)
	require.InDelta(t, 0.05, test.P, 1e-9)

	none, err := compare.Correlation(0, 10)
	require.NoError(t, err)
	require.InDelta(t, 1, none.P, 1e-12)
	_, err = compare.Correlation(-1, 10)
	require.ErrorIs(t, err, figure.ErrNoSpread)
	_, err = compare.Correlation(.5, 2)
	require.ErrorAs(t, err, new(*figure.TooFewError))
	for _, r := range []float64{1.5, -1.5, math.NaN(), math.Inf(-1)} {
		_, err = compare.Correlation(r, 10)
		require.ErrorIs(t, err, figure.ErrInput)
	}
}

func anySummary(t *rapid.T, name string) figure.Summary {
	return figure.Summary{
		N:        rapid.Int64Range(2, 1e6).Draw(t, name+" n"),
		Mean:     rapid.Float64Range(-100, 100).Draw(t, name+" mean"),
		Variance: rapid.Float64Range(1e-6, 1e4).Draw(t, name+" variance"),
	}
}

func TestOrderTurnsTheSignAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anySummary(t, "a"), anySummary(t, "b")
		there, err := compare.Welch(a, b)
		require.NoError(t, err)
		back, err := compare.Welch(b, a)
		require.NoError(t, err)
		require.InDelta(t, there.T, -back.T, 1e-9*math.Abs(there.T))
		require.InDelta(t, there.P, back.P, 1e-9)
		require.True(t, there.P >= 0 && there.P <= 1, there.P)
		least, most := float64(min(a.N, b.N)-1), float64(a.N+b.N-2)
		require.True(t, there.DF >= least*(1-1e-9) && there.DF <= most*(1+1e-9), "%v not in %v to %v", there.DF, least, most)

		effect, err := compare.EffectSize(a, b)
		require.NoError(t, err)
		require.LessOrEqual(t, math.Abs(effect.HedgesGExact), math.Abs(effect.CohenD), "g corrects d downwards")
		if a.N+b.N > 20 {
			require.InEpsilon(t, 1+effect.HedgesGExact, 1+effect.HedgesGApproximate, 1e-2)
		}
	})
}

func FuzzWelch(f *testing.F) {
	f.Add(int64(2), 1.0, 1.0, int64(3), 2.0, 0.0)
	f.Add(int64(-1), math.NaN(), math.Inf(1), int64(0), 0.0, -1.0)
	f.Add(int64(2), math.MaxFloat64, math.MaxFloat64, int64(1<<39), -math.MaxFloat64, math.SmallestNonzeroFloat64)
	f.Fuzz(func(t *testing.T, n1 int64, m1, v1 float64, n2 int64, m2, v2 float64) {
		a, b := figure.Summary{N: n1, Mean: m1, Variance: v1}, figure.Summary{N: n2, Mean: m2, Variance: v2}
		if test, err := compare.Welch(a, b); err == nil {
			require.NoError(t, figure.CheckFinite(test.T, test.DF))
			require.True(t, test.P >= 0 && test.P <= 1, "%+v", test)
		}
		if effect, err := compare.EffectSize(a, b); err == nil {
			require.NoError(t, figure.CheckFinite(effect.CohenD, effect.HedgesGApproximate, effect.HedgesGExact))
		}
	})
}
