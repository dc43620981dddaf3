package agreement_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/agreement"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

func TestICC(t *testing.T) {
	// Means 2, 4 and 6 about 4: MSB = 3·8/2 = 12; MSW = (2 + 2 + 2)/6 = 1.
	v, err := agreement.Analyse([]figure.Summary{summary(t, 1, 2, 3), summary(t, 3, 4, 5), summary(t, 5, 6, 7)})
	require.NoError(t, err)
	require.InDelta(t, 12, v.Between, 1e-12)
	require.InDelta(t, 1, v.Within, 1e-12)
	require.InDelta(t, 11.0/14, v.ICC1(), 1e-12)
	require.InDelta(t, v.ICC1(), v.ICC1Unequal(), 1e-12, "teams of equal size")
	two, err := v.ICC2()
	require.NoError(t, err)
	require.InDelta(t, 11.0/12, two, 1e-12)

	// A team of 2 and one of 4: k̄ = 3, n₀ = 6 − 20/6.
	v, err = agreement.Analyse([]figure.Summary{summary(t, 1, 3), summary(t, 4, 4, 6, 6)})
	require.NoError(t, err)
	require.InDelta(t, 3, v.MeanSize, 1e-12)
	require.InDelta(t, 8.0/3, v.UnequalSize, 1e-12)
	require.Greater(t, v.ICC1Unequal(), v.ICC1())
}

func TestTeamsThatSayNothing(t *testing.T) {
	for name, c := range map[string]struct {
		groups []figure.Summary
		want   error // nil stands for a TooFewError
	}{
		"none":        {nil, nil},
		"one":         {[]figure.Summary{summary(t, 1, 2)}, nil},
		"of one each": {[]figure.Summary{summary(t, 1), summary(t, 2)}, nil},
		"one empty":   {[]figure.Summary{summary(t, 1, 2), {}}, nil},
		"all alike":   {[]figure.Summary{summary(t, .1, .1), summary(t, .1, .1, .1)}, figure.ErrNoSpread},
		"no number":   {[]figure.Summary{summary(t, 1, 2), {N: 3, Mean: math.NaN()}}, figure.ErrInput},
		"overflow":    {[]figure.Summary{{N: 3, Mean: math.MaxFloat64}, {N: 3, Mean: -math.MaxFloat64}}, figure.ErrInput},
	} {
		_, err := agreement.Analyse(c.groups)
		if c.want == nil {
			require.ErrorAs(t, err, new(*figure.TooFewError), name)
		} else {
			require.ErrorIs(t, err, c.want, name)
		}
	}
	same, err := agreement.Analyse([]figure.Summary{summary(t, 1, 3), summary(t, 0, 4)})
	require.NoError(t, err)
	require.InDelta(t, -1, same.ICC1(), 1e-12)
	_, err = same.ICC2()
	require.ErrorIs(t, err, figure.ErrNoSpread)
}

func TestTeamsThatAreNotAll(t *testing.T) {
	teams := []figure.Summary{{N: 2, Mean: 2}, {N: 3, Mean: 4}}
	_, err := agreement.FromAll(summary(t, 1, 3, 4, 4), teams)
	require.ErrorIs(t, err, figure.ErrInput)
	_, err = agreement.FromAll(figure.Summary{}, teams)
	require.Error(t, err)
	_, err = agreement.FromAll(summary(t, 2, 2, 2, 2, 2), []figure.Summary{{N: 2, Mean: 2}, {N: 3, Mean: 2}})
	require.ErrorIs(t, err, figure.ErrNoSpread)
}

func TestICCIsThatOfTheVarianceOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		score := rapid.Map(rapid.IntRange(0, 40), func(x int) float64 { return float64(x) / 8 })
		teams := rapid.SliceOfN(rapid.SliceOfN(score, 2, 12), 2, 10).Draw(t, "teams")
		var all []float64
		var groups []figure.Summary
		for _, team := range teams {
			group, err := figure.Summarize(team)
			require.NoError(t, err)
			groups = append(groups, group)
			all = append(all, team...)
		}
		v, err := agreement.Analyse(groups)
		if err != nil {
			require.ErrorIs(t, err, figure.ErrNoSpread)
			return
		}
		whole, err := figure.Summarize(all)
		require.NoError(t, err)
		total := v.Between*float64(v.Groups-1) + v.Within*float64(v.N-v.Groups)
		require.InDelta(t, whole.Variance*float64(v.N-1), total, 1e-9*(1+total), "the sums of squares add up")
		icc1 := v.ICC1()
		require.LessOrEqual(t, icc1, 1.0)
		require.LessOrEqual(t, v.UnequalSize, v.MeanSize+1e-12)

		known := make([]figure.Summary, len(groups))
		for i, group := range groups {
			known[i] = figure.Summary{N: group.N, Mean: group.Mean}
		}
		same, err := agreement.FromAll(whole, known)
		require.NoError(t, err)
		require.InDelta(t, v.Within, same.Within, 1e-9*(1+total), "the spread of all tells that within teams")
		v.Within, same.Within = 0, 0
		require.Equal(t, v, same)

		other, err := agreement.Analyse(rapid.Permutation(groups).Draw(t, "another order"))
		require.NoError(t, err)
		require.InDelta(t, icc1, other.ICC1(), 1e-9)
	})
}
