package group_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db/internal/group"
)

var errDisk = errors.New("disk")

// logbook is a transaction in memory: what is written, marked, and durable. It panics when it is driven wrongly.
type logbook struct {
	durable []int
	written []int
	marks   []int // lengths of written
	active  bool
	commits int
	fails   map[string]int // calls of a method that are still to fail
	flush   chan struct{}  // when set, a commit waits for it
}

func (l *logbook) failing(method string) error {
	if l.fails[method] > 0 {
		l.fails[method]--
		return errDisk
	}
	return nil
}

func (l *logbook) must(ok bool) {
	if !ok {
		panic("the log is driven wrongly")
	}
}

func (l *logbook) Begin() error {
	l.must(!l.active)
	if err := l.failing("begin"); err != nil {
		return err
	}
	l.active, l.written, l.marks = true, nil, nil
	return nil
}

func (l *logbook) Mark() error {
	l.must(l.active && len(l.marks) == 0)
	if err := l.failing("mark"); err != nil {
		return err
	}
	l.marks = append(l.marks, len(l.written))
	return nil
}

func (l *logbook) Keep() error {
	l.must(l.active && len(l.marks) == 1)
	if err := l.failing("keep"); err != nil {
		return err
	}
	l.marks = nil
	return nil
}

func (l *logbook) Undo() error {
	l.must(l.active && len(l.marks) == 1)
	if err := l.failing("undo"); err != nil {
		return err
	}
	l.written, l.marks = l.written[:l.marks[0]], nil
	return nil
}

func (l *logbook) Commit() error {
	l.must(l.active && len(l.marks) == 0)
	l.active = false
	if l.flush != nil {
		<-l.flush
	}
	if err := l.failing("commit"); err != nil {
		return err
	}
	l.commits++
	l.durable = append(l.durable, l.written...)
	return nil
}

func (l *logbook) Abort() error {
	l.must(l.active)
	l.active = false
	return nil
}

func (l *logbook) write(n int) func() error {
	return func() error {
		l.must(l.active)
		l.written = append(l.written, n)
		return nil
	}
}

// queued runs the requests so that all of them wait while a first one, 0, holds the turn, and returns their errors.
func queued(t *testing.T, log *logbook, c *group.Committer, requests ...func() error) []error {
	t.Helper()
	errs := make([]error, len(requests))
	next := 0
	require.NoError(t, c.Do(t.Context(), func() error {
		for ; next < len(requests); next++ { // once, though the request may run twice
			go func(i int) { errs[i] = c.Do(t.Context(), requests[i]) }(next)
			synctest.Wait() // it stands in the queue now
		}
		return log.write(0)()
	}))
	synctest.Wait()
	return errs
}

func TestRequestsShareACommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &logbook{}
		errs := queued(t, log, group.New(log), log.write(1), func() error {
			_ = log.write(2)()
			return errDisk
		}, log.write(3))
		require.Equal(t, []error{nil, errDisk, nil}, errs)
		require.Equal(t, []int{0, 1, 3}, log.durable)
		require.Equal(t, 1, log.commits)
	})
}

func TestNobodyIsAnsweredBeforeTheCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &logbook{flush: make(chan struct{})}
		c := group.New(log)
		var answered atomic.Int32
		for i := range 3 {
			go func() {
				require.NoError(t, c.Do(t.Context(), log.write(i)))
				answered.Add(1)
			}()
		}
		synctest.Wait()
		require.Zero(t, answered.Load())
		close(log.flush)
		synctest.Wait()
		require.EqualValues(t, 3, answered.Load())
	})
}

func TestAContextThatEndsDuringTheCommitDoesNotHideItsResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &logbook{flush: make(chan struct{})}
		ctx, cancel := context.WithCancel(t.Context())
		err := errOwn
		go func() { err = group.New(log).Do(ctx, log.write(1)) }()
		synctest.Wait()
		cancel()
		close(log.flush)
		synctest.Wait()
		require.NoError(t, err)
		require.Equal(t, []int{1}, log.durable)
	})
}

func TestAContextThatEndsDuringTheWorkUndoesIt(t *testing.T) {
	log := &logbook{}
	ctx, cancel := context.WithCancel(t.Context())
	err := group.New(log).Do(ctx, func() error {
		cancel()
		return log.write(1)()
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, log.durable)
}

func TestAFailedCommitRunsEachAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &logbook{fails: map[string]int{"commit": 1}}
		errs := queued(t, log, group.New(log), log.write(1), log.write(2))
		require.Equal(t, []error{nil, nil}, errs)
		require.ElementsMatch(t, []int{0, 1, 2}, log.durable)
		require.Equal(t, 3, log.commits)
	})
}

func TestACommitThatFailsAgainIsAnswered(t *testing.T) {
	log := &logbook{fails: map[string]int{"commit": 2}}
	c := group.New(log)
	require.ErrorIs(t, c.Do(t.Context(), log.write(1)), errDisk)
	require.NoError(t, c.Do(t.Context(), log.write(2)))
	require.Equal(t, []int{2}, log.durable)
}

// Some errors end the whole transaction. The others of the group must not be lost with it.
func TestALostTransactionRunsTheOthersAgain(t *testing.T) {
	for _, method := range []string{"mark", "undo", "keep"} {
		t.Run(method, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				log := &logbook{fails: map[string]int{method: 1, "undo": 1}}
				errs := queued(t, log, group.New(log), log.write(1), func() error { return errOwn }, log.write(3))
				require.ElementsMatch(t, []int{0, 3}, without(log.durable, 1))
				for i, err := range errs {
					require.Equal(t, err == nil, contains(log.durable, i+1), "request %d: %v", i+1, err)
				}
			})
		})
	}
}

func TestPanicPassesTheTurnOn(t *testing.T) {
	log := &logbook{}
	c := group.New(log)
	require.PanicsWithValue(t, "oops", func() {
		_ = c.Do(t.Context(), func() error {
			_ = log.write(1)()
			panic("oops")
		})
	})
	require.NoError(t, c.Do(t.Context(), log.write(2)))
	require.Equal(t, []int{2}, log.durable)
}

func TestAGroupIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &logbook{}
		var requests []func() error
		for i := range 300 {
			requests = append(requests, log.write(i+1))
		}
		for _, err := range queued(t, log, group.New(log), requests...) {
			require.NoError(t, err)
		}
		require.Len(t, log.durable, 301)
		require.Equal(t, 3, log.commits) // 128 + 128 + 45
	})
}

func TestWhoGivesUpLeavesTheGroupToTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &logbook{}
		c := group.New(log)
		ctx, cancel := context.WithCancel(t.Context())
		var gaveUp error
		require.NoError(t, c.Do(t.Context(), func() error {
			go func() { gaveUp = c.Do(ctx, log.write(1)) }()
			synctest.Wait()
			cancel()
			synctest.Wait()
			return log.write(0)()
		}))
		require.ErrorIs(t, gaveUp, context.Canceled)
		require.Equal(t, []int{0}, log.durable)
	})
}

func TestCloseWaitsForThoseUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &logbook{}
		c := group.New(log)
		closed := false
		require.NoError(t, c.Do(t.Context(), func() error {
			go func() { c.Close(); closed = true }()
			synctest.Wait()
			require.False(t, closed)
			return log.write(1)()
		}))
		synctest.Wait()
		require.True(t, closed)
		require.ErrorIs(t, c.Do(t.Context(), log.write(2)), group.ErrClosed)
		require.Equal(t, []int{1}, log.durable)
	})
}
