package event

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event/internal/inbox"
	"github.com/hearth-culture/hearth/internal/model"
)

// instrumentation names this package to OpenTelemetry.
const instrumentation = "github.com/hearth-culture/hearth/internal/event"

// attempts is after how many deliveries an event that still fails is given up; with backoff that is after about ten minutes.
const attempts = 10

// delivery is a message of a batch on its way through a turn.
type delivery struct {
	message Message
	event   Envelope
	err     error // of the handler
	dead    bool  // given up, and kept as a dead letter
}

// Handle applies a batch for a consumer and answers its messages after the commit: one turn of Run. It returns an error
// when nothing could be committed; the messages are then delivered again.
func (r *Runner) Handle(ctx context.Context, consumer string, batch []Message) error {
	for _, l := range r.lines {
		if l.name == r.service+"-"+consumer {
			return r.handle(ctx, l, batch)
		}
	}
	return fmt.Errorf("event: %s has no consumer %s", r.service, consumer)
}

func (r *Runner) handle(ctx context.Context, l *line, batch []Message) error {
	work := r.sort(ctx, l, batch)
	if len(work) == 0 {
		return nil
	}
	// All in one go is several times as fast as one by one; and hardly ever fails one.
	err := r.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return r.applyAll(ctx, tx, l, work) })
	if err != nil {
		err = r.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return r.applyEach(ctx, tx, l, work) })
	}
	for _, d := range work {
		r.answer(ctx, l, d, err)
	}
	return err
}

// sort answers what is not for this consumer and brings the rest into an order in which two batches at the same time do
// not wait for each other's rows in a circle.
func (r *Runner) sort(ctx context.Context, l *line, batch []Message) []*delivery {
	var work []*delivery
	for _, message := range batch {
		event, err := message.Envelope()
		_, handled := l.handlers[event.Subject]
		switch {
		case err != nil:
			r.log.ErrorContext(ctx, "not an event", "consumer", l.name, "error", err)
			r.answered(ctx, l, message.Term("not an event"))
		case !handled, event.Replayed() && event.ReplayFor != l.name:
			r.answered(ctx, l, message.Ack())
		default:
			work = append(work, &delivery{message: message, event: event})
		}
	}
	slices.SortStableFunc(work, func(a, b *delivery) int { return cmp.Compare(a.event.Aggregate, b.event.Aggregate) })
	return work
}

func (r *Runner) applyAll(ctx context.Context, tx *db.Tx, l *line, work []*delivery) error {
	keys := make([]string, len(work))
	for i, d := range work {
		keys[i] = d.event.dedupeKey()
	}
	fresh, err := inbox.Admit(ctx, tx, l.name, r.clock(), keys)
	if err != nil {
		return err
	}
	for i, d := range work {
		if !fresh[keys[i]] {
			continue
		}
		delete(fresh, keys[i]) // a batch may hold one event twice
		if err := r.apply(ctx, tx, l, d.event); err != nil {
			return err
		}
	}
	return nil
}

// applyEach has each event stand or fall by itself.
func (r *Runner) applyEach(ctx context.Context, tx *db.Tx, l *line, work []*delivery) error {
	for _, d := range work {
		d.dead = false
		d.err = tx.Savepoint(ctx, func(ctx context.Context) error {
			fresh, err := inbox.Admit(ctx, tx, l.name, r.clock(), []string{d.event.dedupeKey()})
			if err != nil || len(fresh) == 0 {
				return err
			}
			return r.apply(ctx, tx, l, d.event)
		})
		if d.err == nil || !hopeless(d.err) && d.message.Deliveries() < attempts {
			continue
		}
		d.dead = true
		if err := r.bury(ctx, tx, l, d); err != nil {
			return err
		}
	}
	return nil
}

// apply runs the handler within a trace of its own, linked to that of the emitter.
func (r *Runner) apply(ctx context.Context, tx *db.Tx, l *line, e Envelope) (err error) {
	options := []trace.SpanStartOption{trace.WithNewRoot(), trace.WithSpanKind(trace.SpanKindConsumer),
		trace.WithAttributes(attribute.String("messaging.system", "nats"), attribute.String("messaging.destination.name", e.Subject),
			attribute.String("messaging.consumer.group.name", l.name))}
	if e.Traceparent != "" {
		emitted := propagation.TraceContext{}.Extract(context.Background(), propagation.MapCarrier{"traceparent": e.Traceparent})
		options = append(options, trace.WithLinks(trace.LinkFromContext(emitted)))
	}
	ctx, span := otel.Tracer(instrumentation).Start(ctx, "consume "+e.Subject, options...)
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("event: handler of %s panicked: %v", e.Subject, thrown)
		}
		if err != nil {
			span.SetStatus(codes.Error, "handler")
		}
		span.End()
	}()
	return l.handlers[e.Subject].apply(ctx, tx, e)
}

// bury keeps the event as a dead letter and notes it as applied, so that a lost answer does not try it again.
func (r *Runner) bury(ctx context.Context, tx *db.Tx, l *line, d *delivery) error {
	if _, err := inbox.Admit(ctx, tx, l.name, r.clock(), []string{d.event.dedupeKey()}); err != nil {
		return err
	}
	return inbox.Bury(ctx, tx, deadOf(l.name, d.event, d.err, d.message.Deliveries(), r.clock()))
}

// answer tells the bus what became of an event: after the commit, never before.
func (r *Runner) answer(ctx context.Context, l *line, d *delivery, failed error) {
	switch {
	case failed != nil:
		r.answered(ctx, l, d.message.Nak(backoff(d.message.Deliveries())))
	case d.dead:
		r.log.ErrorContext(ctx, "event is a dead letter", "consumer", l.name, "event", d.event.ID, "subject", d.event.Subject, "error", d.err)
		r.answered(ctx, l, d.message.Term("dead letter"))
	case d.err != nil:
		r.log.WarnContext(ctx, "event is tried again", "consumer", l.name, "event", d.event.ID, "subject", d.event.Subject, "error", d.err)
		r.answered(ctx, l, d.message.Nak(backoff(d.message.Deliveries())))
	default:
		r.answered(ctx, l, d.message.Ack())
	}
}

func (r *Runner) answered(ctx context.Context, l *line, err error) {
	if err != nil {
		// The event comes again, and the inbox knows it.
		r.log.DebugContext(ctx, "answer is lost", "consumer", l.name, "error", err)
	}
}

func hopeless(err error) bool {
	if _, fault := errors.AsType[*model.Fault](err); fault {
		return true
	}
	_, marked := errors.AsType[permanent](err)
	return marked
}

// backoff doubles from one second to five minutes.
func backoff(deliveries int) time.Duration {
	return min(time.Second<<min(max(deliveries-1, 0), 20), 5*time.Minute)
}
