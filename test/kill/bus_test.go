package kill_test

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	bus "github.com/hearth-culture/hearth/internal/event/jetstream"
	"github.com/hearth-culture/hearth/test/house"
)

// published are the ids of the events that the bus keeps for a service.
func (w *world) published(t *testing.T, service string) map[string]bool {
	conn, err := nats.Connect(w.NATS)
	require.NoError(t, err)
	defer conn.Close()
	consumer := w.consumer(t, conn, bus.StreamName(service))
	info, err := consumer.Info(t.Context())
	require.NoError(t, err)
	ids := map[string]bool{}
	for left := int(info.NumPending) + info.NumAckPending; left > 0; {
		batch, err := consumer.Fetch(min(left, 1000), jetstream.FetchMaxWait(time.Minute))
		require.NoError(t, err)
		before := left
		for msg := range batch.Messages() {
			ids[msg.Headers().Get("ce-id")] = true
			require.NoError(t, msg.Ack())
			left--
		}
		require.NoError(t, batch.Error())
		require.Less(t, left, before, "the bus holds events back")
	}
	return ids
}

// consumer reads a stream from its beginning: an embedded bus shows it to outside systems by the consumer that bears their name.
func (w *world) consumer(t *testing.T, conn *nats.Conn, stream string) jetstream.Consumer {
	if w.Shape == house.Embedded {
		js, err := jetstream.NewWithDomain(conn, "hearth")
		require.NoError(t, err)
		consumer, err := js.Consumer(t.Context(), stream, "outside")
		require.NoError(t, err)
		return consumer
	}
	js, err := jetstream.New(conn)
	require.NoError(t, err)
	consumer, err := js.CreateConsumer(t.Context(), stream, jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy})
	require.NoError(t, err)
	return consumer
}
