package sim_test

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/internal/outbox"
)

var (
	seedCount = flag.Uint64("seeds", 0, "how many seeds the simulation tries; 0: as many as fit in a test run, or in a soak")
	firstSeed = flag.Uint64("seed", 1, "the first seed of the simulation")
)

const (
	steps             = 250
	plantedSeeds      = 200 // within which each planted bug must show
	lease             = 30 * time.Second
	relayLeaseAndMore = lease + time.Second
)

// A round is what a relay does again and again, a turn what a consumer does with a batch.
type (
	round func(ctx context.Context) (int, error)
	turn  func(ctx context.Context, w *world, runner *event.Runner, batch []event.Message) error
)

// variant is an order of steps.
type variant struct {
	relay func(w *world) round
	turn  turn
}

// right is the order that Hearth runs.
var right = variant{
	relay: func(w *world) round {
		return event.NewRelay(w.from, wire{w.bus, w}, "directory", w.options()).Round
	},
	turn: func(ctx context.Context, _ *world, runner *event.Runner, batch []event.Message) error {
		return runner.Handle(ctx, "test", batch)
	},
}

// settleFirst notes an event as published before it is.
var settleFirst = variant{turn: right.turn, relay: func(w *world) round {
	return func(ctx context.Context) (int, error) {
		claim, err := outbox.Take(ctx, w.from, w.now, lease, 1000)
		if err != nil || len(claim.Rows) == 0 {
			return 0, err
		}
		if err := claim.Settle(ctx, w.from, w.now, nil, w.now); err != nil {
			return 0, err
		}
		_, err = wire{w.bus, w}.Publish(ctx, "directory", envelopes(claim.Rows))
		return len(claim.Rows), err
	}
}}

// cursor follows the numbers of the outbox: it publishes what is beyond the last one it has seen.
var cursor = variant{turn: right.turn, relay: func(w *world) round {
	return func(ctx context.Context) (int, error) {
		var last int64
		if err := w.from.Read().QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM relay_cursor").Scan(&last); err != nil {
			return 0, err
		}
		rows, err := beyond(ctx, w.from.Read(), last)
		if err != nil || len(rows) == 0 {
			return 0, err
		}
		if _, err := (wire{w.bus, w}).Publish(ctx, "directory", envelopes(rows)); err != nil {
			return 0, err
		}
		return len(rows), w.from.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO relay_cursor (seq) VALUES ($1)", rows[len(rows)-1].Seq)
			return err
		})
	}
}}

// ackFirst answers the bus before the effect is committed.
var ackFirst = variant{relay: right.relay, turn: func(ctx context.Context, _ *world, runner *event.Runner, batch []event.Message) error {
	silent := make([]event.Message, len(batch))
	for i, message := range batch {
		if err := message.Ack(); err != nil {
			return err
		}
		silent[i] = answered{message}
	}
	return runner.Handle(ctx, "test", silent)
}}

// answered has had its answer.
type answered struct{ event.Message }

func (answered) Ack() error { return nil }

func (answered) Nak(time.Duration) error { return nil }

func beyond(ctx context.Context, q db.Querier, last int64) (found []outbox.Row, err error) {
	rows, err := q.QueryContext(ctx, `SELECT seq, id, subject, type, aggregate, version, kind, payload FROM event_outbox
		WHERE seq > $1 ORDER BY seq`, last)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r outbox.Row
		if err := rows.Scan(&r.Seq, &r.ID, &r.Subject, &r.Type, &r.Aggregate, &r.Version, &r.Kind, (*sql.RawBytes)(&r.Payload)); err != nil {
			return nil, err
		}
		r.Payload = append([]byte(nil), r.Payload...)
		found = append(found, r)
	}
	return found, rows.Err()
}

func envelopes(rows []outbox.Row) []event.Envelope {
	events := make([]event.Envelope, len(rows))
	for i, r := range rows {
		events[i] = event.Envelope{ID: r.ID, Service: "directory", Subject: r.Subject, Type: r.Type, Aggregate: r.Aggregate,
			Version: r.Version, Kind: event.Kind(r.Kind), Payload: r.Payload}
	}
	return events
}

// play is one run: two producers, two relays and two consumers. It returns what it found wrong, and the trace.
func play(t *testing.T, s stage, v variant, seed uint64) (violation string, trace []string) {
	t.Helper()
	s.clear(t)
	ctx := context.Background()
	w := newWorld(seed, s.from, s.to)
	spawn := func(name string) {
		switch name[:len(name)-2] {
		case "producer":
			w.start(name, func() { w.produce(ctx) })
		case "relay":
			w.start(name, func() {
				round := v.relay(w)
				for !w.calm && w.alive() == nil {
					if _, err := round(ctx); err != nil {
						w.note("round: %v", err)
					}
					w.step("rests")
				}
			})
		case "consumer":
			w.start(name, func() { w.consume(ctx, v.turn) })
		}
	}
	for _, name := range []string{"producer 1", "producer 2", "relay 1", "relay 2", "consumer 1", "consumer 2"} {
		spawn(name)
	}
	w.run(steps, spawn)
	if err := w.drain(ctx, v); err != nil {
		return err.Error(), w.trace
	}
	return w.violation(t), w.trace
}

func TestNothingIsLostAndNothingCountsTwice(t *testing.T) {
	seeds := *seedCount
	switch {
	case seeds > 0:
	case os.Getenv("HEARTH_SOAK") != "":
		seeds = 20_000
	default:
		seeds = 400
	}
	s := newStage(t)
	for seed := *firstSeed; seed < *firstSeed+seeds; seed++ {
		if violation, trace := play(t, s, right, seed); violation != "" {
			require.FailNow(t, violation, "seed %d\n%s", seed, strings.Join(trace, "\n"))
		}
	}
}

func TestTheSimulationFindsPlantedBugs(t *testing.T) {
	for name, v := range map[string]variant{"settle before publish": settleFirst, "ack before commit": ackFirst, "cursor instead of claim": cursor} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			for seed := uint64(1); seed <= plantedSeeds; seed++ {
				if violation, trace := play(t, s, v, seed); violation != "" {
					t.Logf("seed %d: %s\n%s", seed, violation, strings.Join(trace, "\n"))
					return
				}
			}
			require.FailNow(t, "the simulation is blind to it")
		})
	}
}

func TestARunIsDecidedByItsSeed(t *testing.T) {
	s := newStage(t)
	for seed := range uint64(5) {
		_, first := play(t, s, right, seed)
		_, second := play(t, s, right, seed)
		require.Equal(t, first, second)
		require.Greater(t, len(first), steps/2, "much happens in a run")
	}
}
