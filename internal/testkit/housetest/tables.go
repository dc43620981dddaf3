package housetest

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
)

// Exec runs a statement behind the module's back.
func (h *House) Exec(query string, args ...any) {
	h.t.Helper()
	require.NoError(h.t, h.DB.Tx(h.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	}))
}

// Tables are the names of all tables, in order.
func (h *House) Tables() []string {
	h.t.Helper()
	query := `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`
	if h.DB.Engine() == db.Postgres {
		query = `SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema() ORDER BY tablename`
	}
	names, err := db.All(h.t.Context(), h.DB.Read(), db.Column[string], query)
	require.NoError(h.t, err)
	require.NotEmpty(h.t, names)
	return names
}

// Everything writes out all rows of all tables but those whose names begin with one of skip, a line each and in the order in which the
// database has them: columns joined by "|", bytes in hexadecimal digits.
func (h *House) Everything(skip ...string) string {
	h.t.Helper()
	var all strings.Builder
	for _, table := range h.Tables() {
		if slices.ContainsFunc(skip, func(prefix string) bool { return strings.HasPrefix(table, prefix) }) {
			continue
		}
		rows, err := h.DB.Read().QueryContext(h.t.Context(), `SELECT * FROM `+table)
		require.NoError(h.t, err)
		columns, err := rows.Columns()
		require.NoError(h.t, err)
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		for rows.Next() {
			require.NoError(h.t, rows.Scan(into...))
			all.WriteString(table)
			for i, value := range values {
				if bytes, ok := value.([]byte); ok {
					value = hex.EncodeToString(bytes)
				}
				fmt.Fprintf(&all, "|%s=%v", columns[i], value)
			}
			all.WriteString("|\n")
		}
		require.NoError(h.t, rows.Err())
		require.NoError(h.t, rows.Close())
	}
	return all.String()
}
