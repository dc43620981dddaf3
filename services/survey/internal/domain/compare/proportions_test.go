package compare_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/compare"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

func TestProportions(t *testing.T) {
	test, err := compare.Proportions(figure.Share{Count: 88, N: 100}, figure.Share{Count: 72, N: 100})
	require.NoError(t, err)
	require.Equal(t, compare.PooledZ, test.Method)
	require.InDelta(t, 0.16, test.Difference, 1e-12)
	require.InDelta(t, 2.8284271247, test.Z, 1e-10)
	require.InDelta(t, 0.004677735, test.P, 1e-9)

	// 60·14/240 = 3.5 are expected among the first.
	test, err = compare.Proportions(figure.Share{Count: 2, N: 60}, figure.Share{Count: 12, N: 180})
	require.NoError(t, err)
	require.Equal(t, compare.FisherExact, test.Method)
	require.Zero(t, test.Z)
	require.InDelta(t, 0.5270365409, test.P, 1e-10)

	for name, pair := range map[string][2]figure.Share{
		"nobody":    {{Count: 0, N: 40}, {Count: 0, N: 70}},
		"everybody": {{Count: 40, N: 40}, {Count: 70, N: 70}},
	} {
		test, err := compare.Proportions(pair[0], pair[1])
		require.NoError(t, err, name)
		require.Equal(t, compare.FisherExact, test.Method, name)
		require.InDelta(t, 1, test.P, 1e-12, name)
	}
}

func TestWhenTheExactTestIsUsed(t *testing.T) {
	// Of 100 and 100, 10 hits are 5 expected in each group; 9 are fewer. The same for those who were not hit.
	for _, c := range []struct {
		a, b int64
		want compare.Method
	}{
		{6, 4, compare.PooledZ}, {6, 3, compare.FisherExact}, {94, 96, compare.PooledZ}, {94, 97, compare.FisherExact},
	} {
		test, err := compare.Proportions(figure.Share{Count: c.a, N: 100}, figure.Share{Count: c.b, N: 100})
		require.NoError(t, err)
		require.Equal(t, c.want, test.Method, c)
	}
}

func TestProportionsRefused(t *testing.T) {
	good := figure.Share{Count: 1, N: 2}
	for name, bad := range map[string]figure.Share{"above 1": {Count: 3, N: 2}, "negative": {Count: -1, N: 2}} {
		_, err := compare.Proportions(good, bad)
		require.ErrorIs(t, err, figure.ErrInput, name)
		_, err = compare.Fisher(bad, good)
		require.ErrorIs(t, err, figure.ErrInput, name)
	}
	_, err := compare.Proportions(figure.Share{}, good)
	require.ErrorAs(t, err, new(*figure.TooFewError))
	_, err = compare.Fisher(good, figure.Share{})
	require.ErrorAs(t, err, new(*figure.TooFewError))
}

// fisherByBinomials is Fisher's exact test in whole numbers.
func fisherByBinomials(a, b figure.Share) float64 {
	hits := a.Count + b.Count
	tables := func(x int64) *big.Int {
		return new(big.Int).Mul(new(big.Int).Binomial(a.N, x), new(big.Int).Binomial(b.N, hits-x))
	}
	seen, extreme := tables(a.Count), new(big.Int)
	for x := max(0, hits-b.N); x <= min(hits, a.N); x++ {
		if these := tables(x); these.Cmp(seen) <= 0 {
			extreme.Add(extreme, these)
		}
	}
	p, _ := new(big.Rat).SetFrac(extreme, new(big.Int).Binomial(a.N+b.N, hits)).Float64()
	return p
}

func TestFisherAgreesWithWholeNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n1, n2 := rapid.Int64Range(1, 300).Draw(t, "n1"), rapid.Int64Range(1, 300).Draw(t, "n2")
		a := figure.Share{Count: rapid.Int64Range(0, n1).Draw(t, "x1"), N: n1}
		b := figure.Share{Count: rapid.Int64Range(0, n2).Draw(t, "x2"), N: n2}
		p, err := compare.Fisher(a, b)
		require.NoError(t, err)
		want := fisherByBinomials(a, b)
		require.InDelta(t, want, p, 1e-9*want+1e-300)
		swapped, err := compare.Fisher(b, a)
		require.NoError(t, err)
		require.InDelta(t, p, swapped, 1e-9)
	})
}

func TestFisherOfManyPeople(t *testing.T) {
	p, err := compare.Fisher(figure.Share{Count: 3, N: 1e6}, figure.Share{Count: 11, N: 2e6})
	require.NoError(t, err)
	require.InDelta(t, fisherByBinomials(figure.Share{Count: 3, N: 1e6}, figure.Share{Count: 11, N: 2e6}), p, 1e-9)
	p, err = compare.Fisher(figure.Share{Count: 9e4, N: 1e5}, figure.Share{Count: 1e4, N: 1e5})
	require.NoError(t, err)
	require.GreaterOrEqual(t, p, 0.0)
	require.Less(t, p, 1e-300)
}
