package db

import (
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	modernc "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/hearth-culture/hearth/internal/db/internal/sqlite"
)

// ErrNoRows is what Row.Scan returns when the query found nothing.
var ErrNoRows = sql.ErrNoRows

// IsUnique reports whether err is the violation of a primary key or of a unique constraint.
func IsUnique(err error) bool {
	return is(err, "23505", lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_ROWID)
}

// IsText reports whether err refuses a text that is not valid UTF-8 or holds a NUL character.
func IsText(err error) bool { return errors.Is(err, sqlite.ErrText) || is(err, "22021") }

// IsRetryable reports whether the same transaction may succeed when it is run again: it lost against another one, or
// waited for a lock for too long.
func IsRetryable(err error) bool {
	return is(err, "40001", lib.SQLITE_BUSY, lib.SQLITE_BUSY_SNAPSHOT, lib.SQLITE_BUSY_TIMEOUT) || is(err, "40P01") || is(err, "55P03")
}

// Constraint names what err violates: the constraint's name on PostgreSQL ("person_number_key"), the columns on SQLite
// ("person.company, person.number"), "" where err is no violation or the engine does not say.
func Constraint(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.ConstraintName
	}
	lite, ok := errors.AsType[*modernc.Error](err)
	if !ok || lite.Code()&0xff != lib.SQLITE_CONSTRAINT {
		return ""
	}
	// "constraint failed: UNIQUE constraint failed: person.company, person.number (2067)"
	text := lite.Error()
	what := text[strings.LastIndex(text, failed)+len(failed):]
	if end := strings.LastIndex(what, " ("); end >= 0 {
		what = what[:end]
	}
	if strings.HasPrefix(what, "FOREIGN KEY") { // SQLite does not say which
		return ""
	}
	return what
}

const failed = "constraint failed: "

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
