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
)

// desk exchanges a credential for tokens of ten minutes: "1", "2" and so on.
type desk struct {
	mu    sync.Mutex
	given int
	err   error
	takes time.Duration
}

func (d *desk) exchange(ctx context.Context) (identity.Token, error) {
	select {
	case <-time.After(d.takes):
	case <-ctx.Done():
		return identity.Token{}, ctx.Err()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.given++
	if d.err != nil {
		return identity.Token{}, d.err
	}
	return identity.Token{Text: fmt.Sprint(d.given), Expires: time.Now().Add(10 * time.Minute)}, nil
}

// fail has the exchange fail from now on, or work again.
func (d *desk) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = err
}

// exchanges is how often it was asked.
func (d *desk) exchanges() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.given
}

func TestTokenSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := &desk{takes: time.Second}
		token := identity.TokenSource(desk.exchange)
		is := func(want string) {
			t.Helper()
			have, err := token(t.Context())
			require.NoError(t, err)
			require.Equal(t, want, have)
		}
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { is("1") })
		}
		all.Wait()
		require.Equal(t, 1, desk.exchanges(), "one exchange for all who wait")

		time.Sleep(8 * time.Minute)
		before := time.Now()
		is("1")
		require.Equal(t, before, time.Now(), "the old token goes on while the new one is fetched")
		time.Sleep(2 * time.Second)
		is("2")

		desk.fail(errDown)
		time.Sleep(8*time.Minute + time.Second)
		for range 60 {
			is("2")
			time.Sleep(time.Second)
		}
		require.LessOrEqual(t, desk.exchanges(), 2+31, "a failing exchange is asked again after a pause, not by every call")
		require.Greater(t, desk.exchanges(), 2+20)

		time.Sleep(time.Minute)
		_, err := token(t.Context())
		require.ErrorIs(t, err, errDown)
		given := desk.exchanges()
		for range 10 {
			_, err := token(t.Context())
			require.ErrorIs(t, err, errDown, "told from memory until the pause is over")
		}
		require.Equal(t, given, desk.exchanges())

		desk.fail(nil)
		time.Sleep(time.Second)
		is(fmt.Sprint(given + 1))
	})
}

func TestAWaitForATokenEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := &desk{takes: time.Hour}
		token := identity.TokenSource(desk.exchange)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := token(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		_, err = token(t.Context())
		require.ErrorIs(t, err, context.DeadlineExceeded, "the exchange ends by itself")
	})
}
