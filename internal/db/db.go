package db

import (
	"context"
	"database/sql"
	"sync/atomic"

	"github.com/hearth-culture/hearth/internal/db/internal/group"
	"github.com/hearth-culture/hearth/internal/db/internal/sqlite"
)

// Engine is a kind of database.
type Engine int

// The engines that Hearth runs on.
const (
	SQLite Engine = iota + 1
	Postgres
)

// String names the engine: "sqlite" or "postgres".
func (e Engine) String() string {
	switch e {
	case SQLite:
		return "sqlite"
	case Postgres:
		return "postgres"
	default:
		return "unknown"
	}
}

// Querier is what reads and writes share. Placeholders are $1, $2 ... on both engines.
type Querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	Engine() Engine
}

// DB is one service's database. It is safe for concurrent use.
type DB struct {
	engine Engine
	read   *sql.DB
	write  *sql.DB
	fault  atomic.Pointer[func(Stage) error]

	// SQLite only
	path   string
	writer *sql.Conn
	conn   *sqlite.Conn // the connection under writer
	commit *group.Committer
}

// Engine returns the kind of the database.
func (d *DB) Engine() Engine { return d.engine }

// Read returns the read pool. It refuses writes and never sees an uncommitted one. Each statement sees its own state
// of the data; use ReadTx for a common one.
func (d *DB) Read() Querier { return traced{d.read, d.engine} }

// ReadTx runs fn on one consistent snapshot of the data. It refuses writes.
func (d *DB) ReadTx(ctx context.Context, fn func(ctx context.Context, q Querier) error) (err error) {
	ctx, end := d.span(ctx, "read transaction")
	defer func() { end(err) }()
	if err := d.strike(Begin); err != nil {
		return err
	}
	options := &sql.TxOptions{ReadOnly: true}
	if d.engine == Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := d.read.BeginTx(ctx, options)
	if err != nil {
		return err
	}
	// Nothing was written: a rollback ends the snapshot as well as a commit would.
	defer func() { _ = tx.Rollback() }()
	return fn(ctx, traced{tx, d.engine})
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	var one int
	return d.read.QueryRowContext(ctx, "SELECT 1").Scan(&one)
}
