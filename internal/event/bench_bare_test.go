package event_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit/bustest"
)

const (
	bareBatch = 1000 // as many as the server takes
	bareBytes = 100  // about what the events of BenchmarkDelivery have in payload
)

// BenchmarkBareDelivery is the yardstick: messages of the same size through the same JetStream, published in the largest batches that
// it takes, fetched and acknowledged, with no database on either side.
func BenchmarkBareDelivery(b *testing.B) {
	o := bustest.NATS(b)
	conn, err := nats.Connect(o.URL, o.Nats...)
	require.NoError(b, err)
	b.Cleanup(conn.Close)
	js, err := jetstream.New(conn)
	require.NoError(b, err)
	stream, err := js.CreateStream(b.Context(), jetstream.StreamConfig{Name: "bare", Subjects: []string{"bare.>"}, MaxBytes: 1 << 30,
		Discard: jetstream.DiscardNew, AllowAtomicPublish: true})
	require.NoError(b, err)
	durable, err := stream.CreateConsumer(b.Context(), jetstream.ConsumerConfig{Durable: "bare", AckPolicy: jetstream.AckExplicitPolicy})
	require.NoError(b, err)

	b.ResetTimer()
	published := make(chan error, 1)
	go func() { published <- publishBare(conn, b.N) }()
	for got := 0; got < b.N; {
		fetched, err := durable.Fetch(bareBatch, jetstream.FetchMaxWait(100*time.Millisecond))
		require.NoError(b, err)
		for message := range fetched.Messages() {
			require.NoError(b, message.Ack())
			got++
		}
		require.NoError(b, fetched.Error())
	}
	require.NoError(b, <-published)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "delivered/s")
}

func publishBare(conn *nats.Conn, n int) error {
	for first := 0; first < n; first += bareBatch {
		last := min(bareBatch, n-first)
		for i := 1; i <= last; i++ {
			message := nats.NewMsg("bare.left")
			message.Data = make([]byte, bareBytes)
			message.Header = nats.Header{"Nats-Batch-Id": {strconv.Itoa(first)}, "Nats-Batch-Sequence": {strconv.Itoa(i)}}
			if i < last {
				if err := conn.PublishMsg(message); err != nil {
					return err
				}
				continue
			}
			message.Header["Nats-Batch-Commit"] = []string{"1"}
			if _, err := conn.RequestMsg(message, time.Minute); err != nil {
				return err
			}
		}
	}
	return nil
}
