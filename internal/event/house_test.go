package event_test

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/sim"
	"github.com/hearth-culture/hearth/internal/testkit"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

const patience = 20 * time.Second

// house is a directory that emits and a survey that consumes, on one engine, with the model as their bus.
type house struct {
	from, to *db.DB
	bus      *sim.Bus
	now      atomic.Int64 // microseconds
	nudges   atomic.Int64
	emitter  event.Emitter
	relay    *event.Relay
}

// eachHouse runs a test in a house on each engine.
func eachHouse(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := &house{from: d, to: testkit.Open(t, d.Engine(), event.Migrations(), effects), bus: sim.NewBus(nil)}
		h.now.Store(1_795_000_000_000_000)
		h.emitter = event.NewEmitter("directory", h.clock, func() { h.nudges.Add(1) })
		h.relay = event.NewRelay(h.from, h.bus, "directory", h.options())
		test(t, h)
	}, event.Migrations())
}

func (h *house) clock() time.Time { return time.UnixMicro(h.now.Load()).UTC() }

func (h *house) wait(d time.Duration) { h.now.Add(d.Microseconds()) }

func (h *house) options() event.Options {
	return event.Options{Clock: h.clock, Log: slog.New(slog.DiscardHandler), Services: []string{"directory", "survey"}}
}

func (h *house) emit(t *testing.T, drafts ...event.Draft) {
	t.Helper()
	require.NoError(t, h.from.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return h.emitter.Emit(ctx, tx, drafts...) }))
}

// round relays once and demands that so many events were published.
func (h *house) round(t *testing.T, published int) {
	t.Helper()
	got, err := h.relay.Round(t.Context())
	require.NoError(t, err)
	require.Equal(t, published, got)
}

func (h *house) runner(consumers ...event.Consumer) *event.Runner {
	return event.NewRunner(h.to, h.bus, "survey", consumers, h.options())
}

// applied waits until the events of exactly these aggregates have had their effect, in any order, and nothing is on its way.
func (h *house) applied(t *testing.T, aggregates ...string) {
	t.Helper()
	require.Eventually(t, func() bool { return effectRows(t, h.to) >= int64(len(aggregates)) && h.pending(t) == 0 }, patience, time.Millisecond)
	require.ElementsMatch(t, aggregates, texts(t, h.to, "SELECT subject FROM effect"))
}

// pending is what the bus holds for the consumer "count".
func (h *house) pending(t *testing.T) int64 {
	t.Helper()
	feed, err := h.bus.Subscribe(t.Context(), event.Subscription{Durable: "survey-count", Service: "directory",
		Subjects: []string{"hearth.directory.v1.person.left"}})
	require.NoError(t, err)
	pending, err := feed.Pending(t.Context())
	require.NoError(t, err)
	return pending
}

func texts(t *testing.T, d *db.DB, query string, args ...any) (found []string) {
	t.Helper()
	rows, err := d.Read().QueryContext(t.Context(), query, args...)
	require.NoError(t, err)
	for rows.Next() {
		var text string
		require.NoError(t, rows.Scan(&text))
		found = append(found, text)
	}
	require.NoError(t, errors.Join(rows.Err(), rows.Close()))
	return found
}

func leaver(person string) event.Draft {
	return event.NewFact(person, &directoryv1.PersonLeft{Person: person, Date: "2026-11-22"})
}

var counting = event.Consumer{Name: "count", Handlers: []event.Handler{countLeavers}}
