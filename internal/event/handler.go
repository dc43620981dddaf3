package event

import (
	"context"
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
)

// AnyService is the source of handlers that take an event from whichever service emits it.
const AnyService = "*"

// Consumer is a durable reader of events: what it has applied is remembered under <service>-<name>.
type Consumer struct {
	Name     string
	Handlers []Handler
	// Before runs when the subscription exists and before its first message: a snapshot of what the bus no longer tells.
	// It runs again when the subscription had to be made anew, or may have missed events, and after a crash in the middle.
	// It may be nil.
	Before func(ctx context.Context) error
}

// Handler applies the events of one message type.
type Handler struct {
	mark   mark
	source string
	apply  func(ctx context.Context, tx *db.Tx, e Envelope) error
}

// OnState applies State events of a message type. fn is told every version, in any order: a Projection keeps the newest
// that it has seen and drops those that are older. What it does in tx commits together with the note that it was done; fn does nothing
// outside tx, for it may run again.
//
// fn acts as its service (model.ActorFrom). A model.Fault or a Permanent error makes the event a dead letter, any other
// error has it delivered again later. OnState panics when the contract does not mark T as a STATE event.
func OnState[T proto.Message](fn func(ctx context.Context, tx *db.Tx, version int64, msg T) error) Handler {
	return on(State, func(ctx context.Context, tx *db.Tx, e Envelope, msg T) error { return fn(ctx, tx, e.Version, msg) })
}

// OnFact applies Fact events of a message type, each once, in any order. The rules are those of OnState.
func OnFact[T proto.Message](fn func(ctx context.Context, tx *db.Tx, e Envelope, msg T) error) Handler {
	return on(Fact, fn)
}

// From takes the event from a service other than the one in whose contract it stands; AnyService takes it from all.
func (h Handler) From(service string) Handler {
	h.source = service
	return h
}

func on[T proto.Message](kind Kind, fn func(ctx context.Context, tx *db.Tx, e Envelope, msg T) error) Handler {
	var none T
	m, err := markOf(none)
	if err != nil {
		panic(err)
	}
	if m.kind != kind {
		panic(fmt.Sprintf("event: %s is a %s event, handled as a %s", m.name, m.kind, kind))
	}
	message := none.ProtoReflect().Type()
	return Handler{mark: m, source: m.service, apply: func(ctx context.Context, tx *db.Tx, e Envelope) error {
		msg := message.New().Interface().(T)
		if err := proto.Unmarshal(e.Payload, msg); err != nil {
			return Permanent(fmt.Errorf("event: payload of %s: %w", e.Type, err))
		}
		return fn(ctx, tx, e, msg)
	}}
}
