package identity_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
)

func accepts(t *testing.T, v *identity.Verifier, token string) {
	t.Helper()
	_, err := v.Authenticate(t.Context(), token)
	require.NoError(t, err)
}

func refuses(t *testing.T, v *identity.Verifier, token string, want error) {
	t.Helper()
	_, err := v.Authenticate(t.Context(), token)
	require.ErrorIs(t, err, want)
}

func TestOneFetchForAllWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signer := newSigner(t, "k1")
		source := publish(signer)
		source.hold = make(chan struct{})
		verifier := identity.NewVerifier(source.fetch, time.Now)
		var all sync.WaitGroup
		for i := range 50 {
			c := claimsAt(time.Now())
			c.ID = fmt.Sprint(i)
			token := sign(t, signer, c)
			all.Go(func() {
				_, err := verifier.Authenticate(t.Context(), token)
				require.NoError(t, err)
			})
		}
		synctest.Wait()
		close(source.hold)
		all.Wait()
		require.Equal(t, 1, source.count())
	})
}

func TestAnUnknownKeyIsFetchedOnceASecondAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signer, stranger := newSigner(t, "k1"), newSigner(t, "k2")
		source := publish(signer)
		verifier := identity.NewVerifier(source.fetch, time.Now)
		for i := range 20 {
			c := claimsAt(time.Now())
			c.ID = fmt.Sprint(i)
			refuses(t, verifier, sign(t, stranger, c), model.ErrUnauthenticated)
		}
		require.Equal(t, 1, source.count())

		// The key is published: known from the next second on.
		source.set(nil, signer, stranger)
		refuses(t, verifier, sign(t, stranger, claimsAt(time.Now())), model.ErrUnauthenticated)
		time.Sleep(time.Second)
		accepts(t, verifier, sign(t, stranger, claimsAt(time.Now())))
		require.Equal(t, 2, source.count())
	})
}

func TestRotationAndWithdrawal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		old, fresh := newSigner(t, "k1"), newSigner(t, "k2")
		source := publish(old)
		verifier := identity.NewVerifier(source.fetch, time.Now)
		accepts(t, verifier, sign(t, old, claimsAt(time.Now())))

		source.set(nil, old, fresh)
		time.Sleep(time.Minute)
		accepts(t, verifier, sign(t, fresh, claimsAt(time.Now())))
		accepts(t, verifier, sign(t, old, claimsAt(time.Now())))

		// Withdrawn while its tokens are out: forgotten with the next fetch, five minutes later at most.
		source.set(nil, fresh)
		token := sign(t, old, claimsAt(time.Now()))
		time.Sleep(5 * time.Minute)
		accepts(t, verifier, sign(t, fresh, claimsAt(time.Now())))
		synctest.Wait()
		refuses(t, verifier, token, model.ErrUnauthenticated)
	})
}

func TestKeysAreServedStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signer, stranger := newSigner(t, "k1"), newSigner(t, "k2")
		source := publish(signer)
		verifier := identity.NewVerifier(source.fetch, time.Now)
		accepts(t, verifier, sign(t, signer, claimsAt(time.Now())))

		for _, down := range []error{errDown, context.DeadlineExceeded} {
			source.set(down)
			for range 30 {
				time.Sleep(time.Minute)
				accepts(t, verifier, sign(t, signer, claimsAt(time.Now())))
			}
		}
		synctest.Wait()
		time.Sleep(time.Second)
		refuses(t, verifier, sign(t, stranger, claimsAt(time.Now())), model.ErrUnavailable)

		source.set(nil) // an answer without any key is no answer
		time.Sleep(time.Minute)
		accepts(t, verifier, sign(t, signer, claimsAt(time.Now())))

		source.set(nil, signer, stranger)
		time.Sleep(time.Minute)
		accepts(t, verifier, sign(t, stranger, claimsAt(time.Now())))
	})
}

