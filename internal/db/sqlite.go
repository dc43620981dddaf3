package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/hearth-culture/hearth/internal/db/internal/group"
	"github.com/hearth-culture/hearth/internal/db/internal/sqlite"
)

// OpenSQLite opens the database file at path and creates it, readable for its owner alone, when it is missing. Commits
// are on disk before they are answered (WAL, synchronous FULL). There is one writer, whose requests share commits, and
// a pool of readers.
func OpenSQLite(ctx context.Context, path string) (*DB, error) {
	if err := createFile(path); err != nil {
		return nil, fmt.Errorf("db: create %s: %w", path, err)
	}
	write, err := openPool(path, sqlite.ReadWrite, 1)
	if err != nil {
		return nil, err
	}
	read, err := openPool(path, sqlite.ReadOnly, max(4, 2*runtime.GOMAXPROCS(0)))
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	d := &DB{engine: SQLite, path: path, read: read, write: write}
	// The writer's connection stays checked out: the groups own it until Close.
	d.writer, err = write.Conn(ctx)
	if err == nil {
		err = d.writer.Raw(func(conn any) error {
			d.conn = conn.(*sqlite.Conn)
			return nil
		})
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("db: open %s: %w", path, err), read.Close(), write.Close())
	}
	d.commit = group.New(writeLog{d.conn})
	return d, nil
}

func openPool(path string, mode sqlite.Mode, size int) (*sql.DB, error) {
	connector, err := sqlite.Connector(path, mode)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool, nil
}

// createFile makes an empty file that is on disk together with its name: SQLite syncs the file, not the folder.
func createFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), syncFolder(filepath.Dir(path)))
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Close waits for the transactions under way and closes all connections.
func (d *DB) Close() error {
	if d.engine == Postgres {
		return errors.Join(d.read.Close(), d.write.Close())
	}
	d.commit.Close()
	err := d.read.Close() // before the writer, so that the writer's close can fold the WAL into the file
	// The connection itself and not sql.Conn.Close, which would wait for ever for a row that was never scanned.
	closed := d.conn.Close()
	return errors.Join(err, closed, d.write.Close())
}

// writeLog is the writer's transaction as the groups drive it.
type writeLog struct{ conn *sqlite.Conn }

func (l writeLog) Begin() error {
	l.conn.Strict(true)
	return l.conn.Control("BEGIN IMMEDIATE")
}

func (l writeLog) Mark() error {
	l.conn.Strict(true)
	return l.conn.Control("SAVEPOINT request")
}

func (l writeLog) Keep() error { return l.conn.Control("RELEASE request") }

func (l writeLog) Undo() error {
	if err := l.conn.Control("ROLLBACK TO request"); err != nil {
		return err
	}
	return l.conn.Control("RELEASE request")
}

func (l writeLog) Commit() error {
	err := l.conn.Control("COMMIT")
	if err != nil {
		// Some errors end the transaction, others leave it open; both must not reach the next group.
		_ = l.Abort()
	}
	return err
}

func (l writeLog) Abort() error { return l.conn.Control("ROLLBACK") }
