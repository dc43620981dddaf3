package ahead_test

import (
	"errors"
	"io"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/rpc/ahead"
)

// counting brings 0, 1, 2, … and then the error.
func counting(messages int, end error) func() (int, error) {
	n := 0
	return func() (int, error) {
		if n == messages {
			return 0, end
		}
		n++
		return n - 1, nil
	}
}

func square(n int) (int, error) { return n * n, nil }

func TestEverythingIsKeptInOrder(t *testing.T) {
	var kept []int
	err := ahead.Each(counting(100, io.EOF), square, func(n int) error {
		kept = append(kept, n)
		return nil
	})
	require.NoError(t, err)
	require.Len(t, kept, 100)
	for n, got := range kept {
		require.Equal(t, n*n, got)
	}
}

func TestTheNextAreReceivedWhileOneIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		received := make(chan int, 100)
		prepare := func(n int) (int, error) {
			received <- n
			return n, nil
		}
		first := true
		require.NoError(t, ahead.Each(counting(10, io.EOF), prepare, func(int) error {
			if first {
				first = false
				synctest.Wait()
				require.Len(t, received, 4, "the one in hand, two that wait, and one that waits to wait")
			}
			return nil
		}))
		require.Len(t, received, 10)
	})
}

func TestTheFirstErrorEndsIt(t *testing.T) {
	broken, refused, full := errors.New("broken"), errors.New("refused"), errors.New("full")
	for name, test := range map[string]struct {
		receive func() (int, error)
		prepare func(int) (int, error)
		keep    error
		want    error
		kept    int
	}{
		"receive": {counting(3, broken), square, nil, broken, 3},
		"prepare": {counting(3, io.EOF), func(n int) (int, error) {
			if n == 2 {
				return 0, refused
			}
			return n, nil
		}, nil, refused, 2},
		"keep":    {counting(3, io.EOF), square, full, full, 1},
		"nothing": {counting(0, io.EOF), square, nil, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			kept := 0
			err := ahead.Each(test.receive, test.prepare, func(int) error {
				kept++
				return test.keep
			})
			require.ErrorIs(t, err, test.want)
			require.Equal(t, test.kept, kept)
		})
	}
}

// A sender who waits for the answer is told of an error although nothing more comes.
func TestAnErrorDoesNotWaitForTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		over, sent := make(chan struct{}), false
		receive := func() (int, error) {
			if sent {
				<-over
				return 0, io.ErrUnexpectedEOF
			}
			sent = true
			return 1, nil
		}
		full := errors.New("full")
		require.ErrorIs(t, ahead.Each(receive, square, func(int) error { return full }), full)
		close(over)
		// synctest fails when the receiving goroutine is left behind.
	})
}

func TestAPanicIsTheCallers(t *testing.T) {
	for name, prepare := range map[string]func(int) (int, error){
		"of prepare": func(int) (int, error) { panic("odd") },
		"of keep":    square,
	} {
		t.Run(name, func(t *testing.T) {
			require.PanicsWithValue(t, "odd", func() {
				_ = ahead.Each(counting(5, io.EOF), prepare, func(int) error { panic("odd") })
			})
		})
	}
}
