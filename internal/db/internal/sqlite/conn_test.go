package sqlite_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db/internal/sqlite"
)

func open(t *testing.T, mode sqlite.Mode) *sql.DB {
	t.Helper()
	connector, err := sqlite.Connector(filepath.Join(t.TempDir(), "a b?.db"), mode)
	require.NoError(t, err)
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(1)
	t.Cleanup(func() { require.NoError(t, pool.Close()) })
	return pool
}

func TestSettingsAreDurable(t *testing.T) {
	pool := open(t, sqlite.ReadWrite)
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000", "query_only": "0",
	} {
		var got string
		require.NoError(t, pool.QueryRow("PRAGMA "+pragma).Scan(&got))
		require.Equal(t, want, got, pragma)
	}
}

func TestQuotedNamesAreNoText(t *testing.T) {
	_, err := open(t, sqlite.ReadWrite).Exec(`SELECT "no such column"`)
	require.ErrorContains(t, err, "no such column")
}

// More statements than the cache holds, each several times and with arguments that must not stick.
func TestCacheIsBoundedAndForgetsArguments(t *testing.T) {
	pool := open(t, sqlite.ReadWrite)
	for round := range 3 {
		for i := range 300 {
			var number int
			var text sql.NullString
			query := fmt.Sprintf("SELECT %d, $1", i)
			require.NoError(t, pool.QueryRow(query, sql.NullString{String: "x", Valid: (i+round)%2 == 0}).Scan(&number, &text))
			require.Equal(t, i, number)
			require.Equal(t, (i+round)%2 == 0, text.Valid)
		}
	}
}

func TestPlaceholdersBindByTheirNumber(t *testing.T) {
	var a, b, c string
	row := open(t, sqlite.ReadWrite).QueryRow("SELECT $2, $1, $2", "one", "two")
	require.NoError(t, row.Scan(&a, &b, &c))
	require.Equal(t, []string{"two", "one", "two"}, []string{a, b, c})
}

func TestLockIsHeldOverTransactions(t *testing.T) {
	pool := open(t, sqlite.Migrate)
	conn, err := pool.Conn(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close()) }()
	raw := func(do func(c *sqlite.Conn) error) {
		require.NoError(t, conn.Raw(func(c any) error { return do(c.(*sqlite.Conn)) }))
	}
	within := func(statement string, end func(tx *sql.Tx) error) {
		tx, err := conn.BeginTx(t.Context(), nil)
		require.NoError(t, err)
		_, err = tx.Exec(statement)
		require.NoError(t, err)
		require.NoError(t, end(tx))
	}
	raw((*sqlite.Conn).Lock)
	within("CREATE TABLE kept (id TEXT) STRICT", (*sql.Tx).Commit)
	within("CREATE TABLE gone (id TEXT) STRICT", (*sql.Tx).Rollback)
	within("INSERT INTO kept VALUES ('a')", (*sql.Tx).Commit)
	raw((*sqlite.Conn).Unlock)
	within("INSERT INTO kept VALUES ('b')", (*sql.Tx).Commit)

	var tables, rows int
	require.NoError(t, conn.QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM sqlite_schema), count(*) FROM kept").Scan(&tables, &rows))
	require.Equal(t, []int{1, 2}, []int{tables, rows})
}
