package event

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event/internal/outbox"
	"github.com/hearth-culture/hearth/internal/model"
)

const (
	relayBatch   = 1000                 // events of one claim, and the most that one atomic batch of JetStream holds
	relayLease   = 30 * time.Second     // how long a claim keeps others away; longer than publishTimeout
	relayTimeout = 10 * time.Second     // for one publication
	relayPoll    = time.Second          // the truth; a nudge is only faster
	relayGather  = 3 * time.Millisecond // after a nudge, so that commits that follow close on it go in the same batch
	relayHurdle  = 5 * time.Second      // the longest pause while the bus is away
	relayWorkers = 2                    // one claims and settles while the other publishes
	keepSettled  = 7 * 24 * time.Hour
	housekeeping = time.Hour
)

// Options are what relays and runners need besides.
type Options struct {
	Clock model.Clock
	Log   *slog.Logger
	// Services are all that may emit: the sources of a handler From(AnyService).
	Services []string
}

// Relay carries a service's outbox to the bus. Several relays of one outbox share the work.
type Relay struct {
	db      *db.DB
	bus     Bus
	service string
	clock   model.Clock
	log     *slog.Logger
	wake    chan struct{}
}

// NewRelay makes the relay of a service.
func NewRelay(d *db.DB, bus Bus, service string, o Options) *Relay {
	return &Relay{db: d, bus: bus, service: service, clock: o.Clock, log: o.Log, wake: make(chan struct{}, 1)}
}

// Nudge says that there may be something to relay. It never blocks.
func (r *Relay) Nudge() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run relays until ctx ends, and returns nil then. What it was publishing at that time stays claimed until its lease ends.
func (r *Relay) Run(ctx context.Context) error {
	stop, err := r.observe()
	if err != nil {
		return err
	}
	defer stop()
	var all sync.WaitGroup
	for range relayWorkers {
		all.Go(func() { r.work(ctx) })
	}
	all.Go(func() { r.reap(ctx) })
	all.Wait()
	return nil
}

func (r *Relay) work(ctx context.Context) {
	hurdle := 100 * time.Millisecond
	for ctx.Err() == nil {
		published, err := r.Round(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			r.log.WarnContext(ctx, "relay waits", "service", r.service, "error", err)
			pause(ctx, hurdle)
			hurdle = min(2*hurdle, relayHurdle)
		case published == relayBatch:
			hurdle = 100 * time.Millisecond
		default:
			hurdle = 100 * time.Millisecond
			select {
			case <-ctx.Done():
			case <-r.wake:
				pause(ctx, relayGather)
			case <-time.After(relayPoll):
			}
		}
	}
}

// Round claims a batch, publishes it outside any transaction, and settles what the bus has: one turn of Run. It returns
// how many events it published. A crash between any two of its steps repeats the publication once the lease has ended.
func (r *Relay) Round(ctx context.Context) (published int, err error) {
	claim, err := outbox.Take(ctx, r.db, r.clock(), relayLease, relayBatch)
	if err != nil || len(claim.Rows) == 0 {
		return 0, err
	}
	events := make([]Envelope, len(claim.Rows))
	for i, row := range claim.Rows {
		events[i] = envelopeOf(r.service, row)
	}
	limited, cancel := context.WithTimeout(ctx, relayTimeout)
	doubtful, refused := r.bus.Publish(limited, r.service, events)
	cancel()
	if refused != nil {
		refused = fmt.Errorf("event: %d of %d not published: %w", len(doubtful), len(events), refused)
	}
	now := r.clock()
	err = claim.Settle(ctx, r.db, now, doubtful, now.Add(relayPoll))
	return len(events) - len(doubtful), errors.Join(refused, err)
}

func (r *Relay) reap(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.Reap(ctx); err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "settled events stay", "service", r.service, "error", err)
		}
		pause(ctx, housekeeping)
	}
}

// Reap deletes what was settled seven days ago: what Run does every hour.
func (r *Relay) Reap(ctx context.Context) error {
	return outbox.Reap(ctx, r.db, r.clock().Add(-keepSettled))
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func envelopeOf(service string, row outbox.Row) Envelope {
	return Envelope{ID: row.ID, Service: service, Subject: row.Subject, Type: row.Type, Aggregate: row.Aggregate, Version: row.Version,
		Kind: Kind(row.Kind), Time: db.FromMicros(row.EmitTime), Traceparent: row.Traceparent, Payload: row.Payload,
		ReplayFor: row.ReplayFor, ReplayRun: row.ReplayRun}
}
