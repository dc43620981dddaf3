package event

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/hearth-culture/hearth/internal/event/internal/inbox"
)

// observe answers "is anybody waiting?" about the outbox until stop is called.
func (r *Relay) observe() (stop func(), err error) {
	meter := otel.Meter(instrumentation)
	depth, err := meter.Int64ObservableGauge("hearth.event.outbox.depth", metric.WithUnit("{event}"),
		metric.WithDescription("Events that are committed and not yet on the bus"))
	if err != nil {
		return nil, err
	}
	age, err := meter.Float64ObservableGauge("hearth.event.outbox.age", metric.WithUnit("s"),
		metric.WithDescription("How long the oldest of them has waited"))
	if err != nil {
		return nil, err
	}
	of := metric.WithAttributes(attribute.String("service", r.service))
	registered, err := meter.RegisterCallback(func(ctx context.Context, o metric.Observer) error {
		waiting, oldest, err := Waiting(ctx, r.db.Read(), r.clock())
		if err != nil {
			return err
		}
		o.ObserveInt64(depth, waiting, of)
		o.ObserveFloat64(age, oldest.Seconds(), of)
		return nil
	}, depth, age)
	if err != nil {
		return nil, err
	}
	return func() { _ = registered.Unregister() }, nil // it fails only when it was never registered
}

// observe answers "is anybody waiting?" about the consumers until stop is called.
func (r *Runner) observe() (stop func(), err error) {
	meter := otel.Meter(instrumentation)
	pending, err := meter.Int64ObservableGauge("hearth.event.consumer.pending", metric.WithUnit("{event}"),
		metric.WithDescription("Events on the bus that the consumer has not applied"))
	if err != nil {
		return nil, err
	}
	dead, err := meter.Int64ObservableGauge("hearth.event.dead", metric.WithUnit("{event}"),
		metric.WithDescription("Events that the consumer gave up"))
	if err != nil {
		return nil, err
	}
	registered, err := meter.RegisterCallback(func(ctx context.Context, o metric.Observer) error {
		letters, err := inbox.CountDead(ctx, r.db.Read())
		if err != nil {
			return err
		}
		for _, l := range r.lines {
			of := metric.WithAttributes(attribute.String("consumer", l.name))
			o.ObserveInt64(dead, letters[l.name], of)
			if waiting, known := l.pending(ctx); known {
				o.ObserveInt64(pending, waiting, of)
			}
		}
		return nil
	}, pending, dead)
	if err != nil {
		return nil, err
	}
	return func() { _ = registered.Unregister() }, nil // it fails only when it was never registered
}

// pending counts what the bus holds for the consumer, where it can be asked.
func (l *line) pending(ctx context.Context) (total int64, known bool) {
	l.mu.Lock()
	feeds := l.feeds
	l.mu.Unlock()
	for _, feed := range feeds {
		waiting, err := feed.Pending(ctx)
		if err != nil {
			return 0, false
		}
		total += waiting
	}
	return total, len(feeds) > 0
}
