package testkit

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
)

// Engines returns the engines that can be tested here: SQLite always, PostgreSQL where a cluster is at hand. In CI a
// missing PostgreSQL fails t.
func Engines(t testing.TB) []db.Engine {
	t.Helper()
	s := shared()
	if s.err == nil {
		return []db.Engine{db.SQLite, db.Postgres}
	}
	if os.Getenv("CI") == "true" {
		require.NoError(t, s.err)
	}
	return []db.Engine{db.SQLite}
}

// EachEngine runs fn as the subtests "sqlite" and "postgres", each with a fresh database that has the sets applied.
// Without PostgreSQL its subtest is skipped, and in CI fails.
func EachEngine(t *testing.T, fn func(t *testing.T, d *db.DB), sets ...db.Set) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(engine.String(), func(t *testing.T) { fn(t, Open(t, engine, sets...)) })
	}
}

// Open returns a fresh database of the engine with the sets applied. It goes with the test.
func Open(t testing.TB, engine db.Engine, sets ...db.Set) *db.DB {
	t.Helper()
	var d *db.DB
	var err error
	if engine == db.Postgres {
		d, err = db.OpenPostgres(t.Context(), cluster(t).migrated(t, sets))
		require.NoError(t, err)
	} else {
		Record("engine=sqlite")
		d, err = db.OpenSQLite(t.Context(), migratedFile(t, sets))
		require.NoError(t, err)
	}
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d
}
