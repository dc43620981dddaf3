package db_test

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
)

// people is the schema that the tests of this package share.
var people = db.Set{Name: "people", FS: fstest.MapFS{"0001_person.sql": {Data: []byte(`-- +goose Up
CREATE TABLE team (
	id   TEXT PRIMARY KEY,
	size BIGINT NOT NULL DEFAULT 0 CONSTRAINT team_size CHECK (size >= 0)
) STRICT;

CREATE TABLE person (
	seq     IDENTITY PRIMARY KEY,
	number  TEXT NOT NULL CONSTRAINT person_number UNIQUE,
	team    TEXT CONSTRAINT person_team REFERENCES team (id),
	leads   TEXT CONSTRAINT person_leads REFERENCES team (id) DEFERRABLE INITIALLY DEFERRED,
	active  BOOLEAN NOT NULL DEFAULT TRUE,
	photo   BYTEA,
	share   DOUBLE PRECISION,
	hired   BIGINT
) STRICT;
`)}}}

// in runs statements in one transaction.
func in(t testing.TB, d *db.DB, statements ...string) error {
	t.Helper()
	return d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for _, statement := range statements {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

// ask runs a query for one value.
func ask[T any](t testing.TB, q db.Querier, query string, args ...any) T {
	t.Helper()
	var v T
	require.NoError(t, q.QueryRowContext(t.Context(), query, args...).Scan(&v))
	return v
}

func add(ctx context.Context, tx *db.Tx, number string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO person (number) VALUES ($1)", number)
	return err
}

func numbers(t testing.TB, d *db.DB) []string {
	t.Helper()
	rows, err := d.Read().QueryContext(t.Context(), "SELECT number FROM person ORDER BY number")
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	found := []string{}
	for rows.Next() {
		var n string
		require.NoError(t, rows.Scan(&n))
		found = append(found, n)
	}
	require.NoError(t, rows.Err())
	return found
}
