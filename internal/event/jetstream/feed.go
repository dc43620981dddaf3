package jetstream

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/hearth-culture/hearth/internal/event"
)

const (
	prefetch   = 512          // events fetched ahead of the workers; all of them must be applied within AckWait
	ackPending = 4 * prefetch // events that may be unanswered at a time, those that wait for another try included
	pullExpiry = 30 * time.Second
	heartbeat  = 5 * time.Second // two of them missed, and the subscription counts as lost
)

// Subscribe makes the durable pull consumer, or brings it up to date.
func (b *Bus) Subscribe(ctx context.Context, s event.Subscription) (event.Feed, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := b.stream(ctx, s.Service); err != nil {
		return nil, err
	}
	stream, err := b.js.Stream(ctx, StreamName(s.Service))
	if err != nil {
		b.gone(s.Service, err)
		return nil, fmt.Errorf("jetstream: %w", err)
	}
	consumer, err := stream.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
		Durable: s.Durable, FilterSubjects: s.Subjects, DeliverPolicy: jetstream.DeliverAllPolicy, AckPolicy: jetstream.AckExplicitPolicy,
		AckWait: b.o.AckWait, MaxAckPending: ackPending,
		// Without a limit: the server would drop an event silently where the runner writes a dead letter.
		MaxDeliver: -1,
	})
	if err != nil {
		return nil, fmt.Errorf("jetstream: consumer %s: %w", s.Durable, err)
	}
	info := consumer.CachedInfo()
	return &feed{
		consumer:    consumer,
		incarnation: fmt.Sprintf("%s@%s%q", s.Service, info.Created.UTC().Format(time.RFC3339Nano), s.Subjects),
		missed:      info.AckFloor.Stream+1 < stream.CachedInfo().State.FirstSeq,
		ready:       make(chan jetstream.Msg, prefetch),
		done:        make(chan struct{}),
		lost:        make(chan struct{}),
	}, nil
}

type feed struct {
	consumer    jetstream.Consumer
	incarnation string
	missed      bool

	ready chan jetstream.Msg // fetched and waiting for a worker
	done  chan struct{}      // closed by Close
	lost  chan struct{}      // closed when the subscription is lost, after err is set

	start   sync.Once
	lose    sync.Once
	end     sync.Once
	err     error
	pulling jetstream.ConsumeContext
}

// Incarnation is when the consumer was made, and for which subjects it is kept.
func (f *feed) Incarnation() string { return f.incarnation }

// Missed holds where the stream begins after the first event that was not acknowledged. It errs on the side of yes for a
// consumer whose subjects are rare.
func (f *feed) Missed() bool { return f.missed }

// Next waits for events.
func (f *feed) Next(ctx context.Context, limit int) ([]event.Message, error) {
	f.start.Do(f.pull)
	select {
	case msg := <-f.ready:
		return f.more([]event.Message{delivered{msg}}, limit), nil
	default:
	}
	select {
	case msg := <-f.ready:
		return f.more([]event.Message{delivered{msg}}, limit), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-f.lost:
		return nil, fmt.Errorf("jetstream: subscription is lost: %w", f.err)
	}
}

func (f *feed) more(batch []event.Message, limit int) []event.Message {
	for len(batch) < limit {
		select {
		case msg := <-f.ready:
			batch = append(batch, delivered{msg})
		default:
			return batch
		}
	}
	return batch
}

func (f *feed) pull() {
	pulling, err := f.consumer.Consume(func(msg jetstream.Msg) {
		select {
		case f.ready <- msg:
		case <-f.done:
			f.giveBack(msg)
		}
	}, jetstream.PullMaxMessages(prefetch), jetstream.PullExpiry(pullExpiry), jetstream.PullHeartbeat(heartbeat),
		jetstream.ConsumeErrHandler(func(_ jetstream.ConsumeContext, err error) { f.trouble(err) }))
	if err != nil {
		f.fail(err)
		return
	}
	f.pulling = pulling
}

// trouble tells what ends a subscription from what passes by itself.
func (f *feed) trouble(err error) {
	for _, fatal := range []error{jetstream.ErrConsumerDeleted, jetstream.ErrConsumerNotFound, jetstream.ErrNoHeartbeat,
		jetstream.ErrConnectionClosed, jetstream.ErrBadRequest} {
		if errors.Is(err, fatal) {
			f.fail(err)
			return
		}
	}
}

func (f *feed) fail(err error) {
	f.lose.Do(func() {
		f.err = err
		close(f.lost)
	})
}

// Pending counts what the stream holds for the consumer and what is not acknowledged.
func (f *feed) Pending(ctx context.Context) (int64, error) {
	info, err := f.consumer.Info(ctx)
	if err != nil {
		return 0, err
	}
	return int64(info.NumPending) + int64(info.NumAckPending), nil
}

// Close ends the feed and gives back what no worker has taken.
func (f *feed) Close() {
	f.end.Do(func() {
		close(f.done)
		f.start.Do(func() {}) // no pull begins any more, and one that had begun is over
		if f.pulling != nil {
			f.pulling.Stop()
		}
		for {
			select {
			case msg := <-f.ready:
				f.giveBack(msg)
			default:
				return
			}
		}
	})
}

func (f *feed) giveBack(msg jetstream.Msg) {
	// Lost with the connection at worst; then the event comes again when AckWait has passed.
	_ = msg.Nak()
}
