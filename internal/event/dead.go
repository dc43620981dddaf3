package event

import (
	"context"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event/internal/inbox"
)

// retryPoll is how soon a dead letter that somebody has asked to retry is taken up.
const retryPoll = time.Second

// DeadLetter is an event that a consumer gave up.
type DeadLetter struct {
	// Number names it within the service's database.
	Number int64
	// Consumer is the durable's name, <service>-<consumer>.
	Consumer string
	Event    Envelope
	Reason   string
	// Attempts counts the deliveries and retries that failed.
	Attempts int
	Time     time.Time
	// Retrying says that the next attempt is asked for.
	Retrying bool
}

// Dead lists the dead letters of a service's database, the oldest first.
func Dead(ctx context.Context, q db.Querier) ([]DeadLetter, error) {
	found, err := inbox.ListDead(ctx, q, false)
	if err != nil {
		return nil, err
	}
	letters := make([]DeadLetter, len(found))
	for i, d := range found {
		letters[i] = DeadLetter{Number: d.Seq, Consumer: d.Consumer, Event: buried(d), Reason: d.Reason, Attempts: int(d.Attempts),
			Time: db.FromMicros(d.DeadTime), Retrying: d.Retry}
	}
	return letters, nil
}

// RetryDead asks for another attempt at dead letters, by their numbers. The service's Runner takes them up within a second,
// in whichever process it runs; what fails again stays, with the new reason. It returns how many of them are there.
func RetryDead(ctx context.Context, d *db.DB, numbers ...int64) (int64, error) {
	return changeDead(ctx, d, inbox.AskRetry, numbers)
}

// DropDead removes dead letters for good, by their numbers. It returns how many of them were there.
func DropDead(ctx context.Context, d *db.DB, numbers ...int64) (int64, error) {
	return changeDead(ctx, d, inbox.DropDead, numbers)
}

func changeDead(ctx context.Context, d *db.DB, change func(context.Context, *db.Tx, []int64) (int64, error), numbers []int64) (int64, error) {
	var changed int64
	err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		changed, err = change(ctx, tx, numbers)
		return err
	})
	return changed, err
}

func (r *Runner) retryDead(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.RetryRound(ctx); err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "dead letters wait", "service", r.service, "error", err)
		}
		pause(ctx, retryPoll)
	}
}

// RetryRound puts the dead letters that somebody has asked to retry through their handlers again: one turn of Run.
func (r *Runner) RetryRound(ctx context.Context) error {
	wanted, err := inbox.ListDead(ctx, r.db.Read(), true)
	if err != nil {
		return err
	}
	for _, letter := range wanted {
		if err := r.retry(ctx, letter); err != nil {
			return err
		}
	}
	return nil
}

func (r *Runner) retry(ctx context.Context, letter inbox.Dead) error {
	return r.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		// Removing the letter first lets one of several processes alone retry it.
		dropped, err := inbox.DropDead(ctx, tx, []int64{letter.Seq})
		if err != nil || dropped == 0 {
			return err
		}
		failed := tx.Savepoint(ctx, func(ctx context.Context) error { return r.applyDead(ctx, tx, letter) })
		if failed == nil {
			return nil
		}
		letter.Reason, letter.Attempts, letter.DeadTime, letter.Retry = failed.Error(), letter.Attempts+1, db.Micros(r.clock()), false
		return inbox.Bury(ctx, tx, letter)
	})
}

func (r *Runner) applyDead(ctx context.Context, tx *db.Tx, letter inbox.Dead) error {
	for _, l := range r.lines {
		if _, handled := l.handlers[letter.Subject]; handled && l.name == letter.Consumer {
			return r.apply(ctx, tx, l, buried(letter))
		}
	}
	return fmt.Errorf("event: no handler of %s takes %s any more", letter.Consumer, letter.Subject)
}

func deadOf(consumer string, e Envelope, reason error, deliveries int, now time.Time) inbox.Dead {
	return inbox.Dead{Consumer: consumer, Event: e.ID, Service: e.Service, Subject: e.Subject, Type: e.Type, Aggregate: e.Aggregate,
		Version: e.Version, Kind: int64(e.Kind), EmitTime: db.Micros(e.Time), Traceparent: e.Traceparent, Payload: e.Payload,
		Reason: reason.Error(), Attempts: int64(deliveries), DeadTime: db.Micros(now)}
}

func buried(d inbox.Dead) Envelope {
	return Envelope{ID: d.Event, Service: d.Service, Subject: d.Subject, Type: d.Type, Aggregate: d.Aggregate, Version: d.Version,
		Kind: Kind(d.Kind), Time: db.FromMicros(d.EmitTime), Traceparent: d.Traceparent, Payload: d.Payload}
}
