package limit

import (
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNoRateNoLimit(t *testing.T) {
	limiter := New(Limits{Burst: 1})
	require.Nil(t, limiter)
	limiter.Forget("a")
	for range 100 {
		_, ok := limiter.Allow("a", at("1.2.3.4"))
		require.True(t, ok)
	}
}

func TestABucketFillsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := New(Limits{PerSecond: 2, Burst: 3})
		for range 3 {
			_, ok := limiter.Allow("a", at("1.2.3.4"))
			require.True(t, ok)
		}
		for range 100 { // asking in vain does not make the wait longer
			wait, ok := limiter.Allow("a", at("1.2.3.4"))
			require.False(t, ok)
			require.Equal(t, 500*time.Millisecond, wait)
		}
		time.Sleep(500 * time.Millisecond)
		_, ok := limiter.Allow("a", at("1.2.3.4"))
		require.True(t, ok, "after the wait that was named")
		_, ok = limiter.Allow("a", at("1.2.3.4"))
		require.False(t, ok)
		time.Sleep(time.Hour)
		for range 3 {
			_, ok := limiter.Allow("a", at("1.2.3.4"))
			require.True(t, ok, "a bucket holds the burst and no more")
		}
		_, ok = limiter.Allow("a", at("1.2.3.4"))
		require.False(t, ok)
	})
}

// at is an address, the invalid one for "".
func at(text string) netip.Addr {
	addr, _ := netip.ParseAddr(text)
	return addr
}

// spend makes calls until one is refused and returns how many passed, at most n.
func spend(limiter *Limiter, n int, token func(i int) string, address string) int {
	for i := range n {
		if _, ok := limiter.Allow(token(i), at(address)); !ok {
			return i
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
		"two tokens":                       {same("a"), "1.2.3.4", "b", "1.2.3.4", false},
		"one token from two addresses":     {same("a"), "1.2.3.4", "a", "5.6.7.8", true},
		"no token, two addresses":          {same(""), "1.2.3.4", "", "5.6.7.8", false},
		"no token, one address":            {same(""), "1.2.3.4", "", "1.2.3.4", true},
		"no token, one network of IPv6":    {same(""), "2001:db8::1", "", "2001:db8::ffff", true},
		"no token, two networks of IPv6":   {same(""), "2001:db8:0:1::1", "", "2001:db8:0:2::1", false},
		"no token, IPv4 written as IPv6":   {same(""), "::ffff:1.2.3.4", "", "1.2.3.4", true},
		"made-up tokens are the address":   {fresh, "1.2.3.4", "another", "1.2.3.4", true},
		"made-up tokens harm nobody known": {fresh, "1.2.3.4", "token 0", "1.2.3.4", false},
		"no token and nobody knows where":  {same(""), "", "", "", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			limiter := New(Limits{PerSecond: 0.001, Burst: 5})
			require.Equal(t, 5, spend(limiter, 100, test.token, test.address))
			_, ok := limiter.Allow(test.thenToken, at(test.thenAt))
			require.Equal(t, !test.shared, ok)
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

func TestAForgottenTokenCountsAsNew(t *testing.T) {
	limiter := New(Limits{PerSecond: 0.001, Burst: 5})
	passed := 0
	for range 100 {
		if _, ok := limiter.Allow("forged", at("1.2.3.4")); ok {
			passed++
		}
		limiter.Forget("forged")
	}
	require.Equal(t, 5, passed)
}

func TestMemoryIsBounded(t *testing.T) {
	limiter := New(Limits{PerSecond: 1e9, Burst: 1 << 30})
	for i := range 2 * callers {
		limiter.Allow(fresh(i), at("1.2.3.4"))
	}
	require.LessOrEqual(t, limiter.buckets.Len(), callers)
}

func BenchmarkAllow(b *testing.B) {
	limiter := New(Limits{PerSecond: 1e9, Burst: 1 << 30})
	b.ReportAllocs()
	for b.Loop() {
		limiter.Allow("a token of some length, as tokens are", at("127.0.0.1"))
	}
}
