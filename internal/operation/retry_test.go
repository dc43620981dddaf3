package operation_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/operation"
)

var errTransient = errors.New("transient")

// waits for a task to be due: not a microsecond before.
func (b *bench) dueAfter(r *operation.Runner, wait time.Duration) {
	b.t.Helper()
	b.clock.Advance(wait - time.Microsecond)
	b.once(r, false)
	b.clock.Advance(time.Microsecond)
	b.once(r, true)
}

func TestErrorsAreTriedAgainForAsLongAsItTakes(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 3)
		failing := true
		runner := b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			if failing {
				return nil, errTransient
			}
			return b.stepping(ctx, task)
		})
		b.once(runner, true)
		for _, seconds := range []int{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300} {
			require.False(t, b.get(id).GetDone())
			b.dueAfter(runner, time.Duration(seconds)*time.Second)
		}
		for range 100 {
			b.dueAfter(runner, 5*time.Minute)
		}
		failing = false
		b.dueAfter(runner, 5*time.Minute)
		require.True(t, b.get(id).GetDone())
		require.Equal(t, upTo(3), b.steps(id))
		require.Contains(t, b.log.String(), "transient")
	})
}

func TestAStepThatIsKeptEndsARowOfFailures(t *testing.T) {
	eachEngine(t, func(b *bench) {
		b.start("steps", 100)
		runner := b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			if done(task) == 0 && task.Progress == 0 && b.clock.Now().Second() < 7 {
				return nil, errTransient
			}
			require.NoError(t, step(ctx, b.db, task, done(task)+1, 100))
			return nil, errTransient
		})
		b.once(runner, true)
		b.dueAfter(runner, time.Second)
		b.dueAfter(runner, 2*time.Second)
		b.dueAfter(runner, 4*time.Second) // does a step
		for range 10 {
			b.dueAfter(runner, time.Second)
		}
	})
}

func TestAStepEndsARowOfFailuresAlsoWhenAllElseIsLost(t *testing.T) {
	eachEngine(t, func(b *bench) {
		b.start("steps", 9)
		calls := 0
		runner := b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			if calls++; calls == 4 {
				require.NoError(t, step(ctx, b.db, task, 1, 9))
				// As it is when the process is killed after the step.
				b.db.SetFault(func(db.Stage) error { return errTransient })
			}
			return nil, errTransient
		})
		b.once(runner, true)
		b.dueAfter(runner, time.Second)
		b.dueAfter(runner, 2*time.Second)
		b.dueAfter(runner, 4*time.Second)
		b.db.SetFault(nil)
		b.dueAfter(runner, 30*time.Second) // the lease
		b.dueAfter(runner, time.Second)
	})
}

func TestAPanicIsTriedFiveTimes(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 3)
		calls := 0
		runner := b.runner(func(context.Context, *operation.Task) (proto.Message, error) {
			calls++
			panic("the name of a person")
		})
		b.once(runner, true)
		for _, seconds := range []int{1, 2, 4, 8} {
			require.False(t, b.get(id).GetDone())
			b.dueAfter(runner, time.Duration(seconds)*time.Second)
		}
		require.Equal(t, 5, calls)
		found := b.get(id)
		require.Equal(t, int32(codes.Internal), found.GetError().GetCode())
		require.NotContains(t, found.String(), "the name of a person", "a defect is for the log")
		require.Contains(t, b.log.String(), "retry_test.go", "the log has the stack")
		b.clock.Advance(time.Hour)
		b.once(runner, false)
	})
}

func TestAPanicBetweenStepsIsForgotten(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 9)
		runner := b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			if done(task) == 9 {
				return nil, nil
			}
			require.NoError(t, step(ctx, b.db, task, done(task)+1, 9))
			panic("once a step")
		})
		b.once(runner, true)
		for range 9 {
			b.dueAfter(runner, time.Second)
		}
		require.NotNil(t, b.get(id).GetResponse())
		require.Equal(t, upTo(9), b.steps(id))
	})
}

func TestLater(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 1)
		waited := 0
		runner := b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			if waited++; waited < 20 {
				return nil, operation.Later(time.Minute)
			}
			return b.stepping(ctx, task)
		})
		b.once(runner, true)
		for range 19 {
			require.False(t, b.get(id).GetDone())
			b.dueAfter(runner, time.Minute)
		}
		require.True(t, b.get(id).GetDone())
		require.Empty(t, b.log.String(), "waiting is no failure")
	})
}

func TestAStepThatIsUndoneLeavesNothing(t *testing.T) {
	eachEngine(t, func(b *bench) {
		id := b.start("steps", 3)
		runner := b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
			if done(task) == 0 {
				require.NoError(t, step(ctx, b.db, task, 1, 3))
				b.db.SetFault(func(stage db.Stage) error {
					if stage == db.BeforeCommit {
						return errTransient
					}
					return nil
				})
				err := step(ctx, b.db, task, 2, 3)
				b.db.SetFault(nil)
				require.ErrorIs(t, err, errTransient)
				require.Equal(t, int64(1), done(task), "the task in hand knows what is kept")
				require.Equal(t, int64(1), task.Progress)
			}
			return b.stepping(ctx, task)
		})
		b.once(runner, true)
		require.Equal(t, upTo(3), b.steps(id))
		require.True(t, b.get(id).GetDone())
	})
}

func TestAResultThatCannotBeKept(t *testing.T) {
	for _, stage := range []db.Stage{db.Begin, db.BeforeCommit, db.AfterCommit} {
		eachEngine(t, func(b *bench) {
			id := b.start("steps", 2)
			calls := 0
			runner := b.runner(func(ctx context.Context, task *operation.Task) (proto.Message, error) {
				calls++
				response, err := b.stepping(ctx, task)
				if calls == 1 {
					b.db.SetFault(func(at db.Stage) error {
						if at == stage {
							return errTransient
						}
						return nil
					})
				}
				return response, err
			})
			b.once(runner, true)
			b.db.SetFault(nil)
			kept := stage == db.AfterCommit // done, but timed out
			require.Equal(t, kept, b.get(id).GetDone())
			if !kept {
				b.once(runner, false)
				b.clock.Advance(30 * time.Second)
				b.once(runner, true)
			}
			require.True(t, b.get(id).GetDone())
			require.Equal(t, upTo(2), b.steps(id))
			require.Contains(t, b.log.String(), "cannot be kept")
		})
	}
}
