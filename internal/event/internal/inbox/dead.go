package inbox

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/hearth-culture/hearth/internal/db"
)

// Dead is an event that a consumer gave up. Times are microseconds since 1970.
type Dead struct {
	Seq         int64 // given by the database
	Consumer    string
	Event       string
	Service     string
	Subject     string
	Type        string
	Aggregate   string
	Version     int64
	Kind        int64
	EmitTime    int64
	Traceparent string
	Payload     []byte
	Reason      string
	Attempts    int64
	DeadTime    int64
	Retry       bool // somebody has asked for another attempt
}

const deadColumns = `consumer, event, service, subject, type, aggregate, version, kind, emit_time, traceparent, payload,
	reason, attempts, dead_time, retry`

func (d *Dead) fields() []any {
	return []any{&d.Consumer, &d.Event, &d.Service, &d.Subject, &d.Type, &d.Aggregate, &d.Version, &d.Kind, &d.EmitTime,
		&d.Traceparent, &d.Payload, &d.Reason, &d.Attempts, &d.DeadTime, &d.Retry}
}

// Bury keeps an event that a consumer gave up. An event that is buried already gets the new reason.
func Bury(ctx context.Context, tx *db.Tx, d Dead) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO event_dead ("+deadColumns+") VALUES "+db.In(1, 15)+`
		ON CONFLICT (consumer, event) DO UPDATE SET reason = excluded.reason, attempts = excluded.attempts,
			dead_time = excluded.dead_time, retry = excluded.retry`,
		d.Consumer, d.Event, d.Service, d.Subject, d.Type, d.Aggregate, d.Version, d.Kind, d.EmitTime, d.Traceparent, d.Payload,
		d.Reason, d.Attempts, d.DeadTime, d.Retry)
	if err != nil {
		return fmt.Errorf("inbox: dead letter: %w", err)
	}
	return nil
}

// ListDead are the dead letters in the order of their burial; only those to be retried, or all.
func ListDead(ctx context.Context, q db.Querier, retry bool) ([]Dead, error) {
	return db.All(ctx, q, func(scan db.Scan) (d Dead, err error) {
		err = scan(append([]any{&d.Seq}, d.fields()...)...)
		return d, err
	}, "SELECT seq, "+deadColumns+" FROM event_dead WHERE retry OR NOT $1 ORDER BY seq", retry)
}

// CountDead counts the dead letters of each consumer.
func CountDead(ctx context.Context, q db.Querier) (map[string]int64, error) {
	counts := map[string]int64{}
	_, err := db.All(ctx, q, func(scan db.Scan) (consumer string, err error) {
		var count int64
		err = scan(&consumer, &count)
		counts[consumer] = count
		return consumer, err
	}, "SELECT consumer, count(*) FROM event_dead GROUP BY consumer")
	return counts, err
}

// AskRetry marks dead letters for another attempt; DropDead removes them for good. Both take those that are there and say
// how many that were.
func AskRetry(ctx context.Context, tx *db.Tx, seqs []int64) (int64, error) {
	return change(ctx, tx, "UPDATE event_dead SET retry = TRUE WHERE seq IN ", seqs)
}

// DropDead removes dead letters.
func DropDead(ctx context.Context, tx *db.Tx, seqs []int64) (int64, error) {
	return change(ctx, tx, "DELETE FROM event_dead WHERE seq IN ", seqs)
}

func change(ctx context.Context, tx *db.Tx, statement string, seqs []int64) (int64, error) {
	args := make([]any, len(seqs))
	for i, seq := range seqs {
		args[i] = seq
	}
	var res sql.Result
	res, err := tx.ExecContext(ctx, statement+db.In(1, len(seqs)), args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}
