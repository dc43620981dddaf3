package event_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/bustest"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// BenchmarkDelivery measures the whole way of an event: a transaction that emits it (32 callers), outbox, relay, JetStream
// that syncs every write, consumer with its inbox row and a row of effect.
func BenchmarkDelivery(b *testing.B) {
	for _, engine := range testkit.Engines(b) {
		for _, each := range []int{1, 100} {
			b.Run(fmt.Sprintf("%s/events-a-commit=%d", engine, each), func(b *testing.B) { benchDelivery(b, engine, each) })
		}
	}
}

func benchDelivery(b *testing.B, engine db.Engine, each int) {
	from := testkit.Open(b, engine, event.Migrations())
	to := testkit.Open(b, engine, event.Migrations(), effects)
	bus := bustest.Bus(b)
	options := event.Options{Clock: time.Now, Log: slog.New(slog.DiscardHandler)}
	relay := event.NewRelay(from, bus, "directory", options)
	emitter := event.NewEmitter("directory", time.Now, relay.Nudge)
	runner := event.NewRunner(to, bus, "survey", []event.Consumer{{Name: "count", Handlers: []event.Handler{countLeavers}}}, options)
	runs(b, relay.Run, runner.Run)

	b.ResetTimer()
	spread(b, (b.N+each-1)/each, func(i int) error {
		drafts := make([]event.Draft, min(each, b.N-i*each))
		for n := range drafts {
			person := fmt.Sprintf("people/%08d", i*each+n)
			drafts[n] = event.NewFact(person, &directoryv1.PersonLeft{Person: person, Date: "2026-11-22"})
		}
		return from.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error { return emitter.Emit(ctx, tx, drafts...) })
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "emitted/s")
	require.Eventually(b, func() bool { return effectRows(b, to) == int64(b.N) }, 5*time.Minute, 5*time.Millisecond)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "delivered/s")
}

// spread has 32 callers share n calls.
func spread(b *testing.B, n int, call func(i int) error) {
	b.Helper()
	next := make(chan int)
	errs := make(chan error, n)
	var callers sync.WaitGroup
	for range 32 {
		callers.Go(func() {
			for i := range next {
				errs <- call(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	callers.Wait()
	close(errs)
	for err := range errs {
		require.NoError(b, err)
	}
}
