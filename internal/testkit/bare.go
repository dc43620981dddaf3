package testkit

import (
	"database/sql"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/hearth-culture/hearth/internal/db"
)

// Bare opens an empty, durable database of the engine as database/sql gives it, with nothing of Hearth's: the yardstick of
// benchmarks. It has at most so many connections, keeps them, and goes with the test.
func Bare(t testing.TB, engine db.Engine, connections int) *sql.DB {
	t.Helper()
	driver, source := "sqlite", "file:"+filepath.Join(t.TempDir(), "bare.db")+"?_txlock=immediate&_pragma=journal_mode(wal)&_pragma=synchronous(full)"
	if engine == db.Postgres {
		driver, source = "pgx", Postgres(t)
	}
	pool, err := sql.Open(driver, source)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, pool.Close()) })
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool
}

// BareTx runs a statement in one transaction, once for each row of arguments.
func BareTx(pool *sql.DB, statement string, rows [][]any) error {
	tx, err := pool.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing after the commit
	for _, args := range rows {
		if _, err := tx.Exec(statement, args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}
