package agreement_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/agreement"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

func summary(t *testing.T, values ...float64) figure.Summary {
	t.Helper()
	s, err := figure.Summarize(values)
	require.NoError(t, err)
	return s
}

func TestRWG(t *testing.T) {
	// Of five options σ²_E is 2.
	within, err := agreement.RWG(summary(t, 4, 4, 5, 5, 4, 5), 5) // s² = 0.3
	require.NoError(t, err)
	require.InDelta(t, 0.85, within.Value, 1e-12)
	require.False(t, within.Disagrees())

	within, err = agreement.RWG(summary(t, 3, 3, 3), 5)
	require.NoError(t, err)
	require.Equal(t, agreement.Within{Value: 1}, within)

	within, err = agreement.RWG(summary(t, 1, 1, 5, 5), 5) // s² = 16/3
	require.NoError(t, err)
	require.InDelta(t, 1-8.0/3, within.Value, 1e-12, "reported as it is")
	require.True(t, within.OutOfRange)
	require.True(t, within.Disagrees())
}

func TestRWGJ(t *testing.T) {
	// s̄² = (0.3 + 0.8 + 0.4)/3 = 0.5, a quarter of σ²_E: 3·0.75/(3·0.75 + 0.25) = 0.9.
	items := []figure.Summary{{N: 6, Variance: 0.3}, {N: 6, Variance: 0.8}, {N: 5, Variance: 0.4}}
	within, err := agreement.RWGJ(items, 5)
	require.NoError(t, err)
	require.InDelta(t, 0.9, within.Value, 1e-12)
	require.False(t, within.OutOfRange)

	// With s̄² = 1.6 of σ²_E the value is above 1, and the team is as far from agreeing as can be.
	within, err = agreement.RWGJ([]figure.Summary{{N: 6, Variance: 3.2}, {N: 6, Variance: 3.2}, {N: 6, Variance: 3.2}}, 5)
	require.NoError(t, err)
	require.InDelta(t, 9, within.Value, 1e-9)
	require.True(t, within.OutOfRange)
	require.True(t, within.Disagrees())
}

func TestAgreementRefused(t *testing.T) {
	good := figure.Summary{N: 6, Variance: 1}
	for name, c := range map[string]struct {
		items   []figure.Summary
		options int
		want    error // nil stands for a TooFewError
	}{
		"no item":              {nil, 5, nil},
		"one answer":           {[]figure.Summary{good, {N: 1}}, 5, nil},
		"no answer":            {[]figure.Summary{{}}, 5, nil},
		"one option":           {[]figure.Summary{good}, 1, figure.ErrInput},
		"no number":            {[]figure.Summary{{N: 6, Variance: math.NaN()}}, 5, figure.ErrInput},
		"negative":             {[]figure.Summary{{N: 6, Variance: -1}}, 5, figure.ErrInput},
		"where it is infinite": {[]figure.Summary{{N: 6, Variance: 4}, {N: 6, Variance: 4}}, 5, figure.ErrNotIdentified},
	} {
		_, err := agreement.RWGJ(c.items, c.options)
		if c.want == nil {
			require.ErrorAs(t, err, new(*figure.TooFewError), name)
		} else {
			require.ErrorIs(t, err, c.want, name)
		}
	}
}

func TestAgreementIsWithinRangeOrSaysSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		options := rapid.IntRange(2, 11).Draw(t, "options")
		item := rapid.Custom(func(t *rapid.T) figure.Summary {
			return figure.Summary{N: 9, Variance: rapid.Float64Range(0, 60).Draw(t, "variance")}
		})
		items := rapid.SliceOfN(item, 1, 8).Draw(t, "items")
		within, err := agreement.RWGJ(items, options)
		if err != nil {
			require.ErrorIs(t, err, figure.ErrNotIdentified)
			return
		}
		require.Equal(t, within.OutOfRange, within.Value < 0 || within.Value > 1)
		order, err := agreement.RWGJ(rapid.Permutation(items).Draw(t, "another order"), options)
		require.NoError(t, err)
		require.InEpsilon(t, 2+math.Abs(within.Value), 2+math.Abs(order.Value), 1e-6)
	})
}
