package dialect_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db/internal/dialect"
)

func TestTranslate(t *testing.T) {
	cases := []struct{ name, text, sqlite, postgres string }{
		{"types", "a BIGINT, b BOOLEAN, c BYTEA, d DOUBLE  PRECISION", "a INTEGER, b INTEGER, c BLOB, d REAL", "a BIGINT, b BOOLEAN, c BYTEA, d DOUBLE  PRECISION"},
		{"text", "a TEXT NOT NULL", "a TEXT NOT NULL", `a TEXT COLLATE "C" NOT NULL`},
		{"identity", "seq IDENTITY PRIMARY KEY", "seq INTEGER PRIMARY KEY", "seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"},
		{"strict", "(a TEXT) STRICT;", "(a TEXT) STRICT;", `(a TEXT COLLATE "C");`},
		{"strict on a new line", "(a BIGINT\n)\nSTRICT;", "(a INTEGER\n)\nSTRICT;", "(a BIGINT\n);"},
		{"without rowid", "(a BIGINT)\nSTRICT, WITHOUT ROWID;", "(a INTEGER)\nSTRICT, WITHOUT ROWID;", "(a BIGINT);"},
		{"strings", "DEFAULT 'TEXT''BIGINT'", "DEFAULT 'TEXT''BIGINT'", "DEFAULT 'TEXT''BIGINT'"},
		{"names", `"TEXT" BIGINT`, `"TEXT" INTEGER`, `"TEXT" BIGINT`},
		{"comments", "-- a TEXT\n/* BIGINT */ a BIGINT", "-- a TEXT\n/* BIGINT */ a INTEGER", "-- a TEXT\n/* BIGINT */ a BIGINT"},
		{"longer words", "TEXTUAL text BIGINTS", "TEXTUAL text BIGINTS", "TEXTUAL text BIGINTS"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.sqlite, dialect.Translate(dialect.SQLite, c.text))
			require.Equal(t, c.postgres, dialect.Translate(dialect.Postgres, c.text))
		})
	}
}

func TestFSIsAFileSystem(t *testing.T) {
	files := fstest.MapFS{"0001_a.sql": {Data: []byte("a TEXT")}, "README": {Data: []byte("a TEXT")}}
	translated := dialect.FS(dialect.Postgres, files)
	text, err := fs.ReadFile(translated, "0001_a.sql")
	require.NoError(t, err)
	require.Equal(t, `a TEXT COLLATE "C"`, string(text))
	text, err = fs.ReadFile(translated, "README")
	require.NoError(t, err)
	require.Equal(t, "a TEXT", string(text))
	_, err = fs.ReadFile(translated, "0002_b.sql")
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestCheck(t *testing.T) {
	const up = "-- +goose Up\n"
	good := up + `CREATE TABLE a (
	id   TEXT PRIMARY KEY, -- not an integer
	date BIGINT NOT NULL,
	time BIGINT,
	kind TEXT NOT NULL DEFAULT 'x integer',
	UNIQUE (date, time)
) STRICT;
CREATE INDEX a_date ON a (date);
`
	cases := []struct {
		name  string
		files map[string]string
		fault string
	}{
		{"good", map[string]string{"0001_a.sql": good, "0002_b.sql": up, "embed.go": "x"}, ""},
		{"none", map[string]string{}, "no migrations"},
		{"gap", map[string]string{"0001_a.sql": good, "0003_b.sql": up}, "0003_b.sql: number 3 follows 1"},
		{"starts late", map[string]string{"0002_a.sql": good}, "number 2 follows 0"},
		{"duplicate", map[string]string{"0001_a.sql": good, "0001_b.sql": up}, "0001_b.sql: number 1 follows 1"},
		{"name", map[string]string{"1_a.sql": good}, "1_a.sql: name is not"},
		{"no Up", map[string]string{"0001_a.sql": "CREATE TABLE a (id TEXT) STRICT;"}, "Up\" is missing"},
		{"two Ups", map[string]string{"0001_a.sql": up + up}, "more than once"},
		{"not strict", map[string]string{"0001_a.sql": up + "CREATE TABLE a (id TEXT);\nCREATE TABLE b (id TEXT) STRICT;"}, "1 of 2 CREATE TABLE"},
		{"strict in a comment", map[string]string{"0001_a.sql": up + "CREATE TABLE a (id TEXT); -- ) STRICT"}, "0 of 1 CREATE TABLE"},
		{"type of one engine", map[string]string{"0001_a.sql": up + "CREATE TABLE a (id INTEGER) STRICT;"}, "INTEGER is not a type of both"},
		{"small type of one engine", map[string]string{"0001_a.sql": up + "ALTER TABLE a ADD COLUMN b timestamptz;"}, "timestamptz is not a type of both"},
		{"small letters", map[string]string{"0001_a.sql": up + "CREATE TABLE a (id text) STRICT;"}, "text must be written in capitals"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			files := fstest.MapFS{}
			for name, text := range c.files {
				files[name] = &fstest.MapFile{Data: []byte(text)}
			}
			last, err := dialect.Check(files)
			if c.fault == "" {
				require.NoError(t, err)
				require.EqualValues(t, 2, last)
				return
			}
			require.ErrorContains(t, err, c.fault)
		})
	}
}
