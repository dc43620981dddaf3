package jetstream_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	"github.com/nats-io/nats.go"
	client "github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/jetstream"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/bustest"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

const (
	left     = "hearth.directory.v1.person.left"
	patience = 40 * time.Second
)

var effects = db.Set{Name: "effects", FS: fstest.MapFS{"0001_effect.sql": {Data: []byte(`-- +goose Up
CREATE TABLE effect (seq IDENTITY PRIMARY KEY, subject TEXT NOT NULL) STRICT;
`)}}}

var quiet = slog.New(slog.DiscardHandler)

func subscription() event.Subscription {
	return event.Subscription{Durable: "survey-count", Service: "directory", Subjects: []string{left}}
}

func fact(id int) event.Envelope {
	return event.Envelope{ID: fmt.Sprint("e", id), Service: "directory", Subject: left, Type: "hearth.directory.v1.PersonLeft",
		Aggregate: fmt.Sprint("people/", id), Kind: event.Fact, Time: time.UnixMicro(1).UTC(), Payload: make([]byte, 1000)}
}

// line is the whole way of an event: a database that emits and takes in the effect, a relay and a runner.
type line struct {
	d       *db.DB
	emitter event.Emitter
	runner  *event.Runner
}

func newLine(t *testing.T, engine db.Engine, bus event.Bus) *line {
	t.Helper()
	d := testkit.Open(t, engine, event.Migrations(), effects)
	options := event.Options{Clock: time.Now, Log: quiet}
	relay := event.NewRelay(d, bus, "directory", options)
	l := &line{d: d, emitter: event.NewEmitter("directory", time.Now, relay.Nudge)}
	l.runner = event.NewRunner(d, bus, "survey", []event.Consumer{{Name: "count", Handlers: []event.Handler{
		event.OnFact(func(ctx context.Context, tx *db.Tx, e event.Envelope, _ *directoryv1.PersonLeft) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO effect (subject) VALUES ($1)", e.Aggregate)
			return err
		}),
	}}}, options)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	for _, run := range []func(context.Context) error{relay.Run, l.runner.Run} {
		go func() { ended <- run(ctx) }()
	}
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-ended)
		require.NoError(t, <-ended)
	})
	return l
}

func (l *line) emit(t *testing.T, first, count int) {
	t.Helper()
	for i := first; i < first+count; i++ {
		person := fmt.Sprint("people/", i)
		require.NoError(t, l.d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return l.emitter.Fact(ctx, tx, person, &directoryv1.PersonLeft{Person: person})
		}))
	}
}

// effects waits until so many people have had their effect, and demands that none had it twice.
func (l *line) effects(t *testing.T, people int) {
	t.Helper()
	count := func(what string) (n int) {
		require.NoError(t, l.d.Read().QueryRowContext(t.Context(), "SELECT count("+what+") FROM effect").Scan(&n))
		return n
	}
	require.Eventually(t, func() bool { return count("DISTINCT subject") == people }, patience, 5*time.Millisecond)
	require.Equal(t, people, count("*"), "applied twice")
}

func TestTheServerRestartsInTheMiddle(t *testing.T) {
	for _, engine := range testkit.Engines(t) {
		t.Run(engine.String(), func(t *testing.T) {
			dir := t.TempDir()
			address, stop, err := bustest.StartNATS(dir, 0)
			require.NoError(t, err)
			parsed, err := url.Parse(address)
			require.NoError(t, err)
			port, err := strconv.Atoi(parsed.Port())
			require.NoError(t, err)
			bus := connect(t, jetstream.Options{URL: address, Log: quiet})
			l := newLine(t, engine, bus)

			emitted := 0
			for range 3 {
				l.emit(t, emitted, 200)
				stop() // with events on every stretch of their way
				require.Eventually(t, func() bool { return bus.Ready() != nil }, patience, time.Millisecond)
				l.emit(t, emitted+200, 200)
				emitted += 400
				_, stop, err = bustest.StartNATS(dir, port)
				require.NoError(t, err)
			}
			defer func() { stop() }()
			l.effects(t, emitted)
			require.Eventually(t, func() bool { return bus.Ready() == nil && l.runner.Ready() == nil }, patience, time.Millisecond)
		})
	}
}

