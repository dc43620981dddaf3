package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

var (
	// ErrRowsOpen refuses a statement while rows of an earlier query on the same connection are open. PostgreSQL
	// refuses the same, so a store that breaks the rule is found out on either engine.
	ErrRowsOpen = errors.New("sqlite: rows of an earlier query are still open on this connection")
	// ErrAborted refuses a statement after another one of the same transaction failed, as PostgreSQL does.
	ErrAborted = errors.New("sqlite: transaction is aborted, statements are refused until it is rolled back")
	// ErrText refuses text that PostgreSQL could not store: invalid UTF-8 or a NUL character.
	ErrText = errors.New("sqlite: text is not valid UTF-8 or holds a NUL character")
)

// inner is what the driver's connection offers and this package relies on.
type inner interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// preparedStmt is what the driver's statement offers and this package relies on.
type preparedStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// Conn is one SQLite connection with a cache of prepared statements. It is not safe for concurrent use; database/sql
// sees to that, and so does the one writer.
type Conn struct {
	inner
	stmts  *stmtCache
	open   *rows // rows not yet closed, at most one set
	strict bool  // inside a transaction: the first error refuses the rest
	failed error // the first error of the strict transaction
	nested int   // transactions begun inside the outer one
	outer  bool  // between Lock and Unlock
}

// ExecContext runs a statement that returns no rows.
func (c *Conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	stmt, err := c.ready(ctx, query, args)
	if err != nil {
		return nil, c.fail(err)
	}
	res, err := stmt.ExecContext(ctx, args)
	return res, c.fail(err)
}

// QueryContext runs a statement that returns rows.
func (c *Conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	stmt, err := c.ready(ctx, query, args)
	if err != nil {
		return nil, c.fail(err)
	}
	found, err := stmt.QueryContext(ctx, args)
	if err != nil {
		return nil, c.fail(err)
	}
	c.open = &rows{Rows: found, conn: c}
	return c.open, nil
}

// ready checks the rules that both engines share and returns the prepared statement.
func (c *Conn) ready(ctx context.Context, query string, args []driver.NamedValue) (preparedStmt, error) {
	switch {
	case c.failed != nil:
		return nil, errors.Join(ErrAborted, c.failed)
	case c.open != nil:
		return nil, ErrRowsOpen
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	for _, arg := range args {
		if s, ok := arg.Value.(string); ok && (!utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0) {
			return nil, ErrText
		}
	}
	if stmt := c.stmts.get(query); stmt != nil {
		return stmt, nil
	}
	prepared, err := c.PrepareContext(ctx, plain(query))
	if err != nil {
		return nil, err
	}
	stmt := prepared.(preparedStmt)
	return stmt, c.stmts.put(query, stmt)
}

// fail remembers the first error of a strict transaction.
func (c *Conn) fail(err error) error {
	if err != nil && c.strict && c.failed == nil {
		c.failed = err
	}
	return err
}

// Strict starts (or ends) the rule that the first error of a transaction refuses all further statements, and forgets
// an earlier error. It closes rows that were left open.
func (c *Conn) Strict(on bool) {
	c.closeRows()
	c.strict, c.failed = on, nil
}

// Failed returns the error that aborted the strict transaction, nil if none.
func (c *Conn) Failed() error { return c.failed }

// Control runs a transaction statement (BEGIN, SAVEPOINT, COMMIT ...), also in an aborted transaction. Rows that were
// left open are closed first.
func (c *Conn) Control(statement string) error {
	c.closeRows()
	strict, failed := c.strict, c.failed
	c.strict, c.failed = false, nil
	_, err := c.ExecContext(context.Background(), statement, nil)
	c.strict, c.failed = strict, failed
	return err
}

func (c *Conn) closeRows() {
	if c.open != nil {
		// The rows are given up, so their error has nobody to go to.
		_ = c.open.Close()
	}
}

// ResetSession makes the connection ready for its next user.
func (c *Conn) ResetSession(ctx context.Context) error {
	c.closeRows()
	return c.inner.ResetSession(ctx)
}

// Close finalizes the cached statements and closes the connection.
func (c *Conn) Close() error {
	c.closeRows()
	return errors.Join(c.stmts.close(), c.inner.Close())
}

// rows tells its connection when it is closed, and of errors met while stepping.
type rows struct {
	driver.Rows
	conn   *Conn
	closed bool
}

func (r *rows) Next(dest []driver.Value) error {
	if r.closed {
		return io.EOF
	}
	err := r.Rows.Next(dest)
	if err != nil && !errors.Is(err, io.EOF) {
		return r.conn.fail(err)
	}
	for i, value := range dest {
		if b, ok := value.([]byte); ok && b == nil {
			dest[i] = []byte{} // the driver's answer for no bytes; NULL is a nil value
		}
	}
	return err
}

func (r *rows) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	r.conn.open = nil
	return r.Rows.Close()
}
