package testkit

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
)

func deskSet(column string) db.Set {
	return db.Set{Name: "desk", FS: fstest.MapFS{"0001_desk.sql": {
		Data: []byte("-- +goose Up\nCREATE TABLE desk (" + column + " TEXT PRIMARY KEY) STRICT;\n"),
	}}}
}

func TestEachDatabaseIsFreshAndMigrated(t *testing.T) {
	for range 2 {
		EachEngine(t, func(t *testing.T, d *db.DB) {
			require.NoError(t, db.CheckSchema(t.Context(), d, deskSet("id")))
			require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.ExecContext(ctx, "INSERT INTO desk (id) VALUES ('a')")
				return err
			}))
		}, deskSet("id"))
	}
}

// Sets of one name and other text must not share a template.
func TestTemplatesAreToldApartByTheirText(t *testing.T) {
	EachEngine(t, func(t *testing.T, d *db.DB) {
		other := Open(t, d.Engine(), deskSet("number"))
		for column, d := range map[string]*db.DB{"id": d, "number": other} {
			rows, err := d.Read().QueryContext(t.Context(), "SELECT "+column+" FROM desk")
			require.NoError(t, err)
			require.NoError(t, rows.Close())
		}
	}, deskSet("id"))
}

func TestEnginesStartWithSQLite(t *testing.T) {
	require.Equal(t, db.SQLite, Engines(t)[0])
}

func TestRecordWritesALineOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "coverage")
	t.Setenv("HEARTH_TEST_COVERAGE_LOG", path)
	one, two := "one="+rand.Text(), "two="+rand.Text() // a line is written once per process, and tests may run again
	Record(one)
	Record(one)
	Record(two)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, one+"\n"+two+"\n", string(text))
}
