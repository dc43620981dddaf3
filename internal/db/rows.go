package db

import (
	"context"
	"errors"

	"github.com/hearth-culture/hearth/internal/model"
)

// Scan reads the columns of a row into variables: Row.Scan and Rows.Scan.
type Scan = func(into ...any) error

// All reads the rows of a query, each by read.
func All[T any](ctx context.Context, q Querier, read func(scan Scan) (T, error), query string, args ...any) (all []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells all that can go wrong
	for rows.Next() {
		one, err := read(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// Column reads a row of one column.
func Column[T any](scan Scan) (value T, err error) {
	err = scan(&value)
	return value, err
}

// Found is model.ErrNotFound for the error of a row that is not there, and any other as it is.
func Found(err error) error {
	if errors.Is(err, ErrNoRows) {
		return model.ErrNotFound
	}
	return err
}
