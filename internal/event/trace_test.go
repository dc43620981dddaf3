package event_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

func TestTheConsumersTraceIsLinkedToTheEmitters(t *testing.T) {
	spans := tracetest.NewSpanRecorder()
	provider := sdk.NewTracerProvider(sdk.WithSpanProcessor(spans))
	before := otel.GetTracerProvider()
	otel.SetTracerProvider(provider)
	t.Cleanup(func() { otel.SetTracerProvider(before) })
	eachHouse(t, func(t *testing.T, h *house) {
		spans.Reset()
		ctx, span := provider.Tracer("test").Start(t.Context(), "request")
		require.NoError(t, h.from.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			return h.emitter.Fact(ctx, tx, "people/1", &directoryv1.PersonLeft{})
		}))
		span.End()
		h.round(t, 1)
		var within trace.SpanContext
		runner := h.runner(event.Consumer{Name: "c", Handlers: []event.Handler{
			event.OnFact(func(ctx context.Context, _ *db.Tx, _ event.Envelope, _ *directoryv1.PersonLeft) error {
				within = trace.SpanContextFromContext(ctx)
				return nil
			}),
		}})
		require.NoError(t, runner.Handle(ctx, "c", h.messages(t, "all", 1)))
		require.NotEqual(t, span.SpanContext().TraceID(), within.TraceID(), "a trace of its own")
		for _, ended := range spans.Ended() {
			if ended.SpanContext().SpanID() == within.SpanID() {
				require.Equal(t, "consume hearth.directory.v1.person.left", ended.Name())
				require.Equal(t, trace.SpanKindConsumer, ended.SpanKind())
				require.Len(t, ended.Links(), 1)
				require.Equal(t, span.SpanContext().TraceID(), ended.Links()[0].SpanContext.TraceID())
				return
			}
		}
		require.Fail(t, "the handler had no span")
	})
}

func TestMetricsSayWhetherAnybodyWaits(t *testing.T) {
	reader := metric.NewManualReader()
	before := otel.GetMeterProvider()
	otel.SetMeterProvider(metric.NewMeterProvider(metric.WithReader(reader)))
	t.Cleanup(func() { otel.SetMeterProvider(before) })
	eachHouse(t, func(t *testing.T, h *house) {
		h.emit(t, leaver("people/1"), leaver("people/2"))
		h.round(t, 2)
		h.emit(t, leaver("people/3"))
		h.wait(90 * time.Second)
		deaf := event.NewRelay(h.from, away{h.bus, func(int) []int { return []int{0} }}, "directory", h.options())
		runner := h.runner(failing(func(e event.Envelope) error { return event.Permanent(context.Canceled) }))
		runs(t, deaf.Run, runner.Run)
		want := map[string]float64{
			"hearth.event.outbox.depth directory": 1, "hearth.event.outbox.age directory": 90,
			"hearth.event.consumer.pending survey-count": 0, "hearth.event.dead survey-count": 2,
		}
		require.Eventually(t, func() bool {
			got := read(t, reader)
			for name, value := range want {
				if there, known := got[name]; !known || there != value {
					return false
				}
			}
			return true
		}, patience, time.Millisecond)
	})
	require.Empty(t, read(t, reader), "what has ended is silent")
}

// read gives each gauge by its name and the one attribute that it has.
func read(t *testing.T, reader *metric.ManualReader) map[string]float64 {
	t.Helper()
	var all metricdata.ResourceMetrics
	require.NoError(t, reader.Collect(t.Context(), &all))
	got := map[string]float64{}
	of := func(name string, set attribute.Set) string {
		return name + " " + set.ToSlice()[0].Value.AsString()
	}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			switch data := m.Data.(type) {
			case metricdata.Gauge[int64]:
				for _, point := range data.DataPoints {
					got[of(m.Name, point.Attributes)] = float64(point.Value)
				}
			case metricdata.Gauge[float64]:
				for _, point := range data.DataPoints {
					got[of(m.Name, point.Attributes)] = point.Value
				}
			}
		}
	}
	return got
}
