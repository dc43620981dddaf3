package dbtest

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

var set = db.Set{Name: "smoke", FS: fstest.MapFS{"0001_a.sql": {Data: []byte("-- +goose Up\nCREATE TABLE thing (\n  seq IDENTITY PRIMARY KEY,\n  name TEXT NOT NULL UNIQUE,\n ok BOOLEAN NOT NULL, b BYTEA, d DOUBLE PRECISION, n BIGINT\n) STRICT;\n")}}}

func TestSmoke(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO thing (name, ok, b, d, n) VALUES ($1,$2,$3,$4,$5)", "a", true, []byte{1}, 1.5, int64(7))
			return err
		})
		require.NoError(t, err)
		var n int
		require.NoError(t, d.Read().QueryRowContext(t.Context(), "SELECT count(*) FROM thing WHERE ok").Scan(&n))
		require.Equal(t, 1, n)
		require.NoError(t, db.CheckSchema(t.Context(), d, set))
	}, set)
}
