package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"regexp"

	"github.com/pressly/goose/v3"

	"github.com/hearth-culture/hearth/internal/db/internal/dialect"
	"github.com/hearth-culture/hearth/internal/db/internal/sqlite"

	"github.com/hearth-culture/hearth/internal/model"
)

// Set is a series of migrations that belong together: those of a service, or of a piece of shared machinery that keeps
// its tables in the service's database. FS holds files 0001_what_it_does.sql in goose's format, written once for both
// engines with the type words BIGINT, BOOLEAN, BYTEA, TEXT, DOUBLE PRECISION and IDENTITY, and STRICT after each
// table's closing parenthesis. IDENTITY ("seq IDENTITY PRIMARY KEY") counts up; on SQLite a number may come again after
// the row with the highest one was deleted.
type Set struct {
	Name string
	FS   fs.FS
}

// Embedded is the set of a package that embeds its folder "migrations".
func Embedded(name string, files embed.FS) Set {
	folder, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the name is a valid path
	}
	return Set{Name: name, FS: folder}
}

var setName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)

// Check refuses a set with a wrong name, numbers that are out of order, or text that only one engine understands.
func (s Set) Check() error {
	_, err := s.last()
	return err
}

// last checks the set and returns the number of its last migration.
func (s Set) last() (int64, error) {
	if !setName.MatchString(s.Name) {
		return 0, fmt.Errorf("db: migrations %q: name is not lower case letters, digits and _", s.Name)
	}
	last, err := dialect.Check(s.FS)
	if err != nil {
		return 0, fmt.Errorf("db: migrations %s: %w", s.Name, err)
	}
	return last, nil
}

func (s Set) table() string { return "schema_" + s.Name }

// SchemaBehindError says that a database lacks migrations that this program has: run hearth migrate.
type SchemaBehindError struct {
	Set        string
	Have, Want int64
}

func (e *SchemaBehindError) Error() string { return e.Words().En }

// Words says it to people.
func (e *SchemaBehindError) Words() model.Words {
	return model.Say("schema %s is at version %d, this program needs %d", "数据结构 %s 的版本为 %d，本程序需要 %d", e.Set, e.Have, e.Want)
}

// SchemaAheadError says that a newer program has migrated the database: this program is too old for it.
type SchemaAheadError struct {
	Set        string
	Have, Want int64
}

func (e *SchemaAheadError) Error() string { return e.Words().En }

// Words says it to people.
func (e *SchemaAheadError) Words() model.Words {
	return model.Say("schema %s is at version %d, this program knows only %d", "数据结构 %s 的版本为 %d，本程序只识别到 %d", e.Set, e.Have, e.Want)
}

// CheckSchema returns a *SchemaBehindError or a *SchemaAheadError unless the database is exactly at the last migration
// of each set.
func CheckSchema(ctx context.Context, d *DB, sets ...Set) error {
	for _, set := range sets {
		want, err := set.last()
		if err != nil {
			return err
		}
		have, err := version(ctx, d, set)
		switch {
		case err != nil:
			return fmt.Errorf("db: version of schema %s: %w", set.Name, err)
		case have < want:
			return &SchemaBehindError{set.Name, have, want}
		case have > want:
			return &SchemaAheadError{set.Name, have, want}
		}
	}
	return nil
}

// version is the number of the last migration that the database has, 0 for a fresh one.
func version(ctx context.Context, d *DB, set Set) (int64, error) {
	exists := "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1"
	if d.engine == Postgres {
		exists = "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = $1"
	}
	var tables int
	if err := d.Read().QueryRowContext(ctx, exists, set.table()).Scan(&tables); err != nil || tables == 0 {
		return 0, err
	}
	var last sql.NullInt64
	err := d.Read().QueryRowContext(ctx, "SELECT max(version_id) FROM "+set.table()).Scan(&last)
	return last.Int64, err
}

// Migrate brings the database to the last migration of each set, in the order given. Several processes may do so at the
// same time: one works, the others wait and find it done. A database that is ahead is left alone and reported with a
// *SchemaAheadError.
func Migrate(ctx context.Context, d *DB, sets ...Set) error {
	for _, set := range sets {
		err := CheckSchema(ctx, d, set)
		if _, behind := errors.AsType[*SchemaBehindError](err); !behind {
			if err != nil {
				return err
			}
			continue
		}
		if err := d.migrate(ctx, set); err != nil {
			return fmt.Errorf("db: migrate %s: %w", set.Name, err)
		}
	}
	return nil
}

func (d *DB) migrate(ctx context.Context, set Set) error {
	pool, words, kind := d.write, dialect.Postgres, goose.DialectPostgres
	var lock sessionLock = postgresLock{set}
	if d.engine == SQLite {
		own, err := openPool(d.path, sqlite.Migrate, 1)
		if err != nil {
			return err
		}
		defer func() { _ = own.Close() }()
		pool, words, kind, lock = own, dialect.SQLite, goose.DialectSQLite3, sqliteLock{}
	}
	provider, err := goose.NewProvider(kind, pool, dialect.FS(words, set.FS),
		goose.WithTableName(set.table()), goose.WithSessionLocker(lock), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// sessionLock keeps two migrators apart.
type sessionLock interface {
	SessionLock(ctx context.Context, conn *sql.Conn) error
	SessionUnlock(ctx context.Context, conn *sql.Conn) error
}

type postgresLock struct{ set Set }

func (l postgresLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1, hashtext(current_schema()))", l.number())
	return err
}

func (l postgresLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1, hashtext(current_schema()))", l.number())
	return err
}

func (l postgresLock) number() int32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(l.set.table())) // never fails
	return int32(h.Sum32())
}

// sqliteLock holds the write lock from before the versions are read until all migrations are applied.
type sqliteLock struct{}

func (sqliteLock) SessionLock(_ context.Context, conn *sql.Conn) error {
	return conn.Raw(func(c any) error { return c.(*sqlite.Conn).Lock() })
}

func (sqliteLock) SessionUnlock(_ context.Context, conn *sql.Conn) error {
	return conn.Raw(func(c any) error { return c.(*sqlite.Conn).Unlock() })
}
