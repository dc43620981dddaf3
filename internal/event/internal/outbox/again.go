package outbox

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
)

// Kept is a row and when it was settled; zero while it waits.
type Kept struct {
	Row
	Settled time.Time
}

// Newest are the rows added last, at most limit, the newest first.
func Newest(ctx context.Context, q db.Querier, limit int) ([]Kept, error) {
	found, err := db.All(ctx, q, func(scan db.Scan) (kept Kept, err error) {
		var settled sql.NullInt64
		err = scan(append([]any{&kept.Seq, &settled}, kept.fields()...)...)
		kept.Settled = db.FromNullMicros(settled)
		return kept, err
	}, "SELECT seq, settle_time, "+columns+" FROM event_outbox ORDER BY seq DESC LIMIT $1", limit)
	if err != nil {
		return nil, fmt.Errorf("outbox: list: %w", err)
	}
	return found, nil
}

// Again adds copies of settled rows for one consumer: those emitted since a time, and of the ids where any are given. It
// returns how many.
func Again(ctx context.Context, d *db.DB, consumer, run string, since time.Time, ids []string) (added int64, err error) {
	args := []any{consumer, run, db.Micros(since)}
	wanted := ""
	if len(ids) > 0 {
		wanted = " AND id IN " + db.In(4, len(ids))
		for _, id := range ids {
			args = append(args, id)
		}
	}
	err = d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		res, err := tx.ExecContext(ctx, "INSERT INTO event_outbox ("+columns+`, claim, lease_time)
			SELECT id, subject, type, aggregate, version, kind, emit_time, traceparent, payload, $1, $2, 0, 0 FROM event_outbox
			WHERE settle_time IS NOT NULL AND replay_for = '' AND emit_time >= $3`+wanted+" ORDER BY seq", args...)
		if err != nil {
			return err
		}
		added, err = res.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("outbox: replay: %w", err)
	}
	return added, nil
}
