package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/testkit"
)

var manySet = db.Set{Name: "many", FS: fstest.MapFS{"0001_many.sql": {Data: []byte(`-- +goose Up
CREATE TABLE many (
	seq  IDENTITY PRIMARY KEY,
	id   TEXT NOT NULL CONSTRAINT many_id UNIQUE,
	note TEXT,
	size BIGINT,
	open BOOLEAN NOT NULL,
	body BYTEA NOT NULL
) STRICT;
`)}}}

const intoMany = "INSERT INTO many (id, note, size, open, body)"

type kind int64

// many are rows with values of all the types that stores hand over.
func many(from, n int) [][]any {
	rows := make([][]any, n)
	for i := range rows {
		id := from + i
		rows[i] = []any{fmt.Sprintf("%05d", id), "夜班\t\\N\n🙂", kind(id), id%2 == 0, []byte{0, byte(id), '\n'}}
		switch id % 4 {
		case 1:
			rows[i][1], rows[i][2] = nil, nil
		case 2:
			rows[i][2] = db.NullMicros(time.UnixMicro(int64(id)))
		case 3:
			rows[i][1], rows[i][2] = "", db.NullMicros(time.Time{})
		}
	}
	return rows
}

type kept struct {
	id   string
	note sql.NullString
	size sql.NullInt64
	open bool
	body string
}

func keptMany(t *testing.T, d *db.DB) []kept {
	all, err := db.All(t.Context(), d.Read(), func(scan db.Scan) (k kept, err error) {
		var body []byte
		err = scan(&k.id, &k.note, &k.size, &k.open, &body)
		k.body = string(body)
		return k, err
	}, "SELECT id, note, size, open, body FROM many ORDER BY seq")
	require.NoError(t, err)
	return all
}

// Whichever way rows go in, few by INSERT or many by what the engine is quickest with, they are the same rows in the same order.
func TestInsertOfManyRows(t *testing.T) {
	sizes := []int{0, 1, 5, 63, 64, 65, 1000}
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		var want []kept
		for _, size := range sizes {
			rows := many(len(want), size)
			for range rows {
				id := len(want)
				k := kept{id: fmt.Sprintf("%05d", id), open: id%2 == 0, body: string([]byte{0, byte(id), '\n'})}
				k.note = sql.NullString{String: "夜班\t\\N\n🙂", Valid: id%4 != 1}
				k.size = sql.NullInt64{Int64: int64(id), Valid: id%4 == 0 || id%4 == 2}
				if id%4 == 3 {
					k.note.String = ""
				}
				want = append(want, k)
			}
			require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				return db.Insert(ctx, tx, intoMany, rows, "")
			}))
		}
		for i := range want {
			if !want[i].note.Valid {
				want[i].note.String = ""
			}
			if !want[i].size.Valid {
				want[i].size.Int64 = 0
			}
		}
		require.Equal(t, want, keptMany(t, d))
	}, manySet)
}

// A refusal is told apart as for a single row, and undoes no more than it must.
func TestInsertOfManyRowsThatFails(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			require.NoError(t, db.Insert(ctx, tx, intoMany, many(0, 100), ""))
			for _, wrong := range [][][]any{
				append(many(500, 100), many(0, 1)...),
				append(many(500, 100), []any{"odd", nil, nil, nil, []byte{}}),
				append(many(500, 100), []any{"odd", nil, nil, true, struct{}{}}),
			} {
				err := tx.Savepoint(ctx, func(ctx context.Context) error { return db.Insert(ctx, tx, intoMany, wrong, "") })
				require.Error(t, err)
			}
			err := tx.Savepoint(ctx, func(ctx context.Context) error { return db.Insert(ctx, tx, intoMany, many(50, 100), "") })
			require.Equal(t, "many(id)", db.Duplicate(err), err)
			return db.Insert(ctx, tx, intoMany, many(100, 100), "")
		}))
		require.Len(t, keptMany(t, d), 200)

		// Undone with the transaction, on an error and on a caller who leaves; and the pool is as good as before.
		odd := errors.New("odd")
		for range 20 {
			ctx, leave := context.WithCancel(t.Context())
			err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				require.NoError(t, db.Insert(ctx, tx, intoMany, many(1000, 100), ""))
				leave()
				return errors.Join(odd, db.Insert(ctx, tx, intoMany, many(2000, 1000), ""))
			})
			require.ErrorIs(t, err, odd)
			leave()
		}
		require.Len(t, keptMany(t, d), 200)
		require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return db.Insert(ctx, tx, intoMany, many(200, 100), "")
		}))
		require.Len(t, keptMany(t, d), 300)
	}, manySet)
}
