package event_test

import (
	"context"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// effects is a table that counts how often each event was applied: the key is none of the event's, so that a second
// application shows.
var effects = db.Set{Name: "effects", FS: fstest.MapFS{"0001_effect.sql": {Data: []byte(`-- +goose Up
CREATE TABLE effect (
	seq     IDENTITY PRIMARY KEY,
	event   TEXT NOT NULL,
	subject TEXT NOT NULL
) STRICT;
`)}}}

var countLeavers = event.OnFact(func(ctx context.Context, tx *db.Tx, e event.Envelope, _ *directoryv1.PersonLeft) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO effect (event, subject) VALUES ($1, $2)", e.ID, e.Aggregate)
	return err
})

func effectRows(t testing.TB, d *db.DB) (rows int64) {
	t.Helper()
	require.NoError(t, d.Read().QueryRowContext(context.Background(), "SELECT count(*) FROM effect").Scan(&rows))
	return rows
}

// runs starts background work that ends with the test, before what was made ahead of it is closed.
func runs(t testing.TB, works ...func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for _, work := range works {
		all.Go(func() {
			if err := work(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(func() {
		cancel()
		all.Wait()
	})
}