func TestAHangingSourceHoldsUpNobodyWhoseKeyIsKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signer, stranger := newSigner(t, "k1"), newSigner(t, "k2")
		source := publish(signer)
		verifier := identity.NewVerifier(source.fetch, time.Now)
		accepts(t, verifier, sign(t, signer, claimsAt(time.Now())))

		source.hold = make(chan struct{})
		time.Sleep(time.Hour)
		before := time.Now()
		accepts(t, verifier, sign(t, signer, claimsAt(time.Now())))
		require.Equal(t, before, time.Now())

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := verifier.Authenticate(ctx, sign(t, stranger, claimsAt(time.Now())))
		require.ErrorIs(t, err, context.DeadlineExceeded, "the caller's own deadline ends the wait")
		refuses(t, verifier, sign(t, stranger, claimsAt(time.Now())), model.ErrUnavailable)
		require.Equal(t, before.Add(5*time.Second), time.Now(), "the fetch ends by itself")
	})
}

func TestWithoutKeysNothingCanBeJudged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signer := newSigner(t, "k1")
		source := publish()
		source.set(errDown)
		verifier := identity.NewVerifier(source.fetch, time.Now)
		refuses(t, verifier, sign(t, signer, claimsAt(time.Now())), model.ErrUnavailable)
		refuses(t, verifier, sign(t, signer, claimsAt(time.Now())), model.ErrUnavailable)
		require.Equal(t, 1, source.count())
		source.set(nil, signer)
		time.Sleep(time.Second)
		accepts(t, verifier, sign(t, signer, claimsAt(time.Now())))
	})
}

func TestAVerdictHoldsForThirtySecondsAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signer, other := newSigner(t, "k1"), newSigner(t, "k2")
		source := publish(signer)
		verifier := identity.NewVerifier(source.fetch, time.Now)
		token := sign(t, signer, claimsAt(time.Now()))
		accepts(t, verifier, token)

		// The key is withdrawn, and the verifier knows it.
		source.set(nil, other)
		time.Sleep(time.Second)
		accepts(t, verifier, sign(t, other, claimsAt(time.Now())))
		fresh := claimsAt(time.Now())
		fresh.ID = "2"
		refuses(t, verifier, sign(t, signer, fresh), model.ErrUnauthenticated)

		time.Sleep(29*time.Second - time.Millisecond)
		accepts(t, verifier, token)
		time.Sleep(time.Millisecond)
		refuses(t, verifier, token, model.ErrUnauthenticated)
	})
}

func TestAVerdictEndsWithTheToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signer := newSigner(t, "k1")
		verifier := identity.NewVerifier(publish(signer).fetch, time.Now)
		c := claimsAt(time.Now())
		c.ExpiresAt = c.IssuedAt.Add(10 * time.Second)
		token := sign(t, signer, c)
		accepts(t, verifier, token)
		time.Sleep(10*time.Second - time.Nanosecond)
		accepts(t, verifier, token)
		time.Sleep(time.Nanosecond)
		refuses(t, verifier, token, model.ErrUnauthenticated)
	})
}

func TestVerdictsAreBounded(t *testing.T) {
	signer, stranger := newSigner(t, "k1"), newSigner(t, "k1")
	verifier := identity.NewSmallVerifier(publish(signer).fetch, heldClock, 8)
	for i := range 20 {
		c := claimsAt(noon)
		c.ID = fmt.Sprint(i)
		accepts(t, verifier, sign(t, signer, c))
		require.LessOrEqual(t, verifier.Kept(), 8)
	}
	kept := verifier.Kept()
	require.Equal(t, 8, kept)
	refuses(t, verifier, sign(t, stranger, claimsAt(noon)), model.ErrUnauthenticated)
	require.Equal(t, kept, verifier.Kept(), "a forged token pushes nobody out")
}

func BenchmarkAuthenticate(b *testing.B) {
	signer := newSigner(b, "k1")
	texts := make([]string, 256)
	for i := range texts {
		c := claimsAt(noon)
		c.ID = fmt.Sprint(i)
		texts[i] = sign(b, signer, c)
	}
	for name, kept := range map[string]int{"known": len(texts), "new": 1} {
		b.Run(name, func(b *testing.B) {
			verifier := identity.NewSmallVerifier(publish(signer).fetch, heldClock, kept)
			for i := 0; b.Loop(); i++ {
				_, err := verifier.Authenticate(b.Context(), texts[i%len(texts)])
				require.NoError(b, err)
			}
		})
	}
}
