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
	for _, size := range []int{128, 16, 4, 1} {
		for ; len(rows) >= size; rows = rows[size:] {
			var text strings.Builder
			text.WriteString(head + " VALUES ")
			args := make([]any, 0, size*len(rows[0]))
			for i, row := range rows[:size] {
				if i > 0 {
					text.WriteByte(',')
				}
				text.WriteString(In(len(args)+1, len(row)))
				args = append(args, row...)
			}
			if _, err := tx.ExecContext(ctx, text.String()+" "+tail, args...); err != nil {
				return err
			}
		}
	}
	return nil
}
