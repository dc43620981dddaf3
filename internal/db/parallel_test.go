package db_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// together runs n functions at once and returns their errors.
func together(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = fn(i) })
	}
	all.Wait()
	return errs
}

func TestParallelUpdatesLoseNothing(t *testing.T) {
	const callers, rounds = 8, 20
	steps := map[string]func(ctx context.Context, tx *db.Tx) error{
		"update in place": func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, "UPDATE team SET size = size + 1 WHERE id = 'a'")
			return err
		},
		"read for update": func(ctx context.Context, tx *db.Tx) error {
			var size int64
			if err := tx.QueryRowContext(ctx, "SELECT size FROM team WHERE id = 'a'"+tx.ForUpdate()).Scan(&size); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, "UPDATE team SET size = $1 WHERE id = 'a'", size+1)
			return err
		},
	}
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		for name, step := range steps {
			t.Run(name, func(t *testing.T) {
				require.NoError(t, in(t, d, "DELETE FROM team", "INSERT INTO team (id) VALUES ('a')"))
				for _, err := range together(callers, func(int) error {
					for range rounds {
						if err := d.Tx(t.Context(), step); err != nil {
							return err
						}
					}
					return nil
				}) {
					require.NoError(t, err)
				}
				require.Equal(t, callers*rounds, ask[int](t, d.Read(), "SELECT size FROM team WHERE id = 'a'"))
			})
		}
	}, people)
}

func TestOneOfManyEqualInsertsWins(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		won := 0
		for _, err := range together(12, func(int) error { return in(t, d, "INSERT INTO person (number) VALUES ('1')") }) {
			if err == nil {
				won++
			} else {
				require.Equal(t, "person(number)", db.Duplicate(err), err)
			}
		}
		require.Equal(t, 1, won)
		require.Equal(t, []string{"1"}, numbers(t, d))
	}, people)
}

// Two transactions that take two rows in opposite order wait for each other; one is made to lose and runs again.
func TestADeadlockIsRunAgain(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, in(t, d, "INSERT INTO team (id) VALUES ('a')", "INSERT INTO team (id) VALUES ('b')"))
		var met sync.WaitGroup
		met.Add(2)
		order := [][]string{{"a", "b"}, {"b", "a"}}
		for _, err := range together(2, func(i int) error {
			first := true
			return d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				for n, id := range order[i] {
					if n == 1 && first {
						first = false
						met.Done()
						if d.Engine() == db.Postgres { // on SQLite the other one has not begun
							met.Wait()
						}
					}
					if _, err := tx.ExecContext(ctx, "UPDATE team SET size = size + 1 WHERE id = $1", id); err != nil {
						return err
					}
				}
				return nil
			})
		}) {
			require.NoError(t, err)
		}
		require.Equal(t, 4, ask[int](t, d.Read(), "SELECT sum(size) FROM team"))
	}, people)
}

func TestCallersShareCommitsAndKeepTheirOwnErrors(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		const callers, rounds = 32, 25
		var want []string
		for i := range callers {
			for n := range rounds {
				if (i+n)%3 != 0 {
					want = append(want, fmt.Sprintf("%02d-%02d", i, n))
				}
			}
		}
		for _, err := range together(callers, func(i int) error {
			for n := range rounds {
				err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					if err := add(ctx, tx, fmt.Sprintf("%02d-%02d", i, n)); err != nil {
						return err
					}
					if (i+n)%3 == 0 {
						return errOops
					}
					return nil
				})
				if (err == errOops) != ((i+n)%3 == 0) {
					return fmt.Errorf("caller %d round %d: %w", i, n, err)
				}
			}
			return nil
		}) {
			require.NoError(t, err)
		}
		require.Equal(t, want, numbers(t, d))
	}, people)
}

// A caller that gives up while it waits for its turn is never run.
func TestWhoGivesUpInTheQueueIsNotRun(t *testing.T) {
	d := testkit.Open(t, db.SQLite, people)
	ctx, cancel := context.WithCancel(t.Context())
	waiting := make(chan error)
	ran := false
	err := d.Tx(t.Context(), func(context.Context, *db.Tx) error {
		go func() {
			waiting <- d.Tx(ctx, func(context.Context, *db.Tx) error { ran = true; return nil })
		}()
		cancel()
		require.ErrorIs(t, <-waiting, context.Canceled)
		return nil
	})
	require.NoError(t, err)
	require.False(t, ran)
}

// SQLite answers an interrupted write by undoing the whole transaction: it must not take the others of the group along.
func TestAContextThatEndsDuringAStatementStopsItsOwnRequestAlone(t *testing.T) {
	const long = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
		INSERT INTO person (number) SELECT 'long ' || CAST(i AS TEXT) FROM n`
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		gaveUp := make(chan error)
		runs := 0
		require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			runs++
			require.NoError(t, add(ctx, tx, "mine"))
			go func() {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
				defer cancel()
				gaveUp <- d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
					_, err := tx.ExecContext(ctx, long)
					return err
				})
			}()
			for range 1000 { // it is to stand in the queue, so that it joins this group
				runtime.Gosched()
			}
			return nil
		}))
		require.ErrorIs(t, <-gaveUp, context.DeadlineExceeded)
		require.Equal(t, 1, runs)
		require.Equal(t, []string{"mine"}, numbers(t, d))
	}, people)
}
