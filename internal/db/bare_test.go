package db_test

import (
	"database/sql"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// bare opens an engine with the benchmark's table and none of this package.
func bare(b *testing.B, engine db.Engine) *sql.DB {
	b.Helper()
	driver, source := "sqlite", "file:"+barePath(b)+"?_txlock=immediate&_pragma=journal_mode(wal)&_pragma=synchronous(full)"
	if engine == db.Postgres {
		driver, source = "pgx", testkit.Postgres(b)
	}
	pool, err := sql.Open(driver, source)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, pool.Close()) })
	pool.SetMaxOpenConns(1)
	_, err = pool.Exec("CREATE TABLE answer (seq BIGINT PRIMARY KEY, person TEXT NOT NULL, score BIGINT NOT NULL)")
	require.NoError(b, err)
	return pool
}
