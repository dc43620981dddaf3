package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hearth-culture/hearth/internal/db/internal/sqlite"
)

// BackupSQLite writes a consistent copy of the database to the file to, which must not exist, while the database stays
// in use. When it returns nil the copy, its name included, is on disk; otherwise there is no file of that name.
func BackupSQLite(ctx context.Context, d *DB, to string) error {
	if d.engine != SQLite {
		return errors.New("db: backup: not a SQLite database")
	}
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("db: backup to %s: %w", to, os.ErrExist)
	}
	partial := to + ".partial"
	if err := os.Remove(partial); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("db: backup: %w", err)
	}
	if err := d.copyTo(ctx, partial); err != nil {
		// What is left of a failed copy is of no use; the next try removes it if this one cannot.
		_ = os.Remove(partial)
		return fmt.Errorf("db: backup to %s: %w", to, err)
	}
	if err := os.Rename(partial, to); err != nil {
		return fmt.Errorf("db: backup: %w", err)
	}
	return syncFolder(filepath.Dir(to))
}

func (d *DB) copyTo(ctx context.Context, path string) error {
	// A connection of its own: the readers of the pool refuse VACUUM, and the writer is not to wait.
	own, err := openPool(d.path, sqlite.ReadWrite, 1)
	if err != nil {
		return err
	}
	defer func() { _ = own.Close() }()
	// An empty file of our own gives the copy its permissions.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = own.ExecContext(ctx, "VACUUM INTO $1", path)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// CheckSQLite reads the whole database file at path and returns an error when it is damaged, or when a foreign key
// points nowhere. It changes no data.
func CheckSQLite(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("db: check: %w", err)
	}
	mode := sqlite.Inspect
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		mode = sqlite.ReadOnly // a part of the data stands in the log yet
	}
	pool, err := openPool(path, mode, 1)
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	var verdict string
	if err := pool.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("db: check %s: %w", path, err)
	}
	if verdict != "ok" {
		return fmt.Errorf("db: check %s: %s", path, verdict)
	}
	var table string
	err = pool.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table)
	if err == nil {
		return fmt.Errorf("db: check %s: a row of %s refers to a missing row", path, table)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("db: check %s: %w", path, err)
	}
	return nil
}
