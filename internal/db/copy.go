package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// enoughToCopy is how many rows PostgreSQL takes faster by COPY than by INSERT: a COPY asks for the types of the columns first.
const enoughToCopy = 64

// postgresTx is a transaction of PostgreSQL with the connection that it is on, for what database/sql has no words for.
type postgresTx struct {
	*sql.Tx
	conn *sql.Conn
}

var errNotPgx = errors.New("db: the connection is not pgx's")

// copyRows writes rows into the table and columns of head, "INSERT INTO t (a, b)", by COPY. The connection is the transaction's own, and
// the transaction is one goroutine's.
func (t postgresTx) copyRows(ctx context.Context, head string, rows [][]any) error {
	table, columns := targetOf(head)
	return t.conn.Raw(func(raw any) error {
		conn, ok := raw.(*stdlib.Conn)
		if !ok {
			return errNotPgx
		}
		_, err := conn.Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			return plain(rows[i])
		}))
		return err
	})
}

// plain are values as database/sql would hand them to the driver.
func plain(row []any) ([]any, error) {
	values := make([]any, len(row))
	for i, value := range row {
		var err error
		if values[i], err = driver.DefaultParameterConverter.ConvertValue(value); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// targetOf is the table and the columns of "INSERT INTO t (a, b)".
func targetOf(head string) (table string, columns []string) {
	target, list, _ := strings.Cut(strings.TrimPrefix(head, "INSERT INTO "), "(")
	for column := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSpace(list), ")"), ",") {
		columns = append(columns, strings.TrimSpace(column))
	}
	return strings.TrimSpace(target), columns
}
