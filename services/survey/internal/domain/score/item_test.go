package score_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/score"
)

// tally counts answers on a scale whose lowest value is lowest.
func tally(lowest, options int, answers ...int) score.Counts {
	c := score.Counts{Options: make([]int64, options)}
	for _, answer := range answers {
		c.Options[answer-lowest]++
	}
	return c
}

func TestENPS(t *testing.T) {
	counts := tally(0, 11, 10, 9, 9, 8, 7, 6, 5, 10, 3, 8)
	counts.Blank = 4
	enps, err := score.Rating(0, 11).ENPS(counts)
	require.NoError(t, err)
	require.Equal(t, int64(10), enps.N, "blanks are no answers")
	require.Equal(t, int64(4), enps.Promoters)
	require.Equal(t, int64(3), enps.Detractors)
	require.InDelta(t, 10, enps.Score, 1e-9)
	require.InDelta(t, 26.26785107, enps.SE, 5e-9)

	for value, want := range map[int]float64{0: -100, 6: -100, 7: 0, 8: 0, 9: 100, 10: 100} {
		enps, err := score.Rating(0, 11).ENPS(tally(0, 11, value, value, value))
		require.NoError(t, err)
		require.Equal(t, want, enps.Score, value)
		require.Zero(t, enps.SE, value)
	}

	reversed := score.Rating(0, 11)
	reversed.Reversed = true
	for name, scale := range map[string]score.Scale{"from 1": score.Rating(1, 11), "turned round": reversed} {
		_, err := scale.ENPS(tally(0, 11, 10))
		require.ErrorIs(t, err, figure.ErrScale, name)
	}
	_, err = score.Rating(0, 10).ENPS(tally(0, 10, 9))
	require.ErrorIs(t, err, figure.ErrScale)
}

func TestSummaryAndIndex(t *testing.T) {
	scale := score.Rating(1, 5)
	counts := score.Counts{Options: []int64{1, 0, 2, 3, 2}, Blank: 5}
	require.Equal(t, int64(8), counts.Valid())
	require.Equal(t, int64(13), counts.Sheets())
	summary, err := scale.Summary(counts)
	require.NoError(t, err)
	want, err := figure.Summarize([]float64{1, 3, 3, 4, 4, 4, 5, 5})
	require.NoError(t, err)
	require.Equal(t, want.N, summary.N)
	require.InDelta(t, want.Mean, summary.Mean, 1e-12)
	require.InDelta(t, want.Variance, summary.Variance, 1e-12)
	index, err := scale.Index(counts)
	require.NoError(t, err)
	require.InDelta(t, 100*(want.Mean-1)/4, index, 1e-12)

	alone, err := scale.Summary(tally(1, 5, 4))
	require.NoError(t, err)
	require.Equal(t, figure.Summary{N: 1, Mean: 4}, alone)
	alike, err := score.Rating(-5, 11).Summary(tally(-5, 11, 2, 2, 2))
	require.NoError(t, err)
	require.Equal(t, figure.Summary{N: 3, Mean: 2}, alike)
}

func TestFavourable(t *testing.T) {
	for name, c := range map[string]struct {
		scale        score.Scale
		counts       score.Counts
		share, other int64
	}{
		"five points":        {score.Rating(1, 5), tally(1, 5, 1, 2, 3, 4, 4, 5), 3, 2},
		"seven points":       {score.Rating(1, 7), tally(1, 7, 1, 2, 3, 4, 5, 6, 7, 7), 3, 2},
		"from 0":             {score.Rating(0, 5), tally(0, 5, 4, 3, 2, 2, 0), 2, 1},
		"reverse-keyed":      {score.Scale{Lowest: 1, Options: 5, Reversed: true, FavourableOptions: []int{3, 4}, UnfavourableOptions: []int{0}}, tally(1, 5, 1, 2, 2, 5), 3, 1},
		"three of 4 options": {score.Scale{Options: 4, FavourableOptions: []int{0, 2, 3}, UnfavourableOptions: []int{1}}, tally(0, 4, 0, 1, 2, 3), 3, 1},
	} {
		share, err := c.scale.Favourable(c.counts)
		require.NoError(t, err, name)
		require.Equal(t, figure.Share{Count: c.share, N: c.counts.Valid()}, share, name)
		other, err := c.scale.Unfavourable(c.counts)
		require.NoError(t, err, name)
		require.Equal(t, c.other, other.Count, name)
	}
	_, err := score.Rating(0, 11).Favourable(tally(0, 11, 10))
	require.ErrorIs(t, err, figure.ErrNotNamed, "a scale of 11 points must say what is favourable")
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		scale  score.Scale
		counts score.Counts
	}{
		"a negative count":        {score.Rating(1, 3), score.Counts{Options: []int64{1, -1, 5}}},
		"a negative blank":        {score.Rating(1, 3), score.Counts{Options: []int64{1, 1, 5}, Blank: -1}},
		"a count too many":        {score.Rating(1, 3), score.Counts{Options: []int64{1, 1, 1, 1}}},
		"no counts":               {score.Rating(1, 3), score.Counts{}},
		"more than there are":     {score.Rating(1, 2), score.Counts{Options: []int64{math.MaxInt64, math.MaxInt64}}},
		"one option":              {score.Rating(1, 1), score.Counts{Options: []int64{1}}},
		"an option beyond":        {score.Scale{Options: 2, FavourableOptions: []int{2}}, score.Counts{Options: []int64{1, 1}}},
		"an option before":        {score.Scale{Options: 2, UnfavourableOptions: []int{-1}}, score.Counts{Options: []int64{1, 1}}},
		"both favourable and not": {score.Scale{Options: 2, FavourableOptions: []int{1}, UnfavourableOptions: []int{1}}, score.Counts{Options: []int64{1, 1}}},
	} {
		_, err := c.scale.Summary(c.counts)
		require.ErrorIs(t, err, figure.ErrInput, name)
		_, err = c.scale.Favourable(c.counts)
		require.ErrorIs(t, err, figure.ErrInput, name)
	}
	_, err := score.Rating(1, 5).Index(score.Counts{Options: make([]int64, 5), Blank: 9})
	require.ErrorAs(t, err, new(*figure.TooFewError), "nobody answered")
}

