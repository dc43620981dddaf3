package db

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	modernc "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// Unique tells for columns that no two rows share, written as Duplicate says them, what it means that another row has the values.
type Unique map[string]error

// Explain is what a duplicate means, and any other error as it is.
func (u Unique) Explain(err error) error {
	if meaning, ok := u[Duplicate(err)]; ok {
		return meaning
	}
	return err
}

// Duplicate names the columns in which a row would have been like another, those of a primary key or of a unique constraint or index,
// such as "person(employer, number)". It is "" where err is another error, or none.
func Duplicate(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		if pg.Code != "23505" {
			return ""
		}
		// "Key (employer, number)=(acme, 7) already exists.", in the server's language. The name of the constraint would not do: SQLite
		// does not tell it.
		before, _, _ := strings.Cut(pg.Detail, ")=(")
		_, columns, _ := strings.Cut(before, "(")
		return pg.TableName + "(" + columns + ")"
	}
	lite, ok := errors.AsType[*modernc.Error](err)
	if !ok {
		return ""
	}
	switch lite.Code() {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_ROWID:
	default:
		return ""
	}
	// "constraint failed: UNIQUE constraint failed: person.employer, person.number (2067)"
	_, what, _ := strings.Cut(lite.Error(), "UNIQUE constraint failed: ")
	if end := strings.LastIndex(what, " ("); end >= 0 {
		what = what[:end]
	}
	table, _, _ := strings.Cut(what, ".")
	return table + "(" + strings.ReplaceAll(what, table+".", "") + ")"
}
