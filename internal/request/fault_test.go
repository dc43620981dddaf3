package request_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// Whatever the store does to the first call, its repetition gives one effect, and the answer that belongs to it.
func TestARetryAfterAFault(t *testing.T) {
	tests := map[string]struct {
		stage    db.Stage
		fault    error
		replayed bool
	}{
		"error before":       {db.Begin, errors.New("disk"), false},
		"error in the end":   {db.BeforeCommit, errors.New("disk"), false},
		"timeout":            {db.BeforeCommit, context.DeadlineExceeded, false},
		"done but timed out": {db.AfterCommit, context.DeadlineExceeded, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
				f := newFixture(t, d)
				ctx := calltest.As(t.Context(), "admin")
				d.SetFault(func(stage db.Stage) error {
					if stage == test.stage {
						return test.fault
					}
					return nil
				})
				_, _, err := f.create(ctx, unitRequest(team, id1))
				require.Error(t, err)

				d.SetFault(nil)
				unit, replayed, err := f.create(ctx, unitRequest(team, id1))
				require.NoError(t, err)
				require.Equal(t, test.replayed, replayed)
				require.Equal(t, 1, f.count(t, "thing"))
				require.Equal(t, 1, f.count(t, "thing WHERE name = '"+unit.GetName()+"'"))
				require.Len(t, f.entries(t, ""), 1)
			}, sets(t)...)
		})
	}
}

func TestManyAtOnceWithOneRequestID(t *testing.T) {
	const callers = 16
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		var answers [callers]*directoryv1.Unit
		var replays [callers]bool
		var errs [callers]error
		var wait sync.WaitGroup
		for i := range callers {
			wait.Go(func() {
				answers[i], replays[i], errs[i] = f.create(calltest.As(t.Context(), "admin"), unitRequest(team, id1))
			})
		}
		wait.Wait()
		firsts := 0
		for i := range callers {
			require.NoError(t, errs[i])
			require.Equal(t, answers[0].GetName(), answers[i].GetName())
			if !replays[i] {
				firsts++
			}
		}
		require.Equal(t, 1, firsts)
		require.Equal(t, 1, f.count(t, "thing"))
		require.Len(t, f.entries(t, ""), 1)
	}, sets(t)...)
}

// The loser of a race must not be refused because of what the winner did.
func TestTheLoserOfARaceWaitsForTheWinner(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		running, finish := make(chan struct{}), make(chan struct{})
		var once sync.Once
		f.before = func(context.Context) error {
			once.Do(func() { close(running); <-finish })
			return nil
		}
		type result struct {
			name     string
			replayed bool
			err      error
		}
		results := make(chan result, 2)
		call := func() {
			unit, replayed, err := f.create(calltest.As(t.Context(), "admin"), unitRequest(team, id1))
			results <- result{unit.GetName(), replayed, err}
		}
		go call()
		<-running
		go call()
		if d.Engine() == db.Postgres { // on SQLite the second one queues before it begins
			require.Eventually(t, func() bool { return f.count(t, "pg_locks WHERE NOT granted AND database IS NULL") > 0 },
				10*time.Second, time.Millisecond, "the second call waits for the first one's transaction")
		}
		close(finish)
		one, two := <-results, <-results
		require.NoError(t, one.err)
		require.NoError(t, two.err)
		require.Equal(t, one.name, two.name)
		require.NotEqual(t, one.replayed, two.replayed)
		require.Equal(t, 1, f.count(t, "thing"))
	}, sets(t)...)
}
