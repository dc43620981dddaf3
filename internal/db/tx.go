package db

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
)

// ErrNested refuses a Tx inside the function of another one on the same database: on SQLite it would wait for itself.
var ErrNested = errors.New("db: transaction inside a transaction")

// statements is what sql.DB, sql.Conn and sql.Tx share.
type statements interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Tx is a transaction under way. It is good until the function that received it returns, for one goroutine.
type Tx struct {
	traced
	db    *DB
	depth int
	after []func()
}

type insideKey struct{}

// Tx runs fn in a transaction and returns once its work is durable. An error of fn, a panic or the end of ctx undoes
// it. fn may run twice (after a serialization failure or a deadlock on PostgreSQL, after a failed group commit on
// SQLite): it must keep its effects in the database or assign them anew on each run.
//
// On SQLite fn has the one writer to itself while others wait: keep it short, and split long work over several
// transactions. Sharing commits needs no care of fn's.
//
// A ctx that ends after fn returned does not hide the result of a commit that is under way on SQLite.
func (d *DB) Tx(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) (err error) {
	if ctx.Value(insideKey{}) == d {
		return ErrNested
	}
	ctx, end := d.span(ctx, "transaction")
	defer func() { end(err) }()
	if err := d.strike(Begin); err != nil {
		return err
	}
	var after []func()
	run := func(on statements) error {
		tx := &Tx{traced: traced{on, d.engine}, db: d}
		if err := fn(context.WithValue(ctx, insideKey{}, d), tx); err != nil {
			return err
		}
		after = tx.after
		return d.strike(BeforeCommit)
	}
	if d.engine == SQLite {
		err = d.groupTx(ctx, run)
	} else {
		err = d.parallelTx(ctx, func(ctx context.Context, conn *sql.Conn) error { return tryTx(ctx, conn, run) })
	}
	if err != nil {
		return err
	}
	if err := d.strike(AfterCommit); err != nil {
		return err
	}
	for _, nudge := range after {
		nudge()
	}
	return nil
}

func (d *DB) groupTx(ctx context.Context, run func(on statements) error) error {
	return d.commit.Do(ctx, func() error {
		if err := run(detached{d.writer}); err != nil {
			return err
		}
		return d.conn.Failed()
	})
}

// AfterCommit has fn run once, after the commit that made this transaction durable, and not at all when it is undone.
// A crash in between loses the call: it is good for nudges, not for effects.
func (t *Tx) AfterCommit(fn func()) { t.after = append(t.after, fn) }

// Savepoint runs fn so that an error of fn, which is returned, undoes fn alone and leaves the transaction usable.
func (t *Tx) Savepoint(ctx context.Context, fn func(ctx context.Context) error) error {
	t.depth++
	name := "point_" + strconv.Itoa(t.depth)
	after := len(t.after)
	if _, err := t.ExecContext(ctx, "SAVEPOINT "+name); err != nil {
		return err
	}
	defer func() { t.depth-- }()
	err := fn(ctx)
	if err == nil {
		_, err = t.ExecContext(ctx, "RELEASE SAVEPOINT "+name)
	}
	if err == nil {
		return nil
	}
	t.after = t.after[:after]
	if undo := t.rollbackTo(ctx, name); undo != nil {
		return errors.Join(err, undo)
	}
	return err
}

// Overwriting runs fn so that what it deletes is written over with zeros in SQLite's file, which otherwise keeps it in pages that are free
// until something else is written there. The write-ahead log holds it until it is written over, too, and backups for as long as they are
// kept. PostgreSQL leaves dead rows to its next clean-up.
func (t *Tx) Overwriting(fn func() error) error {
	if t.engine != SQLite {
		return fn()
	}
	// By Control, so that it is set back also where fn's statement has aborted the transaction.
	if err := t.db.conn.Control("PRAGMA secure_delete = ON"); err != nil {
		return err
	}
	return errors.Join(fn(), t.db.conn.Control("PRAGMA secure_delete = OFF"))
}

// rollbackTo returns to a savepoint, also when the transaction is aborted or ctx has ended.
func (t *Tx) rollbackTo(ctx context.Context, name string) error {
	if t.engine == SQLite {
		if err := t.db.conn.Control("ROLLBACK TO SAVEPOINT " + name); err != nil {
			return err
		}
		t.db.conn.Strict(true) // the failed statement is undone, others are welcome
		return t.db.conn.Control("RELEASE SAVEPOINT " + name)
	}
	if _, err := t.on.ExecContext(ctx, "ROLLBACK TO SAVEPOINT "+name); err != nil {
		return err
	}
	_, err := t.on.ExecContext(ctx, "RELEASE SAVEPOINT "+name)
	return err
}

// ForUpdate is the suffix of a SELECT whose rows the transaction is about to decide on: " FOR UPDATE" on PostgreSQL,
// nothing on SQLite, where a transaction holds the whole database.
func (t *Tx) ForUpdate() string {
	if t.engine == Postgres {
		return " FOR UPDATE"
	}
	return ""
}

// SkipLocked is the suffix of a SELECT that claims rows which no other transaction is working on.
func (t *Tx) SkipLocked() string {
	if t.engine == Postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// detached runs statements of the common transaction. SQLite answers an interrupted statement by undoing the whole
// transaction, with the work of the other requests; so a context is looked at between statements and not during one.
type detached struct{ conn *sql.Conn }

func between(ctx context.Context) context.Context {
	if ctx.Err() != nil {
		return ctx
	}
	return context.Background()
}

func (c detached) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return c.conn.ExecContext(between(ctx), query, args...)
}

func (c detached) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return c.conn.QueryContext(between(ctx), query, args...)
}

func (c detached) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return c.conn.QueryRowContext(between(ctx), query, args...)
}
