package operation_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/operation"
)

// stuck is a handler that does the first two steps and then waits to be let go.
type stuck struct {
	*bench
	reached, goOn chan struct{}
	then          func(ctx context.Context, task *operation.Task)
}

func newStuck(b *bench) *stuck {
	return &stuck{bench: b, reached: make(chan struct{}), goOn: make(chan struct{}), then: func(context.Context, *operation.Task) {}}
}

func (s *stuck) handle(ctx context.Context, task *operation.Task) (proto.Message, error) {
	for n := range int64(2) {
		if err := step(ctx, s.db, task, n+1, 5); err != nil {
			return nil, err
		}
	}
	close(s.reached)
	select {
	case <-s.goOn:
	case <-ctx.Done():
	}
	s.then(ctx, task)
	return walk(context.WithoutCancel(ctx), s.db, task, 5)
}

func TestWhoComesLateDoesNothing(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 5)
		first := newStuck(b)
		var late error
		first.then = func(ctx context.Context, task *operation.Task) { late = step(ctx, b.db, task, 3, 5) }
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			b.once(b.runner(first.handle), true)
		}()
		<-first.reached

		second := b.runner(b.stepping)
		b.clock.Advance(30*time.Second - time.Microsecond)
		b.once(second, false)
		b.clock.Advance(time.Microsecond)
		b.once(second, true)
		require.Equal(t, upTo(5), b.steps(id), "the second goes on from the checkpoint of the first")
		before := b.get(id)

		close(first.goOn)
		<-ended
		require.ErrorIs(t, late, operation.ErrLost)
		require.Equal(t, upTo(5), b.steps(id), "the effect of the late step is undone with it")
		require.True(t, proto.Equal(before, b.get(id)))
		require.Empty(t, b.log.String(), "nothing went wrong")
	})
}

func TestALeaseIsRenewedWhileTheWorkGoesOn(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 5)
		first := newStuck(b)
		runner := b.runner(first.handle)
		runner.RenewEvery(time.Millisecond)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			b.once(runner, true)
		}()
		<-first.reached
		second := b.runner(b.stepping)
		for range 5 {
			b.clock.Advance(29 * time.Second)
			want := db.Micros(b.clock.Now().Add(30 * time.Second))
			b.eventually(func() bool {
				var due int64
				require.NoError(t, b.db.Read().QueryRowContext(t.Context(), "SELECT due FROM operation_task WHERE id = $1", id).Scan(&due))
				return due == want
			})
			b.once(second, false)
		}
		close(first.goOn)
		<-ended
		require.Equal(t, upTo(5), b.steps(id))
		require.True(t, b.get(id).GetDone())
	})
}

func TestWhoLosesTheLeaseIsTold(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 5)
		first := newStuck(b) // and never let go: the end of its context is what it waits for
		var cause error
		first.then = func(ctx context.Context, _ *operation.Task) { cause = context.Cause(ctx) }
		runner := b.runner(first.handle)
		runner.RenewEvery(time.Millisecond)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			b.once(runner, true)
		}()
		<-first.reached
		// As it is when this process slept through the end of the lease and another took the task.
		require.NoError(t, b.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, "UPDATE operation_task SET lease = 'another' WHERE id = $1", id)
			return err
		}))
		<-ended
		require.Equal(t, operation.ErrLost, cause)
		require.Equal(t, upTo(2), b.steps(id))
		require.False(t, b.get(id).GetDone())
	})
}

func TestStoppingGivesTasksBack(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 5)
		reached := make(chan struct{})
		stop := b.run(b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			require.NoError(t, step(ctx, b.db, task, 1, 5))
			close(reached)
			<-ctx.Done()
			return nil, errors.Join(errTransient, ctx.Err())
		}))
		<-reached
		stop()
		require.False(t, b.get(id).GetDone())
		b.once(b.runner(b.stepping), true) // at once, although the clock has not moved
		require.Equal(t, upTo(5), b.steps(id))
		require.Empty(t, b.log.String(), "to be interrupted is no failure")
	})
}

func TestAResultOnTheWayOutIsKept(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 5)
		reached := make(chan struct{})
		stop := b.run(b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			close(reached)
			<-ctx.Done()
			return b.stepping(context.WithoutCancel(ctx), task)
		}))
		<-reached
		stop()
		require.NotNil(t, b.get(id).GetResponse())
	})
}

func TestALongTaskHoldsUpNoOther(t *testing.T) {
	eachEngine(t, func(b *bench) {
		long := b.start("steps", 1)
		release := make(chan struct{})
		runner := b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			if task.ID == long {
				<-release
			}
			return b.stepping(ctx, task)
		})
		b.run(runner)
		for range 8 {
			id := b.start("steps", 1)
			runner.Nudge()
			b.eventually(func() bool { return b.get(id).GetDone() })
		}
		require.False(t, b.get(long).GetDone())
		close(release)
		b.eventually(func() bool { return b.get(long).GetDone() })
	})
}

func TestOtherKindsAreLeftAlone(t *testing.T) {
	eachEngine(t, func(b *bench) {
		other, ours := b.start("other", 1), b.start("steps", 1)
		runner := b.runner(b.stepping)
		b.once(runner, true)
		b.once(runner, false)
		require.True(t, b.get(ours).GetDone())
		require.False(t, b.get(other).GetDone())
	})
}

func TestSeveralRunnersShareTheWork(t *testing.T) {
	eachEngine(t, func(b *bench) {
		const tasks, total = 30, 20
		var mu sync.Mutex
		held := map[string]bool{}
		handler := func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			mu.Lock()
			require.False(t, held[task.ID], "never on two at once")
			held[task.ID] = true
			mu.Unlock()
			defer func() {
				mu.Lock()
				delete(held, task.ID)
				mu.Unlock()
			}()
			// Half of them fail half-way, once.
			if task.Input[0] == 1 && done(task) == 0 {
				_, err := walk(ctx, b.db, task, total/2)
				return nil, errors.Join(err, operation.Later(0))
			}
			return walk(ctx, b.db, task, total)
		}
		var ids []string
		for i := range tasks {
			ids = append(ids, b.start("steps", byte(i%2)))
		}
		for range 4 {
			b.run(b.runner(handler))
		}
		for _, id := range ids {
			b.eventually(func() bool { return b.get(id).GetDone() })
			require.Equal(t, upTo(total), b.steps(id))
		}
	})
}
