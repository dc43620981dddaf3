package sqlite

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPlain(t *testing.T) {
	tests := []struct{ query, want string }{
		{"SELECT 1", "SELECT 1"},
		{"INSERT INTO t VALUES ($1,$2),($3,$4)", "INSERT INTO t VALUES (?,?),(?,?)"},
		{"UPDATE t SET a = $1 WHERE b <> '$2' AND \"$3\" = $2", "UPDATE t SET a = ? WHERE b <> '$2' AND \"$3\" = ?"},
		{"SELECT a - $1 / $2", "SELECT a - ? / ?"},
		{"SELECT $2, $1", "SELECT $2, $1"},
		{"SELECT $1, $1", "SELECT $1, $1"},
		{"SELECT $1, $11", "SELECT $1, $11"},
		{"SELECT $10", "SELECT $10"},
		{"SELECT $name", "SELECT $name"},
		{"SELECT ?, $1", "SELECT ?, $1"},
		{"SELECT 'open, $1", "SELECT 'open, $1"},
		{"SELECT 'it''s', $1", "SELECT 'it''s', ?"},
		{"SELECT $1 -- $1", "SELECT $1 -- $1"},
		{"SELECT $1 /* $2 */, $2", "SELECT $1 /* $2 */, $2"},
	}
	for _, test := range tests {
		require.Equal(t, test.want, plain(test.query))
	}
}
