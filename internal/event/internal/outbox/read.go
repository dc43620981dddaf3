package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
)

func scan(rows *sql.Rows) (found []Row, err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var row Row
		if err := rows.Scan(append([]any{&row.Seq}, row.fields()...)...); err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, rows.Err()
}

// Depth is how many rows wait for the bus, and since when the oldest does; the zero time where none waits.
func Depth(ctx context.Context, q db.Querier) (waiting int64, since time.Time, err error) {
	var oldest sql.NullInt64
	err = q.QueryRowContext(ctx, "SELECT count(*), min(emit_time) FROM event_outbox WHERE settle_time IS NULL").Scan(&waiting, &oldest)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("outbox: depth: %w", err)
	}
	if oldest.Valid {
		since = db.FromMicros(oldest.Int64)
	}
	return waiting, since, nil
}

// reapStep bounds how long one transaction of Reap holds the writer.
const reapStep = 1000

// Reap deletes the rows that were settled before a time, and no others. Rows are settled roughly in their order, so it
// ends at the first settled row that is younger.
func Reap(ctx context.Context, d *db.DB, before time.Time) error {
	after, next := int64(0), int64(0)
	for more := true; more; after = next {
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			var last sql.NullInt64
			var rows, young int64
			err := tx.QueryRowContext(ctx, `SELECT count(*), max(seq), count(*) FILTER (WHERE settle_time >= $1) FROM (
				SELECT seq, settle_time FROM event_outbox WHERE seq > $2 ORDER BY seq LIMIT $3) AS oldest`,
				db.Micros(before), after, reapStep).Scan(&rows, &last, &young)
			if err != nil {
				return err
			}
			more = rows == reapStep && young == 0
			next = last.Int64
			_, err = tx.ExecContext(ctx, "DELETE FROM event_outbox WHERE seq > $1 AND seq <= $2 AND settle_time < $3",
				after, next, db.Micros(before))
			return err
		})
		if err != nil {
			return fmt.Errorf("outbox: reap: %w", err)
		}
	}
	return nil
}
