package event

import (
	"context"
	"time"
)

// Bus is what relays and runners need of a broker. It delivers at least once, in any order.
type Bus interface {
	// Publish puts events of one service onto the bus. Those whose places in the slice it returns are not known to have
	// arrived, for the reason that the error says: they may be published again. All others are safe from a crash.
	Publish(ctx context.Context, service string, events []Envelope) (doubtful []int, err error)
	// Subscribe makes sure that the durable subscription exists, from the oldest event that the bus still has, and returns
	// its feed. Nothing is delivered before the first Next.
	Subscribe(ctx context.Context, s Subscription) (Feed, error)
}

// Subscription is one consumer's interest in the events of one service.
type Subscription struct {
	// Durable is the name under which the bus remembers what was acknowledged: <service>-<consumer>.
	Durable string
	// Service is whose events are wanted.
	Service string
	// Subjects are the wanted ones of that service.
	Subjects []string
}

// Feed is a live subscription. It is safe for concurrent use.
type Feed interface {
	// Next waits for a message and returns those at hand, at most limit. An error that is not the context's own means that
	// the subscription is lost, and the feed of no more use.
	Next(ctx context.Context, limit int) ([]Message, error)
	// Incarnation tells one making of the durable subscription from another.
	Incarnation() string
	// Missed says that the bus has dropped events that were never acknowledged; it may say so needlessly.
	Missed() bool
	// Pending is how many events wait to be delivered or acknowledged.
	Pending(ctx context.Context) (int64, error)
	// Close ends the feed; what was fetched and not answered is delivered again.
	Close()
}

// Message is one delivery of an event. One of Ack, Nak and Term answers it; an answer may be lost, and then the event comes again.
type Message interface {
	// Envelope is the event, or an error for what is none of Hearth's.
	Envelope() (Envelope, error)
	// Deliveries counts how often the bus has delivered the event to this durable, this time included.
	Deliveries() int
	Ack() error
	// Nak has the event delivered again after the delay.
	Nak(delay time.Duration) error
	// Term ends the deliveries.
	Term(reason string) error
}
