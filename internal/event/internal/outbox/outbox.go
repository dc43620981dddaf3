// Package outbox keeps events from the commit that made them true until the bus has them, and a while longer.
//
// Rows are claimed and settled one by one, never followed by a cursor: a transaction that took its number early may commit
// late, behind rows that were published long ago.
package outbox

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
)

// Row is an event in the outbox. Times are microseconds since 1970.
type Row struct {
	Seq         int64 // given by the database
	ID          string
	Subject     string
	Type        string
	Aggregate   string
	Version     int64
	Kind        int64
	EmitTime    int64
	Traceparent string
	Payload     []byte
	ReplayFor   string
	ReplayRun   string
}

const columns = "id, subject, type, aggregate, version, kind, emit_time, traceparent, payload, replay_for, replay_run"

func (r *Row) fields() []any {
	return []any{&r.ID, &r.Subject, &r.Type, &r.Aggregate, &r.Version, &r.Kind, &r.EmitTime, &r.Traceparent, &r.Payload, &r.ReplayFor, &r.ReplayRun}
}

// Insert adds rows, many in a statement.
func Insert(ctx context.Context, tx *db.Tx, rows []Row) error {
	values := make([][]any, len(rows))
	for i, r := range rows {
		values[i] = []any{
			r.ID, r.Subject, r.Type, r.Aggregate, r.Version, r.Kind, r.EmitTime, r.Traceparent, r.Payload, r.ReplayFor, r.ReplayRun, 0, 0,
		}
	}
	if err := db.Insert(ctx, tx, "INSERT INTO event_outbox ("+columns+", claim, lease_time)", values, ""); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	return nil
}

// Claim is a batch of rows that one relay publishes.
type Claim struct {
	token int64
	Rows  []Row
}

// Take claims the oldest waiting rows, at most limit. Until the lease ends nobody else is given them.
func Take(ctx context.Context, d *db.DB, now time.Time, lease time.Duration, limit int) (Claim, error) {
	var claim Claim
	err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		claim = Claim{token: rand.Int64()}
		rows, err := tx.QueryContext(ctx, `UPDATE event_outbox SET claim = $1, lease_time = $2 WHERE seq IN (
			SELECT seq FROM event_outbox WHERE settle_time IS NULL AND lease_time <= $3 ORDER BY seq LIMIT $4`+tx.SkipLocked()+`)
			RETURNING seq, `+columns, claim.token, db.Micros(now.Add(lease)), db.Micros(now), limit)
		if err != nil {
			return err
		}
		claim.Rows, err = scan(rows)
		return err
	})
	if err != nil {
		return Claim{}, fmt.Errorf("outbox: claim: %w", err)
	}
	// Neither engine says in which order an UPDATE returns its rows.
	slices.SortFunc(claim.Rows, func(a, b Row) int { return int(a.Seq - b.Seq) })
	return claim, nil
}

// Settle notes that the bus has the rows of the claim, but for those at the places in doubtful, which may be claimed again
// from retry on. Rows that another relay has claimed meanwhile are left to it.
func (c Claim) Settle(ctx context.Context, d *db.DB, now time.Time, doubtful []int, retry time.Time) error {
	if len(c.Rows) == 0 {
		return nil
	}
	first, last := c.Rows[0].Seq, c.Rows[len(c.Rows)-1].Seq
	err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if len(doubtful) == len(c.Rows) {
			return c.release(ctx, tx, retry, first, last)
		}
		for _, place := range doubtful {
			if err := c.release(ctx, tx, retry, c.Rows[place].Seq, c.Rows[place].Seq); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `UPDATE event_outbox SET settle_time = $1
			WHERE seq BETWEEN $2 AND $3 AND claim = $4 AND settle_time IS NULL`, db.Micros(now), first, last, c.token)
		return err
	})
	if err != nil {
		return fmt.Errorf("outbox: settle: %w", err)
	}
	return nil
}

func (c Claim) release(ctx context.Context, tx *db.Tx, retry time.Time, first, last int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE event_outbox SET claim = 0, lease_time = $1
		WHERE seq BETWEEN $2 AND $3 AND claim = $4 AND settle_time IS NULL`, db.Micros(retry), first, last, c.token)
	return err
}
