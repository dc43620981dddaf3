// Package inbox remembers which events a consumer has applied, in the transaction of their effect, and which it gave up.
package inbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event/internal/outbox"
)

// Admit notes events as applied by a consumer and returns those that were not noted before. What it returns must be
// applied in the same transaction.
func Admit(ctx context.Context, tx *db.Tx, consumer string, now time.Time, events []string) (map[string]bool, error) {
	fresh := make(map[string]bool, len(events))
	for chunk := range outbox.Chunks(events) {
		args := []any{consumer, db.Micros(now)}
		for _, id := range chunk {
			args = append(args, id)
		}
		rows, err := tx.QueryContext(ctx, admitOf(len(chunk)), args...)
		if err == nil {
			err = collect(rows, fresh)
		}
		if err != nil {
			return nil, fmt.Errorf("inbox: %w", err)
		}
	}
	return fresh, nil
}

func admitOf(events int) string {
	var text strings.Builder
	text.WriteString("INSERT INTO event_inbox (consumer, event, apply_time) VALUES ")
	for i := range events {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, "($1,$%d,$2)", 3+i)
	}
	text.WriteString(" ON CONFLICT (consumer, event) DO NOTHING RETURNING event")
	return text.String()
}

func collect(rows *sql.Rows, into map[string]bool) (err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		into[id] = true
	}
	return rows.Err()
}

// pruneStep bounds how long one transaction of Prune holds the writer.
const pruneStep = 1000

// Prune forgets what was applied before a time. Rows are added in the order of time, so it ends at the first young one.
func Prune(ctx context.Context, d *db.DB, before time.Time) error {
	for more := true; more; {
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			res, err := tx.ExecContext(ctx, `DELETE FROM event_inbox WHERE apply_time < $1 AND seq IN (
				SELECT seq FROM event_inbox ORDER BY seq LIMIT $2)`, db.Micros(before), pruneStep)
			if err != nil {
				return err
			}
			deleted, err := res.RowsAffected()
			more = deleted == pruneStep
			return err
		})
		if err != nil {
			return fmt.Errorf("inbox: prune: %w", err)
		}
	}
	return nil
}

// Prepared is the incarnation of its subscriptions for which a consumer is prepared; "" if none.
func Prepared(ctx context.Context, q db.Querier, consumer string) (string, error) {
	var incarnation string
	err := q.QueryRowContext(ctx, "SELECT incarnation FROM event_consumer WHERE consumer = $1", consumer).Scan(&incarnation)
	if errors.Is(err, db.ErrNoRows) {
		return "", nil
	}
	return incarnation, err
}

// SetPrepared notes that a consumer is prepared for an incarnation.
func SetPrepared(ctx context.Context, d *db.DB, consumer, incarnation string) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO event_consumer (consumer, incarnation) VALUES ($1, $2)
			ON CONFLICT (consumer) DO UPDATE SET incarnation = excluded.incarnation`, consumer, incarnation)
		return err
	})
}
