package event

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event/internal/outbox"
)

// Listed is an event in an outbox.
type Listed struct {
	Event Envelope
	// Settled is when the bus took it; zero while it waits.
	Settled time.Time
}

// List are the newest events in a service's outbox, at most limit, the newest first. Those that were settled more than
// seven days ago are gone.
func List(ctx context.Context, q db.Querier, service string, limit int) ([]Listed, error) {
	rows, err := outbox.Newest(ctx, q, limit)
	if err != nil {
		return nil, err
	}
	listed := make([]Listed, len(rows))
	for i, row := range rows {
		listed[i] = Listed{Event: envelopeOf(service, row.Row), Settled: row.Settled}
	}
	return listed, nil
}

// Replay says what to publish again.
type Replay struct {
	// Consumer is the only one to be told, by its durable's name <service>-<consumer>; all others pass the events by.
	Consumer string
	// Since leaves out what was emitted before.
	Since time.Time
	// IDs are the wanted events; all where it is empty.
	IDs []string
	// Again has the consumer apply also what it has applied before, once more for this call. Without it, the consumer's
	// inbox passes over what was applied, and only what was lost has an effect.
	Again bool
}

// Run publishes settled events of a service's outbox again, under their own ids: it puts them into the outbox once more,
// for the relay. It returns how many.
func (r Replay) Run(ctx context.Context, d *db.DB) (int64, error) {
	if r.Consumer == "" {
		return 0, fmt.Errorf("event: a replay is for one consumer")
	}
	run := ""
	if r.Again {
		run = uuid.NewString()
	}
	return outbox.Again(ctx, d, r.Consumer, run, r.Since, r.IDs)
}

// Waiting is how many events wait in an outbox, and for how long the oldest has.
func Waiting(ctx context.Context, q db.Querier, now time.Time) (events int64, age time.Duration, err error) {
	events, since, err := outbox.Depth(ctx, q)
	if err != nil || events == 0 {
		return 0, 0, err
	}
	return events, now.Sub(since), nil
}
