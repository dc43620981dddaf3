// Package event carries what happened in one service to the others: once for good, whatever crashes in between.
//
// An Emitter writes events into the outbox within the transaction that made them true. A Relay claims them there, publishes
// them on the Bus and settles them. A Runner hands them to the consumers of a service, and keeps an inbox row in the
// transaction of each effect, so that an event that comes twice is applied once. The order of events is not promised:
// State events carry a version by which a projection tells old from new, Fact events are applied each once, in any order.
package event

import (
	"embed"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
)

// Kind decides what a consumer does with events that come late. The numbers are those of hearth.option.v1.EventKind.
type Kind int

const (
	// State events carry the whole state of their aggregate at a version: of two, the newer one holds.
	State Kind = 1
	// Fact events say that something happened: each counts, whatever was seen before.
	Fact Kind = 2
)

// String names the kind: "state" or "fact".
func (k Kind) String() string {
	switch k {
	case State:
		return "state"
	case Fact:
		return "fact"
	default:
		return "unknown"
	}
}

// Envelope is an event on its way.
type Envelope struct {
	// ID is the same however often the event is published. It is a UUIDv7.
	ID string
	// Service is who emitted it.
	Service string
	// Subject is hearth.<service>.v1.<resource>.<fact>.
	Subject string
	// Type is the full name of the payload's message.
	Type string
	// Aggregate is the resource name of what the event speaks of.
	Aggregate string
	// Version counts the changes of the aggregate; 0 for facts.
	Version int64
	Kind    Kind
	// Time is when it was emitted, to the microsecond.
	Time time.Time
	// Traceparent is the W3C trace context within which it was emitted; empty where nothing was traced.
	Traceparent string
	// ReplayFor is the one consumer for which the event is published again; empty for a first publication.
	ReplayFor string
	// ReplayRun is set when that consumer shall apply it once more although it has done so before: once for each run.
	ReplayRun string
	Payload   []byte
}

// Replayed says that the event is published again for one consumer.
func (e Envelope) Replayed() bool { return e.ReplayFor != "" }

// dedupeKey is what the inbox remembers.
func (e Envelope) dedupeKey() string {
	if e.ReplayRun == "" {
		return e.ID
	}
	return e.ID + "/" + e.ReplayRun
}

// Permanent marks an error that no retry can mend: the event becomes a dead letter at once, as it does for a model.Fault.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanent{err}
}

type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

var errTooLarge = errors.New("event: larger than 512 KiB, which no bus is sure to take")

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the tables of the outbox, the inbox and the dead letters, for the database of each service that emits or consumes.
func Migrations() db.Set { return db.Embedded("event", files) }
