package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"

	"github.com/hearth-culture/hearth/internal/event"
)

const (
	maxBatch      = 1000    // events of an atomic batch; the server takes no more
	minBatch      = 4       // fewer are faster one by one: the server keeps a store of its own for each batch
	maxBatchBytes = 4 << 20 // of payload, so that a batch fits in what a server buffers for a connection
)

// The headers of an atomic batch, for which the client has no call.
const (
	headerBatchID       = "Nats-Batch-Id"
	headerBatchSequence = "Nats-Batch-Sequence"
	headerBatchCommit   = "Nats-Batch-Commit"
)

// Publish puts events onto the stream of the service: in atomic batches, which share one sync, and one by one where the
// server refuses a batch.
func (b *Bus) Publish(ctx context.Context, service string, events []event.Envelope) (doubtful []int, err error) {
	if err := b.stream(ctx, service); err != nil {
		return places(0, len(events)), err
	}
	for first := 0; first < len(events); {
		count := batchOf(events[first:])
		batch := events[first : first+count]
		failed, batchErr := b.publishSome(ctx, batch)
		b.gone(service, batchErr)
		for _, place := range failed {
			doubtful = append(doubtful, first+place)
		}
		err = errors.Join(err, batchErr)
		first += count
		if batchErr != nil && ctx.Err() != nil {
			return append(doubtful, places(first, len(events))...), err
		}
	}
	return doubtful, err
}

func (b *Bus) publishSome(ctx context.Context, events []event.Envelope) (doubtful []int, err error) {
	if len(events) < minBatch {
		return b.publishEach(ctx, events)
	}
	doubtful, err = b.publishBatch(ctx, events)
	if _, refused := errors.AsType[*jetstream.APIError](err); refused {
		return b.publishEach(ctx, events)
	}
	return doubtful, err
}

func places(first, end int) []int {
	all := make([]int, 0, end-first)
	for place := first; place < end; place++ {
		all = append(all, place)
	}
	return all
}

// batchOf is how many of the events make the next batch.
func batchOf(events []event.Envelope) int {
	bytes := 0
	for i, e := range events {
		if bytes += len(e.Payload); i == maxBatch || i > 0 && bytes > maxBatchBytes {
			return i
		}
	}
	return len(events)
}

func (b *Bus) publishBatch(ctx context.Context, events []event.Envelope) (doubtful []int, err error) {
	id := nuid.Next()
	last := len(events) - 1
	for i, e := range events {
		msg := message(e)
		msg.Header[headerBatchID] = []string{id}
		msg.Header[headerBatchSequence] = []string{strconv.Itoa(i + 1)}
		if i < last {
			if err := b.conn.PublishMsg(msg); err != nil {
				return places(0, len(events)), err
			}
			continue
		}
		msg.Header[headerBatchCommit] = []string{"1"}
		answer, err := b.conn.RequestMsgWithContext(ctx, msg)
		if err == nil {
			err = acknowledged(answer)
		}
		if err != nil {
			return places(0, len(events)), err
		}
	}
	return nil, nil
}

// acknowledged reads the server's answer to the commit of a batch.
func acknowledged(answer *nats.Msg) error {
	var ack struct {
		Error  *jetstream.APIError `json:"error"`
		Stream string              `json:"stream"`
	}
	if err := json.Unmarshal(answer.Data, &ack); err != nil {
		return fmt.Errorf("jetstream: answer to a batch: %w", err)
	}
	if ack.Error != nil {
		return ack.Error
	}
	if ack.Stream == "" {
		return errors.New("jetstream: answer to a batch names no stream")
	}
	return nil
}

// publishEach publishes one by one, with all answers under way at the same time.
func (b *Bus) publishEach(ctx context.Context, events []event.Envelope) (doubtful []int, err error) {
	futures := make([]jetstream.PubAckFuture, len(events))
	for i, e := range events {
		if futures[i], err = b.js.PublishMsgAsync(message(e)); err != nil {
			return places(0, len(events)), err
		}
	}
	for i, future := range futures {
		select {
		case <-future.Ok():
		case refused := <-future.Err():
			doubtful = append(doubtful, i)
			err = refused
		case <-ctx.Done():
			return append(doubtful, places(i, len(events))...), ctx.Err()
		}
	}
	return doubtful, err
}
