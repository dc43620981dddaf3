package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
)

func TestAllRows(t *testing.T) {
	const three = "SELECT 1 AS n UNION SELECT 2 UNION SELECT 3 ORDER BY n"
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		found, err := db.All(t.Context(), d.Read(), db.Column[int], three)
		require.NoError(t, err)
		require.Equal(t, []int{1, 2, 3}, found)
		found, err = db.All(t.Context(), d.Read(), db.Column[int], "SELECT 1 AS n WHERE $1 = 'x'", "y")
		require.NoError(t, err)
		require.Empty(t, found)
		_, err = db.All(t.Context(), d.Read(), db.Column[int], "SELECT nothing")
		require.Error(t, err)

		odd := errors.New("odd")
		require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := db.All(ctx, tx, func(scan db.Scan) (int, error) {
				n, err := db.Column[int](scan)
				if n == 2 {
					err = odd
				}
				return n, err
			}, three)
			require.ErrorIs(t, err, odd)
			found, err = db.All(ctx, tx, db.Column[int], three)
			require.Equal(t, []int{1, 2, 3}, found, "the rows of the failed reading are closed")
			return err
		}))
	})
}

func TestFound(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		read := func(query string) error {
			_, err := db.Column[int](d.Read().QueryRowContext(t.Context(), query).Scan)
			return db.Found(err)
		}
		require.NoError(t, read("SELECT 1"))
		require.Equal(t, model.ErrNotFound, read("SELECT 1 WHERE 1 = 2"))
		err := read("SELECT nothing")
		require.Error(t, err)
		require.NotErrorIs(t, err, model.ErrNotFound)
	})
}
