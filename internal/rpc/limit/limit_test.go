package limit

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNoRateNoLimit(t *testing.T) {
	limiter := New(Limits{Burst: 1})
	require.Nil(t, limiter)
	for range 100 {
		require.Equal(t, 1, spend(limiter, 1, same("a"), "1.2.3.4"))
	}
}

func TestABucketFillsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := New(Limits{PerSecond: 2, Burst: 3})
		ask := func() (time.Duration, bool) {
			_, wait, ok := limiter.Allow(t.Context(), "", at("1.2.3.4"))
			return wait, ok
		}
		for range 3 {
			_, ok := ask()
			require.True(t, ok)
		}
		for range 100 { // asking in vain does not make the wait longer
			wait, ok := ask()
			require.False(t, ok)
			require.Equal(t, 500*time.Millisecond, wait)
		}
		time.Sleep(500 * time.Millisecond)
		_, ok := ask()
		require.True(t, ok, "after the wait that was named")
		_, ok = ask()
		require.False(t, ok)
		time.Sleep(time.Hour)
		for range 3 {
			_, ok := ask()
			require.True(t, ok, "a bucket holds the burst and no more")
		}
		_, ok = ask()
		require.False(t, ok)
	})
}

// at is an address, the invalid one for "".
func at(text string) netip.Addr {
	addr, _ := netip.ParseAddr(text)
	return addr
}

// spend makes calls until one is refused and returns how many passed, at most n. Tokens that begin with "good" are judged to be.
func spend(limiter *Limiter, n int, token func(i int) string, address string) int {
	for i := range n {
		ctx, _, ok := limiter.Allow(context.Background(), token(i), at(address))
		if !ok {
			return i
		}
		if strings.HasPrefix(token(i), "good") {
			Judged(ctx)
		}
	}
	return n
}

func same(token string) func(int) string { return func(int) string { return token } }

func fresh(i int) string { return fmt.Sprint("token ", i) }

func TestWhoIsACaller(t *testing.T) {
	tests := map[string]struct {
		token             func(int) string
		address           string
		thenToken, thenAt string
		shared            bool
	}{
		"two tokens":                      {same("good a"), "1.2.3.4", "good b", "1.2.3.4", false},
		"one token from two addresses":    {same("good a"), "1.2.3.4", "good a", "5.6.7.8", true},
		"a token that nobody judged":      {same("forged"), "1.2.3.4", "", "1.2.3.4", true},
		"nor from another address":        {same("forged"), "1.2.3.4", "forged", "5.6.7.8", false},
		"no token, two addresses":         {same(""), "1.2.3.4", "", "5.6.7.8", false},
		"no token, one address":           {same(""), "1.2.3.4", "", "1.2.3.4", true},
		"no token, one network of IPv6":   {same(""), "2001:db8::1", "", "2001:db8::ffff", true},
		"no token, two networks of IPv6":  {same(""), "2001:db8:0:1::1", "", "2001:db8:0:2::1", false},
		"no token, IPv4 written as IPv6":  {same(""), "::ffff:1.2.3.4", "", "1.2.3.4", true},
		"made-up tokens are the address":  {fresh, "1.2.3.4", "another", "1.2.3.4", true},
		"no token and nobody knows where": {same(""), "", "", "", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			limiter := New(Limits{PerSecond: 0.001, Burst: 5})
			require.Equal(t, 5, spend(limiter, 100, test.token, test.address))
			require.Equal(t, !test.shared, spend(limiter, 1, same(test.thenToken), test.thenAt) == 1)
		})
	}
}

func TestASubjectHasABucketOfItsOwn(t *testing.T) {
	limiter := New(Limits{PerSecond: 0.001, Burst: 5})
	require.Equal(t, 5, spend(limiter, 100, same("people/a"), "1.2.3.4"), "whatever a token is called")
	for range 5 {
		_, ok := limiter.AllowSubject("people/a")
		require.True(t, ok)
	}
	wait, ok := limiter.AllowSubject("people/a")
	require.False(t, ok)
	require.Positive(t, wait)
	_, ok = limiter.AllowSubject("people/b")
	require.True(t, ok)
	_, ok = (*Limiter)(nil).AllowSubject("people/a")
	require.True(t, ok, "no rate, no limit")
}

func TestMadeUpTokensHarmNobodyWhoIsKnown(t *testing.T) {
	limiter := New(Limits{PerSecond: 0.001, Burst: 5})
	require.Equal(t, 1, spend(limiter, 1, same("good"), "1.2.3.4"))
	require.Equal(t, 4, spend(limiter, 100, fresh, "1.2.3.4"))
	require.Equal(t, 4, spend(limiter, 100, same("good"), "1.2.3.4"), "the call by which it became known counts")
}

// TestATokenIsKnownOnce: of calls that were let in before the first of them was judged, only one opens a bucket.
func TestATokenIsKnownOnce(t *testing.T) {
	limiter := New(Limits{PerSecond: 0.001, Burst: 5})
	var waiting []context.Context
	for range 3 {
		ctx, _, ok := limiter.Allow(t.Context(), "good", at("1.2.3.4"))
		require.True(t, ok)
		waiting = append(waiting, ctx)
	}
	Judged(waiting[0])
	require.Equal(t, 4, spend(limiter, 100, same("good"), "1.2.3.4"))
	for _, ctx := range waiting {
		Judged(ctx)
	}
	require.Zero(t, spend(limiter, 100, same("good"), "1.2.3.4"))
}

func TestMemoryIsBounded(t *testing.T) {
	limiter := New(Limits{PerSecond: 1e9, Burst: 1 << 30})
	for i := range 2 * callers {
		ctx, _, _ := limiter.Allow(t.Context(), fresh(i), at("1.2.3.4"))
		Judged(ctx)
	}
	require.LessOrEqual(t, limiter.buckets.Len(), callers)
}

func BenchmarkAllow(b *testing.B) {
	limiter := New(Limits{PerSecond: 1e9, Burst: 1 << 30})
	b.ReportAllocs()
	for b.Loop() {
		ctx, _, _ := limiter.Allow(b.Context(), "a token of some length, as tokens are", at("127.0.0.1"))
		Judged(ctx)
	}
}
