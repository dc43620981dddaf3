package db

import (
	"database/sql"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"
)

// Inserting are the statements that write rows as Insert does, to be sent with others. types are those of the columns, such as
// "BYTEA, BIGINT": PostgreSQL takes each column as an array, and so all rows by one statement that stays prepared. A value is an int64 or
// sql.NullInt64, a []byte or nil, a string or a bool.
//
// The arrays are taken apart side by side in the list of the SELECT: in its FROM each would be written to a store of its own first, and joined.
func Inserting(engine Engine, head, types string, rows [][]any, tail string) []Statement {
	if len(rows) == 0 {
		return nil
	}
	if engine == SQLite {
		var all []Statement
		_ = inLots(head, rows, tail, func(s Statement) error { all = append(all, s); return nil })
		return all
	}
	names := strings.Split(types, ", ")
	list, args := make([]string, len(names)), make([]any, len(names))
	for i, name := range names {
		list[i], args[i] = "unnest("+In(1+i, 1)+"::"+name+"[])", column(name, rows, i)
	}
	return []Statement{{Query: head + " SELECT " + strings.Join(list, ", ") + " " + tail, Args: args}}
}

// column is one column of rows, as PostgreSQL's driver writes arrays the quickest. It panics for a value of another type.
func column(name string, rows [][]any, i int) any {
	switch name {
	case "BIGINT":
		return each(rows, i, func(value any) pgtype.Int8 {
			if v, ok := value.(sql.NullInt64); ok {
				return pgtype.Int8(v)
			}
			return pgtype.Int8{Int64: value.(int64), Valid: true}
		})
	case "BYTEA":
		return each(rows, i, func(value any) []byte {
			if value == nil {
				return nil
			}
			return value.([]byte)
		})
	case "TEXT":
		return each(rows, i, func(value any) string { return value.(string) })
	case "BOOLEAN":
		return each(rows, i, func(value any) bool { return value.(bool) })
	default:
		panic("db: a column of " + name)
	}
}

func each[T any](rows [][]any, i int, read func(any) T) []T {
	values := make([]T, len(rows))
	for n, row := range rows {
		values[n] = read(row[i])
	}
	return values
}
