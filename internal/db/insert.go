package db

import (
	"context"
	"strings"
)

// Insert writes rows of equally many values in few statements, of few different lengths so that they stay prepared. head is
// "INSERT INTO t (a, b)", tail what follows the values. PostgreSQL copies many rows that nothing follows.
func Insert(ctx context.Context, tx *Tx, head string, rows [][]any, tail string) error {
	if on, ok := tx.on.(postgresTx); ok && tail == "" && len(rows) >= enoughToCopy {
		return tx.copying(ctx, on, head, rows)
	}
	return inLots(head, rows, tail, func(s Statement) error { return s.run(ctx, tx) })
}

// inLots hands on the statements that write rows.
func inLots(head string, rows [][]any, tail string, use func(Statement) error) error {
	for _, size := range []int{128, 16, 4, 1} {
		if len(rows) < size {
			continue
		}
		width := len(rows[0])
		statement := inserting(head, size, width, tail)
		for ; len(rows) >= size; rows = rows[size:] {
			args := make([]any, 0, size*width)
			for _, row := range rows[:size] {
				args = append(args, row...)
			}
			if err := use(Statement{Query: statement, Args: args}); err != nil {
				return err
			}
		}
	}
	return nil
}

// inserting is the statement for so many rows of so many values.
func inserting(head string, rows, width int, tail string) string {
	var text strings.Builder
	text.WriteString(head + " VALUES ")
	for row := range rows {
		if row > 0 {
			text.WriteByte(',')
		}
		text.WriteString(In(1+row*width, width))
	}
	text.WriteString(" " + tail)
	return text.String()
}
