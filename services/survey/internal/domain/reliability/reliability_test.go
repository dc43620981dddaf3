package reliability_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/reliability"
)

func sumsOf(t require.TestingT, sheets [][]float64) *moment.Sums {
	var sums moment.Sums
	for _, sheet := range sheets {
		require.NoError(t, sums.Add(sheet))
	}
	return &sums
}

// times repeats sheets, so that there are enough of them.
func times(n int, sheets ...[]float64) [][]float64 { return slices.Repeat(sheets, n) }

func TestAlphaReportsNegativeValues(t *testing.T) {
	// Each item's sum of squares is a quarter of the people; that of the totals is a third: α = 2·(1 − (1/2)/(1/3)) = −1.
	opposed := times(4, []float64{0, 1}, []float64{1, 0}, []float64{0, 0}, []float64{1, 1}, []float64{0, 1}, []float64{1, 0})
	alpha, err := reliability.Alpha(sumsOf(t, opposed))
	require.NoError(t, err)
	require.InDelta(t, -1, alpha, 1e-12)
	same, err := reliability.Alpha(sumsOf(t, times(5, []float64{1, 1, 1}, []float64{4, 4, 4})))
	require.NoError(t, err)
	require.InDelta(t, 1, same, 1e-12)
}

// errNone marks what is not refused.
var errNone = errors.New("none")

func TestRefusals(t *testing.T) {
	nine := times(3, []float64{1, 2, 2}, []float64{2, 3, 4}, []float64{4, 3, 5})
	for name, c := range map[string]struct {
		sheets       [][]float64
		alpha, omega error // nil stands for a TooFewError
	}{
		"nobody":               {nil, nil, nil},
		"nine":                 {nine, nil, nil},
		"one item":             {times(10, []float64{1}, []float64{2}), nil, nil},
		"all alike":            {times(20, []float64{3, 4, 5}), figure.ErrNoSpread, figure.ErrNoSpread},
		"totals alike":         {times(5, []float64{1, 5, 3}, []float64{5, 1, 3}, []float64{3, 3, 3}), figure.ErrNoSpread, figure.ErrNoSpread},
		"items without a bond": {times(3, []float64{0, 0, 0}, []float64{0, 0, 1}, []float64{0, 1, 0}, []float64{0, 1, 1}, []float64{1, 0, 0}, []float64{1, 0, 1}, []float64{1, 1, 0}, []float64{1, 1, 1}), errNone, figure.ErrNotIdentified},
	} {
		sums := sumsOf(t, c.sheets)
		_, alpha := reliability.Alpha(sums)
		_, omega := reliability.Omega(sums)
		for _, one := range []struct{ got, want error }{{alpha, c.alpha}, {omega, c.omega}} {
			switch one.want {
			case nil:
				require.ErrorAs(t, one.got, new(*figure.TooFewError), name)
			case errNone:
				require.NoError(t, one.got, name)
			default:
				require.ErrorIs(t, one.got, one.want, name)
			}
		}
	}
	_, err := reliability.Omega(sumsOf(t, times(4, []float64{1, 2}, []float64{2, 3}, []float64{4, 3})))
	require.ErrorIs(t, err, figure.ErrNotIdentified, "two items")
}

func TestSpearmanBrown(t *testing.T) {
	r, err := reliability.SpearmanBrown(.5)
	require.NoError(t, err)
	require.InDelta(t, 2.0/3, r, 1e-15)
	for _, odd := range []float64{-1, 1.1, math.NaN(), math.Inf(1)} {
		_, err = reliability.SpearmanBrown(odd)
		require.ErrorIs(t, err, figure.ErrInput)
	}
}

func TestMcDonald(t *testing.T) {
	omega, err := reliability.McDonald([]float64{.7, .8, .6})
	require.NoError(t, err)
	require.InDelta(t, 0.7449324324, omega, 1e-10)
	_, err = reliability.McDonald([]float64{.7, .8})
	require.ErrorIs(t, err, figure.ErrNotIdentified)
	for _, odd := range []float64{1.1, -1.1, math.NaN()} {
		_, err = reliability.McDonald([]float64{.7, .8, odd})
		require.ErrorIs(t, err, figure.ErrInput)
	}
	_, err = reliability.McDonald([]float64{1, -1, 1, -1})
	require.ErrorIs(t, err, figure.ErrNoSpread)
}

// anyConstruct are sheets of items that share something.
func anyConstruct(t *rapid.T) [][]float64 {
	items := rapid.IntRange(3, 8).Draw(t, "items")
	person := rapid.Custom(func(t *rapid.T) []float64 {
		own := rapid.IntRange(1, 5).Draw(t, "own")
		sheet := make([]float64, items)
		for i := range sheet {
			sheet[i] = float64(min(5, max(1, own+rapid.IntRange(-1, 1).Draw(t, "item"))))
		}
		return sheet
	})
	return rapid.SliceOfN(person, 10, 60).Draw(t, "people")
}

func TestTheOrderOfPeopleAndItemsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sheets := anyConstruct(t)
		order := make([]int, len(sheets[0]))
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(t, "items in another order")
		var others [][]float64
		for _, sheet := range rapid.Permutation(slices.Clone(sheets)).Draw(t, "people in another order") {
			other := make([]float64, len(sheet))
			for i, from := range order {
				other[i] = 6 - sheet[from] // and all keys turned round
			}
			others = append(others, other)
		}
		alpha, err := reliability.Alpha(sumsOf(t, sheets))
		alpha2, err2 := reliability.Alpha(sumsOf(t, others))
		require.Equal(t, err, err2)
		require.InDelta(t, alpha, alpha2, 1e-9)
		require.LessOrEqual(t, alpha, 1.0)

		omega, err := reliability.Omega(sumsOf(t, sheets))
		if err != nil {
			return // an improper fit: the other order may end it by another refusal
		}
		omega2, err := reliability.Omega(sumsOf(t, others))
		require.NoError(t, err)
		require.InDelta(t, omega.Omega, omega2.Omega, 1e-8)
		for i, from := range order {
			require.InDelta(t, omega.Loadings[from], omega2.Loadings[i], 1e-8)
		}
	})
}

func FuzzReliability(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
	f.Add(math.NaN(), math.Inf(1), 0.0, 0.0, 0.0, 0.0)
	f.Add(math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, 1.0, 1.0, 1e-300)
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g float64) {
		var sums moment.Sums
		for range 6 {
			if sums.Add([]float64{a, b, c}) != nil || sums.Add([]float64{d, e, g}) != nil || sums.Add([]float64{b, d, a}) != nil {
				return
			}
		}
		if alpha, err := reliability.Alpha(&sums); err == nil {
			require.NoError(t, figure.CheckFinite(alpha))
			require.LessOrEqual(t, alpha, 1+1e-9)
		}
		if omega, err := reliability.Omega(&sums); err == nil {
			require.True(t, omega.Omega >= 0 && omega.Omega <= 1, omega)
		}
	})
}
