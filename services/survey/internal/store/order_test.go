package store_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
	"github.com/hearth-culture/hearth/services/survey/internal/store/storetest"
)

// The file of a SQLite database is the same byte for byte, whoever answered first.
func TestTheFileDoesNotKnowTheOrderOfAnswers(t *testing.T) {
	open := func(path string) *db.DB {
		d, err := db.OpenSQLite(t.Context(), path)
		require.NoError(t, err)
		return d
	}
	path := filepath.Join(t.TempDir(), "opened.db")
	d := open(path)
	require.NoError(t, db.Migrate(t.Context(), d, roster.Migrations(), operation.Migrations(), store.Migrations()))
	h := house(t, d)
	h.Instrument(t, "i")
	h.Opened(t, "s", "root")
	require.NoError(t, d.Close())
	opened, err := os.ReadFile(path)
	require.NoError(t, err)

	people := make([]int, 30)
	for n := range people {
		people[n] = n
	}
	after := func(order []int) []byte {
		path := filepath.Join(t.TempDir(), "answered.db")
		require.NoError(t, os.WriteFile(path, opened, 0o600))
		d := open(path)
		h := storetest.House{DB: d, Bind: func(tx *db.Tx) storetest.Store { return store.New(tx, silent) }}
		items := storetest.Questions(t)
		for _, n := range order {
			require.NoError(t, h.Submit(t.Context(), items, "s", fmt.Sprintf("p%02d", n), int32(n%3)))
		}
		h.Write(t, func(ctx context.Context, s storetest.Store) error {
			_, err := domain.CloseSurvey(ctx, s, model.Everything(), storetest.At, "s", "")
			return err
		})
		var operation []byte // that will release it, by an id from chance
		require.NoError(t, d.Read().QueryRowContext(t.Context(), `SELECT id FROM operation_task`).Scan(&operation))
		require.NoError(t, d.Close())
		file, err := os.ReadFile(path)
		require.NoError(t, err)
		return bytes.ReplaceAll(file, operation, make([]byte, len(operation)))
	}
	forth := after(people)
	slices.Reverse(people)
	back := after(people)
	require.NotEqual(t, opened, forth)
	require.True(t, slices.Equal(forth, back), "the files differ")
}