func TestServicesStartBeforeTheServer(t *testing.T) {
	dir := t.TempDir()
	address, stop, err := bustest.StartNATS(dir, 0)
	require.NoError(t, err)
	stop()
	bus := connect(t, jetstream.Options{URL: address, Log: quiet})
	require.Error(t, bus.Ready())
	l := newLine(t, db.SQLite, bus)
	l.emit(t, 0, 10)
	require.Error(t, l.runner.Ready())

	parsed, err := url.Parse(address)
	require.NoError(t, err)
	port, err := strconv.Atoi(parsed.Port())
	require.NoError(t, err)
	_, stop, err = bustest.StartNATS(dir, port)
	require.NoError(t, err)
	defer stop()
	l.effects(t, 10)
	require.NoError(t, bus.Ready())
	require.NoError(t, l.runner.Ready())
}

// operator is a connection past the bus.
func operator(t *testing.T, o jetstream.Options) (*nats.Conn, client.JetStream) {
	t.Helper()
	conn, err := nats.Connect(o.URL, o.Nats...)
	require.NoError(t, err)
	t.Cleanup(conn.Close)
	js, err := client.New(conn)
	require.NoError(t, err)
	return conn, js
}

func TestAConsumerThatIsDeletedIsMadeAgain(t *testing.T) {
	o := bustest.NATS(t)
	l := newLine(t, db.SQLite, connect(t, o))
	l.emit(t, 0, 10)
	l.effects(t, 10)
	_, js := operator(t, o)
	require.NoError(t, js.DeleteConsumer(t.Context(), "HEARTH_DIRECTORY", "survey-count"))
	l.emit(t, 10, 10)
	l.effects(t, 20)
	require.NoError(t, l.runner.Ready())
}

func TestAFeedSaysThatItIsLost(t *testing.T) {
	o := bustest.NATS(t)
	bus := connect(t, o)
	feed, err := bus.Subscribe(t.Context(), subscription())
	require.NoError(t, err)
	defer feed.Close()
	lost := make(chan error, 1)
	go func() {
		_, err := feed.Next(context.Background(), 1)
		lost <- err
	}()
	_, js := operator(t, o)
	// Deleted only when the feed waits: before that, there is no request that the server could answer.
	require.Eventually(t, func() bool {
		consumer, err := js.Consumer(t.Context(), "HEARTH_DIRECTORY", "survey-count")
		return err == nil && consumer.CachedInfo().NumWaiting > 0
	}, patience, time.Millisecond)
	require.NoError(t, js.DeleteConsumer(t.Context(), "HEARTH_DIRECTORY", "survey-count"))
	require.ErrorIs(t, <-lost, client.ErrConsumerDeleted)

	again, err := bus.Subscribe(t.Context(), subscription())
	require.NoError(t, err)
	defer again.Close()
	require.NotEqual(t, feed.Incarnation(), again.Incarnation())
}

func TestAStreamThatIsGoneIsMadeAgain(t *testing.T) {
	o := bustest.NATS(t)
	bus := connect(t, o)
	_, err := bus.Publish(t.Context(), "directory", []event.Envelope{fact(1)})
	require.NoError(t, err)
	_, js := operator(t, o)
	require.NoError(t, js.DeleteStream(t.Context(), "HEARTH_DIRECTORY"))
	doubtful, err := bus.Publish(t.Context(), "directory", []event.Envelope{fact(2), fact(3)})
	require.Error(t, err)
	require.Equal(t, []int{0, 1}, doubtful)
	_, err = bus.Publish(t.Context(), "directory", []event.Envelope{fact(2), fact(3)})
	require.NoError(t, err)
}

