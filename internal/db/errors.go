package db

import (
	"database/sql"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
	modernc "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/hearth-culture/hearth/internal/db/internal/sqlite"
)

// ErrNoRows is what Row.Scan returns when the query found nothing.
var ErrNoRows = sql.ErrNoRows

// IsText reports whether err refuses a text that is not valid UTF-8 or holds a NUL character.
func IsText(err error) bool { return errors.Is(err, sqlite.ErrText) || is(err, "22021") }

// IsRetryable reports whether the same transaction may succeed when it is run again: it lost against another one, or
// waited for a lock for too long.
func IsRetryable(err error) bool {
	return is(err, "40001", lib.SQLITE_BUSY, lib.SQLITE_BUSY_SNAPSHOT, lib.SQLITE_BUSY_TIMEOUT) || is(err, "40P01") || is(err, "55P03")
}

func is(err error, state string, codes ...int) bool {
	if err == nil {
		return false
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == state
	}
	if lite, ok := errors.AsType[*modernc.Error](err); ok {
		return slices.Contains(codes, lite.Code())
	}
	return false
}
