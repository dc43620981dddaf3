package event

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/propagation"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event/internal/outbox"
	"github.com/hearth-culture/hearth/internal/model"
)

// maxPayload is half of the message size that a NATS server takes by default: what is emitted must be publishable.
const maxPayload = 512 << 10

// Emitter writes the events of one service into its outbox.
type Emitter struct {
	service string
	clock   model.Clock
	nudge   func()
}

// NewEmitter emits for a service. nudge runs after each commit that holds events: the Relay's Nudge.
func NewEmitter(service string, clock model.Clock, nudge func()) Emitter {
	return Emitter{service: service, clock: clock, nudge: nudge}
}

// Draft is an event to be emitted, made by NewState or NewFact.
type Draft struct {
	kind      Kind
	aggregate string
	version   int64
	msg       proto.Message
}

// NewState drafts the state of an aggregate at a version, which counts from 1.
func NewState(aggregate string, version int64, msg proto.Message) Draft {
	return Draft{State, aggregate, version, msg}
}

// NewFact drafts something that happened to an aggregate.
func NewFact(aggregate string, msg proto.Message) Draft { return Draft{Fact, aggregate, 0, msg} }

// State emits the state of an aggregate (a resource name) at a version. msg must be marked as a STATE event.
func (e Emitter) State(ctx context.Context, tx *db.Tx, aggregate string, version int64, msg proto.Message) error {
	return e.Emit(ctx, tx, NewState(aggregate, version, msg))
}

// Fact emits something that happened to an aggregate (a resource name). msg must be marked as a FACT event.
func (e Emitter) Fact(ctx context.Context, tx *db.Tx, aggregate string, msg proto.Message) error {
	return e.Emit(ctx, tx, NewFact(aggregate, msg))
}

// Emit writes several events in few statements. They become true with the transaction, or not at all.
func (e Emitter) Emit(ctx context.Context, tx *db.Tx, drafts ...Draft) error {
	if len(drafts) == 0 {
		return nil
	}
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	now := db.Micros(e.clock())
	rows := make([]outbox.Row, len(drafts))
	for i, draft := range drafts {
		row, err := e.row(draft)
		if err != nil {
			return err
		}
		row.EmitTime = now
		row.Traceparent = carrier["traceparent"]
		rows[i] = row
	}
	if err := outbox.Insert(ctx, tx, rows); err != nil {
		return err
	}
	tx.AfterCommit(e.nudge)
	return nil
}

func (e Emitter) row(draft Draft) (outbox.Row, error) {
	mark, err := markOf(draft.msg)
	if err != nil {
		return outbox.Row{}, err
	}
	switch {
	case mark.kind != draft.kind:
		return outbox.Row{}, fmt.Errorf("event: %s is a %s event, emitted as a %s", mark.name, mark.kind, draft.kind)
	case draft.aggregate == "":
		return outbox.Row{}, fmt.Errorf("event: %s speaks of no aggregate", mark.name)
	case draft.kind == State && draft.version < 1:
		return outbox.Row{}, fmt.Errorf("event: %s of %s has version %d, they count from 1", mark.name, draft.aggregate, draft.version)
	}
	payload, err := proto.Marshal(draft.msg)
	if err != nil {
		return outbox.Row{}, fmt.Errorf("event: %w", err)
	}
	if len(payload) > maxPayload {
		return outbox.Row{}, fmt.Errorf("%w: %s of %s", errTooLarge, mark.name, draft.aggregate)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return outbox.Row{}, err
	}
	return outbox.Row{ID: id.String(), Subject: mark.subject(e.service), Type: mark.name, Aggregate: draft.aggregate,
		Version: draft.version, Kind: int64(draft.kind), Payload: payload}, nil
}
