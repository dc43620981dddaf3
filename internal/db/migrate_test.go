package db_test

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

// steps is a set of the given migrations. Each may hold several statements.
func steps(name string, texts ...string) db.Set {
	files := fstest.MapFS{}
	for i, text := range texts {
		files["000"+string(rune('1'+i))+"_step.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + text)}
	}
	return db.Set{Name: name, FS: files}
}

const (
	table  = "CREATE TABLE %name (id TEXT PRIMARY KEY, n BIGINT NOT NULL DEFAULT 0) STRICT;\n"
	row    = "INSERT INTO %name (id) VALUES ('first');\n"
	column = "ALTER TABLE %name ADD COLUMN note TEXT NOT NULL DEFAULT '';\n"
)

func of(name, text string) string { return strings.ReplaceAll(text, "%name", name) }

func TestMigrateInSteps(t *testing.T) {
	one := steps("desk", of("desk", table))
	two := steps("desk", of("desk", table), of("desk", column+row))
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.Equal(t, &db.SchemaBehindError{Set: "desk", Have: 0, Want: 1}, db.CheckSchema(t.Context(), d, one))
		require.NoError(t, db.Migrate(t.Context(), d, one))
		require.NoError(t, db.CheckSchema(t.Context(), d, one))
		require.NoError(t, in(t, d, "INSERT INTO desk (id) VALUES ('a')"))
		require.Equal(t, &db.SchemaBehindError{Set: "desk", Have: 1, Want: 2}, db.CheckSchema(t.Context(), d, two))

		for range 2 { // the second time there is nothing to do
			require.NoError(t, db.Migrate(t.Context(), d, two))
			require.NoError(t, db.CheckSchema(t.Context(), d, two))
		}
		require.Equal(t, 2, ask[int](t, d.Read(), "SELECT count(*) FROM desk WHERE note = ''"))

		ahead := &db.SchemaAheadError{Set: "desk", Have: 2, Want: 1}
		require.Equal(t, ahead, db.CheckSchema(t.Context(), d, one))
		require.Equal(t, ahead, db.Migrate(t.Context(), d, one))
	})
}

func TestSetsLiveSideBySide(t *testing.T) {
	desk, chair := steps("desk", of("desk", table)), steps("chair", of("chair", table), of("chair", column))
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, db.Migrate(t.Context(), d, desk, chair))
		require.NoError(t, db.CheckSchema(t.Context(), d, chair, desk))
	})
}

// A statement that fails takes its own migration back whole and leaves the earlier ones.
func TestAFailedMigrationLeavesNoHalf(t *testing.T) {
	broken := steps("desk", of("desk", table), of("chair", table)+"INSERT INTO nowhere VALUES (1);\n")
	mended := steps("desk", of("desk", table), of("chair", table+row))
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.ErrorContains(t, db.Migrate(t.Context(), d, broken), "version:2")
		require.Equal(t, &db.SchemaBehindError{Set: "desk", Have: 1, Want: 2}, db.CheckSchema(t.Context(), d, mended))
		require.NoError(t, db.Migrate(t.Context(), d, mended))
		require.Equal(t, 1, ask[int](t, d.Read(), "SELECT count(*) FROM chair"))
	})
}

func TestManyMigratorsAtOnce(t *testing.T) {
	set := steps("desk", of("desk", table+row), "UPDATE desk SET n = n + 1;\n", of("desk", column), "UPDATE desk SET n = n + 1;\n")
	open := map[db.Engine]func(t *testing.T) func() (*db.DB, error){
		db.SQLite: func(t *testing.T) func() (*db.DB, error) {
			path := filepath.Join(t.TempDir(), "desk.db")
			return func() (*db.DB, error) { return db.OpenSQLite(t.Context(), path) }
		},
		db.Postgres: func(t *testing.T) func() (*db.DB, error) {
			url := testkit.Postgres(t)
			return func() (*db.DB, error) { return db.OpenPostgres(t.Context(), url) }
		},
	}
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(engine.String(), func(t *testing.T) {
			again := open[engine](t)
			for _, err := range together(6, func(int) error {
				d, err := again()
				if err != nil {
					return err
				}
				defer func() { _ = d.Close() }()
				return db.Migrate(t.Context(), d, set)
			}) {
				require.NoError(t, err)
			}
			d, err := again()
			require.NoError(t, err)
			defer func() { require.NoError(t, d.Close()) }()
			require.NoError(t, db.CheckSchema(t.Context(), d, set))
			require.Equal(t, 2, ask[int](t, d.Read(), "SELECT n FROM desk"))
		})
	}
}

// Statements that were prepared before a migration must see what it changed.
func TestCachedStatementsFollowTheSchema(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, db.Migrate(t.Context(), d, steps("desk", of("desk", table+row))))
		const count = "SELECT count(*), max(id) FROM desk"
		read := func() (n int, id string) {
			require.NoError(t, d.Read().QueryRowContext(t.Context(), count).Scan(&n, &id))
			return n, id
		}
		read()
		require.NoError(t, db.Migrate(t.Context(), d, steps("desk", of("desk", table+row), of("desk", column)+
			"INSERT INTO desk (id, note) VALUES ('second', 'x');\n")))
		n, id := read()
		require.Equal(t, 2, n)
		require.Equal(t, "second", id)
	})
}

func TestSetsAreChecked(t *testing.T) {
	d := testkit.Open(t, db.SQLite)
	for name, set := range map[string]db.Set{
		"name":  steps("Desk!", of("desk", table)),
		"types": steps("desk", "CREATE TABLE desk (id INTEGER) STRICT;"),
		"empty": {Name: "desk", FS: fstest.MapFS{}},
	} {
		t.Run(name, func(t *testing.T) {
			err := set.Check()
			require.Error(t, err)
			require.Equal(t, err, db.Migrate(t.Context(), d, set))
			require.Equal(t, err, db.CheckSchema(t.Context(), d, set))
		})
	}
	require.NoError(t, people.Check())
}