func anyItem(t *rapid.T) (score.Scale, score.Counts) {
	options := rapid.IntRange(2, 11).Draw(t, "options")
	scale := score.Scale{Lowest: rapid.Int32Range(-100, 100).Draw(t, "lowest"), Options: options}
	for option := range options {
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			scale.FavourableOptions = append(scale.FavourableOptions, option)
		case 1:
			scale.UnfavourableOptions = append(scale.UnfavourableOptions, option)
		}
	}
	counts := score.Counts{Options: rapid.SliceOfN(rapid.Int64Range(0, 1e6), options, options).Draw(t, "counts")}
	counts.Options[rapid.IntRange(0, options-1).Draw(t, "at least one")]++
	return scale, counts
}

func TestReversingAKeyMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scale, counts := anyItem(t)
		reversed := scale
		reversed.Reversed = true
		a, err := scale.Summary(counts)
		require.NoError(t, err)
		b, err := reversed.Summary(counts)
		require.NoError(t, err)
		require.InDelta(t, scale.Min()+scale.Max()-a.Mean, b.Mean, 1e-9)
		require.InDelta(t, a.Variance, b.Variance, 1e-9)
		indexA, err := scale.Index(counts)
		require.NoError(t, err)
		indexB, err := reversed.Index(counts)
		require.NoError(t, err)
		require.InDelta(t, 100, indexA+indexB, 1e-9)
	})
}

func TestEveryAnswerIsFavourableUnfavourableOrNeither(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scale, counts := anyItem(t)
		if len(scale.FavourableOptions) == 0 || len(scale.UnfavourableOptions) == 0 {
			t.Skip("names no options")
		}
		var neither int64
		for option, count := range counts.Options {
			named := false
			for _, other := range append(append([]int{}, scale.FavourableOptions...), scale.UnfavourableOptions...) {
				named = named || option == other
			}
			if !named {
				neither += count
			}
		}
		favourable, err := scale.Favourable(counts)
		require.NoError(t, err)
		unfavourable, err := scale.Unfavourable(counts)
		require.NoError(t, err)
		require.Equal(t, counts.Valid(), favourable.Count+unfavourable.Count+neither)
	})
}

func FuzzItem(f *testing.F) {
	f.Add(int32(1), false, int64(1), int64(2), int64(3), int64(0), int64(1))
	f.Add(int32(math.MaxInt32), true, int64(math.MaxInt64), int64(-1), int64(0), int64(0), int64(0))
	f.Add(int32(0), true, int64(0), int64(0), int64(0), int64(0), int64(9))
	f.Add(int32(math.MinInt32), false, int64(figure.Most), int64(0), int64(0), int64(0), int64(0))
	f.Fuzz(func(t *testing.T, lowest int32, reversed bool, a, b, c, d, blank int64) {
		scale := score.Rating(lowest, 4)
		scale.Reversed = reversed
		counts := score.Counts{Options: []int64{a, b, c, d}, Blank: blank}
		summary, err := scale.Summary(counts)
		if err != nil {
			return
		}
		require.NoError(t, summary.Check())
		require.GreaterOrEqual(t, summary.Mean, scale.Min())
		require.LessOrEqual(t, summary.Mean, scale.Max())
		index, err := scale.Index(counts)
		require.NoError(t, err)
		require.True(t, index >= 0 && index <= 100, index)
	})
}
