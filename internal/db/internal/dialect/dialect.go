// Package dialect turns the one text of a migration into the text of each engine, and refuses migrations that the two
// would understand differently.
package dialect

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"
)

// Engine is the dialect to write.
type Engine int

// The dialects.
const (
	SQLite Engine = iota + 1
	Postgres
)

// token is what a migration's text is cut into: strings, quoted names and comments stay as they are, words are mapped.
var token = regexp.MustCompile(`(?s)--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_]*`)

var sqliteWords = map[string]string{
	"BIGINT":   "INTEGER",
	"BOOLEAN":  "INTEGER",
	"BYTEA":    "BLOB",
	"IDENTITY": "INTEGER",
	"DOUBLE":   "REAL",
}

var postgresWords = map[string]string{
	"TEXT":     `TEXT COLLATE "C"`,
	"IDENTITY": "BIGINT GENERATED ALWAYS AS IDENTITY",
}

var (
	doublePrecision = regexp.MustCompile(`\bDOUBLE\s+PRECISION\b`)
	// A table WITHOUT ROWID keeps its rows in the order of the key, and so no trace of the order in which they came.
	strict = regexp.MustCompile(`\)\s*STRICT\b(\s*,\s*WITHOUT\s+ROWID\b)?`)
)

// Translate writes a migration's text for the engine. Type words are written in capitals: BIGINT, BOOLEAN, BYTEA, TEXT,
// DOUBLE PRECISION and IDENTITY.
func Translate(engine Engine, text string) string {
	words := postgresWords
	if engine == SQLite {
		words = sqliteWords
		text = doublePrecision.ReplaceAllString(text, "DOUBLE")
	} else {
		text = strict.ReplaceAllString(text, ")")
	}
	return token.ReplaceAllStringFunc(text, func(word string) string {
		if mapped, ok := words[word]; ok {
			return mapped
		}
		return word
	})
}

// FS shows the migrations of files in the words of the engine.
func FS(engine Engine, files fs.FS) fs.FS { return translated{files, engine} }

type translated struct {
	fs.FS
	engine Engine
}

func (t translated) Open(name string) (fs.File, error) {
	f, err := t.FS.Open(name)
	if err != nil || path.Ext(name) != ".sql" {
		return f, err
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", err, f.Close())
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	out := Translate(t.engine, string(text))
	return &file{Reader: strings.NewReader(out), name: path.Base(name), size: int64(len(out))}, nil
}

type file struct {
	*strings.Reader
	name string
	size int64
}

func (f *file) Close() error               { return nil }
func (f *file) Stat() (fs.FileInfo, error) { return info{f.name, f.size}, nil }

type info struct {
	name string
	size int64
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return 0o444 }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return false }
func (i info) Sys() any           { return nil }