func TestAFullStreamRefusesAndDropsNothing(t *testing.T) {
	o := bustest.NATS(t)
	o.MaxBytes = 64 << 10
	var events []event.Envelope
	for i := range 100 {
		events = append(events, fact(i))
	}
	doubtful, err := connect(t, o).Publish(t.Context(), "directory", events)
	require.Error(t, err)
	require.NotEmpty(t, doubtful, "100 kB do not fit into 64 KiB")
	require.Less(t, len(doubtful), len(events), "what fits is taken, one by one")

	_, js := operator(t, o)
	stream, err := js.Stream(t.Context(), "HEARTH_DIRECTORY")
	require.NoError(t, err)
	require.EqualValues(t, len(events)-len(doubtful), stream.CachedInfo().State.Msgs)
	require.EqualValues(t, 1, stream.CachedInfo().State.FirstSeq, "the oldest is still there")
}

func TestWhatTheBusDroppedIsKnown(t *testing.T) {
	o := bustest.NATS(t)
	bus := connect(t, o)
	feed, err := bus.Subscribe(t.Context(), subscription())
	require.NoError(t, err)
	require.False(t, feed.Missed())
	feed.Close()
	_, err = bus.Publish(t.Context(), "directory", []event.Envelope{fact(1), fact(2)})
	require.NoError(t, err)
	_, js := operator(t, o)
	stream, err := js.Stream(t.Context(), "HEARTH_DIRECTORY")
	require.NoError(t, err)
	config := stream.CachedInfo().Config
	config.MaxAge, config.Duplicates = 100*time.Millisecond, 100*time.Millisecond
	_, err = js.UpdateStream(t.Context(), config)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		info, err := stream.Info(t.Context())
		return err == nil && info.State.Msgs == 0
	}, patience, 5*time.Millisecond)
	feed, err = bus.Subscribe(t.Context(), subscription())
	require.NoError(t, err)
	defer feed.Close()
	require.True(t, feed.Missed())
}

func TestForeignMessagesDoNotStopAConsumer(t *testing.T) {
	o := bustest.NATS(t)
	bus := connect(t, o)
	l := newLine(t, db.SQLite, bus)
	l.emit(t, 0, 1)
	l.effects(t, 1)
	conn, js := operator(t, o)
	for name, header := range map[string]nats.Header{
		"nothing":         nil,
		"foreign source":  {"ce-id": {"1"}, "ce-source": {"/elsewhere"}, "ce-subject": {"x"}},
		"no kind":         {"ce-id": {"1"}, "ce-source": {"/hearth/directory"}, "ce-subject": {"x"}, "ce-time": {"2026-11-22T00:00:00Z"}},
		"broken time":     {"ce-id": {"1"}, "ce-source": {"/hearth/directory"}, "ce-subject": {"x"}, "ce-time": {"noon"}, "ce-hearthkind": {"fact"}},
		"state, no count": {"ce-id": {"1"}, "ce-source": {"/hearth/directory"}, "ce-subject": {"x"}, "ce-time": {"2026-11-22T00:00:00Z"}, "ce-hearthkind": {"state"}},
	} {
		_, err := conn.RequestMsg(&nats.Msg{Subject: left, Header: header, Data: []byte("junk")}, patience)
		require.NoError(t, err, name)
	}
	junk := fact(99)
	junk.Payload = []byte("no such message")
	_, err := bus.Publish(t.Context(), "directory", []event.Envelope{junk})
	require.NoError(t, err)
	l.emit(t, 1, 1)
	l.effects(t, 2)
	require.Eventually(t, func() bool {
		consumer, err := js.Consumer(t.Context(), "HEARTH_DIRECTORY", "survey-count")
		return err == nil && consumer.CachedInfo().NumPending == 0 && consumer.CachedInfo().NumAckPending == 0
	}, patience, 5*time.Millisecond, "none of them comes back")
	letters, err := event.Dead(t.Context(), l.d.Read())
	require.NoError(t, err)
	require.Len(t, letters, 1, "the one that was an event by its headers")
}
