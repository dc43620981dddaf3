package db_test

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

var errOops = errors.New("oops")

func TestAnErrorUndoesTheTransaction(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		nudges := 0
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			tx.AfterCommit(func() { nudges++ })
			require.NoError(t, add(ctx, tx, "1"))
			return errOops
		})
		require.Equal(t, errOops, err)
		require.Zero(t, nudges)
		require.Empty(t, numbers(t, d))
	}, people)
}

func TestAPanicUndoesTheTransaction(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.PanicsWithValue(t, "oops", func() {
			_ = d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				require.NoError(t, add(ctx, tx, "1"))
				panic("oops")
			})
		})
		require.NoError(t, in(t, d, "INSERT INTO person (number) VALUES ('2')"))
		require.Equal(t, []string{"2"}, numbers(t, d))
	}, people)
}

func TestTheEndOfTheGoroutineUndoesTheTransaction(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			_ = d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				if err := add(ctx, tx, "1"); err != nil {
					return err
				}
				runtime.Goexit() // as a test's FailNow does
				return nil
			})
		}()
		<-gone
		require.NoError(t, in(t, d, "INSERT INTO person (number) VALUES ('2')"))
		require.Equal(t, []string{"2"}, numbers(t, d))
	}, people)
}

func TestAfterCommitRunsOnceTheWorkIsVisible(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		var seen [][]string
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			tx.AfterCommit(func() { seen = append(seen, numbers(t, d)) })
			return add(ctx, tx, "1")
		})
		require.NoError(t, err)
		require.Equal(t, [][]string{{"1"}}, seen)
	}, people)
}

func TestAnEndedContextUndoesTheTransaction(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			require.NoError(t, add(ctx, tx, "1"))
			cancel()
			require.ErrorIs(t, add(ctx, tx, "2"), context.Canceled)
			return nil
		})
		require.Error(t, err)
		ran := false
		err = d.Tx(ctx, func(context.Context, *db.Tx) error { ran = true; return nil })
		require.ErrorIs(t, err, context.Canceled)
		require.False(t, ran)
		require.Empty(t, numbers(t, d))
	}, people)
}

func TestAFailedStatementAbortsTheTransaction(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, in(t, d, "INSERT INTO person (number) VALUES ('1')"))
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			require.NoError(t, add(ctx, tx, "2"))
			require.Equal(t, "person(number)", db.Duplicate(add(ctx, tx, "1")))
			require.Error(t, add(ctx, tx, "3"))
			return nil // as if all were well
		})
		require.Error(t, err)
		require.Equal(t, []string{"1"}, numbers(t, d))
	}, people)
}

func TestRowsMustBeClosedBeforeTheNextStatement(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, in(t, d, "INSERT INTO person (number) VALUES ('1')", "INSERT INTO person (number) VALUES ('2')"))
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			rows, err := tx.QueryContext(ctx, "SELECT number FROM person")
			require.NoError(t, err)
			defer func() { require.NoError(t, rows.Close()) }()
			require.True(t, rows.Next())
			return add(ctx, tx, "3")
		})
		require.Error(t, err)
		// Rows that nobody closed do not stop the next one.
		require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			rows, err := tx.QueryContext(ctx, "SELECT number FROM person")
			require.True(t, rows.Next())
			return err
		}))
		require.NoError(t, in(t, d, "INSERT INTO person (number) VALUES ('3')"))
		require.Equal(t, []string{"1", "2", "3"}, numbers(t, d))
	}, people)
}

func TestATransactionInsideAnotherIsRefused(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		other := testkit.Open(t, db.SQLite, people)
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			require.NoError(t, other.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return add(ctx, tx, "1") }))
			return d.Tx(ctx, func(context.Context, *db.Tx) error { return nil })
		})
		require.ErrorIs(t, err, db.ErrNested)
		require.Equal(t, []string{"1"}, numbers(t, other))
	}, people)
}

func TestSavepointUndoesItsOwnWorkAlone(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		nudges := []string{}
		row := func(tx *db.Tx, number string, then error) func(context.Context) error {
			return func(ctx context.Context) error {
				tx.AfterCommit(func() { nudges = append(nudges, number) })
				return errors.Join(add(ctx, tx, number), then)
			}
		}
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			require.NoError(t, tx.Savepoint(ctx, row(tx, "1", nil)))
			require.Equal(t, "person(number)", db.Duplicate(tx.Savepoint(ctx, row(tx, "1", nil))))
			require.ErrorIs(t, tx.Savepoint(ctx, row(tx, "2", errOops)), errOops)
			require.NoError(t, tx.Savepoint(ctx, func(ctx context.Context) error {
				require.NoError(t, row(tx, "3", nil)(ctx))
				require.ErrorIs(t, tx.Savepoint(ctx, row(tx, "4", errOops)), errOops)
				return tx.Savepoint(ctx, row(tx, "5", nil))
			}))
			require.ErrorIs(t, tx.Savepoint(ctx, func(ctx context.Context) error {
				require.NoError(t, tx.Savepoint(ctx, row(tx, "6", nil)))
				return errOops
			}), errOops)
			require.Error(t, tx.Savepoint(ctx, func(ctx context.Context) error {
				_ = add(ctx, tx, "1")
				return nil // as if all were well
			}))
			return add(ctx, tx, "7")
		})
		require.NoError(t, err)
		require.Equal(t, []string{"1", "3", "5", "7"}, numbers(t, d))
		require.Equal(t, []string{"1", "3", "5"}, nudges)
	}, people)
}

func TestACommitThatFailsUndoesItsRequestAlone(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		var runs atomic.Int32
		done := make(chan error)
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if runs.Add(1) == 1 {
				go func() { done <- in(t, d, "INSERT INTO person (number) VALUES ('good')") }()
			}
			_, err := tx.ExecContext(ctx, "INSERT INTO person (number, leads) VALUES ('bad', 'no such team')")
			return err // the key is checked at the commit
		})
		require.ErrorContains(t, err, map[db.Engine]string{db.SQLite: "FOREIGN KEY", db.Postgres: "foreign key"}[d.Engine()])
		require.NoError(t, <-done)
		want := int32(1)
		if d.Engine() == db.SQLite {
			want = 2 // with others, then alone
		}
		require.Equal(t, want, runs.Load())
		require.Equal(t, []string{"good"}, numbers(t, d))
	}, people)
}

func TestLockSuffixes(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, in(t, d, "INSERT INTO team (id) VALUES ('a')"))
		require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			require.Equal(t, "a", ask[string](t, tx, "SELECT id FROM team"+tx.ForUpdate()))
			require.Equal(t, "a", ask[string](t, tx, "SELECT id FROM team ORDER BY id LIMIT 1"+tx.SkipLocked()))
			return nil
		}))
	}, people)
}

func TestClosedDatabaseRefuses(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, d.Ping(t.Context()))
		require.NoError(t, d.Close())
		require.Error(t, d.Ping(t.Context()))
		require.Error(t, in(t, d, "DELETE FROM person"))
	}, people)
}
