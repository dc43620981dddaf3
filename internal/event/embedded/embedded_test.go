package embedded_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	client "github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/embedded"
	"github.com/hearth-culture/hearth/internal/event/jetstream"
)

var quiet = slog.New(slog.DiscardHandler)

func start(t *testing.T, o embedded.Options) (*embedded.Server, *jetstream.Bus) {
	t.Helper()
	o.Log = quiet
	s, err := embedded.Start(o)
	require.NoError(t, err)
	t.Cleanup(s.Stop)
	bus, err := jetstream.Connect(jetstream.Options{Nats: s.Connect(), Outside: o.User, Log: quiet})
	require.NoError(t, err)
	t.Cleanup(bus.Close)
	return s, bus
}

func publish(t *testing.T, bus *jetstream.Bus, id string) {
	t.Helper()
	_, err := bus.Publish(t.Context(), "directory", []event.Envelope{{ID: id, Service: "directory", Subject: "hearth.directory.v1.person.left",
		Type: "hearth.directory.v1.PersonLeft", Aggregate: "people/1", Kind: event.Fact, Time: time.UnixMicro(1)}})
	require.NoError(t, err)
}

func TestWithoutAnAddressNobodyCanConnect(t *testing.T) {
	s, bus := start(t, embedded.Options{Dir: t.TempDir()})
	require.Empty(t, s.Addr())
	require.NoError(t, bus.Ready())
}

func TestEventsOutliveTheServer(t *testing.T) {
	dir := t.TempDir()
	s, bus := start(t, embedded.Options{Dir: dir})
	publish(t, bus, "1")
	bus.Close()
	s.Stop()
	_, bus = start(t, embedded.Options{Dir: dir})
	feed, err := bus.Subscribe(t.Context(), event.Subscription{Durable: "d", Service: "directory", Subjects: []string{"hearth.directory.>"}})
	require.NoError(t, err)
	defer feed.Close()
	got, err := feed.Next(t.Context(), 1)
	require.NoError(t, err)
	e, err := got[0].Envelope()
	require.NoError(t, err)
	require.Equal(t, "1", e.ID)
}

func TestOutsideSystemsReadAndChangeNothing(t *testing.T) {
	s, bus := start(t, embedded.Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", User: "payroll", Password: `s"e{c}ret`})
	publish(t, bus, "before")
	url := "nats://" + s.Addr()
	for _, wrong := range []nats.Option{nats.UserInfo("payroll", "guess"), nats.UserInfo("hearth", ""), nats.Name("nobody")} {
		_, err := nats.Connect(url, wrong)
		require.Error(t, err)
	}
	denied := make(chan error, 100)
	conn, err := nats.Connect(url, nats.UserInfo("payroll", `s"e{c}ret`), nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { denied <- err }))
	require.NoError(t, err)
	defer conn.Close()

	live, err := conn.SubscribeSync("hearth.>")
	require.NoError(t, err)
	require.NoError(t, conn.Flush())
	publish(t, bus, "live")
	got, err := live.NextMsg(10 * time.Second)
	require.NoError(t, err)
	require.Equal(t, "live", got.Header.Get("ce-id"))

	js, err := client.NewWithDomain(conn, "hearth")
	require.NoError(t, err)
	consumer, err := js.Consumer(t.Context(), "HEARTH_DIRECTORY", "payroll")
	require.NoError(t, err)
	batch, err := consumer.Fetch(2, client.FetchMaxWait(10*time.Second))
	require.NoError(t, err)
	var ids []string
	for msg := range batch.Messages() {
		ids = append(ids, msg.Headers().Get("ce-id"))
		require.NoError(t, msg.Ack())
	}
	require.NoError(t, batch.Error())
	require.Equal(t, []string{"before", "live"}, ids)
	require.Eventually(t, func() bool {
		info, err := consumer.Info(t.Context())
		return err == nil && info.NumAckPending == 0
	}, 10*time.Second, 5*time.Millisecond, "its answers arrive")

	for _, subject := range []string{"hearth.directory.v1.person.left", "$JS.API.STREAM.DELETE.HEARTH_DIRECTORY", "$JS.API.STREAM.PURGE.HEARTH_DIRECTORY",
		"$JS.API.CONSUMER.CREATE.HEARTH_DIRECTORY.mine", "$JS.API.CONSUMER.DELETE.HEARTH_DIRECTORY.survey-roster",
		"$JS.hearth.API.CONSUMER.MSG.NEXT.HEARTH_DIRECTORY.survey-roster", "$JS.hearth.API.CONSUMER.CREATE.HEARTH_DIRECTORY.mine", "$JS.ACK.HEARTH_DIRECTORY.survey-roster.1.1.1.1.0", "_HEARTH.guess"} {
		require.NoError(t, conn.Publish(subject, nil))
		require.ErrorIs(t, refusal(t, denied), nats.ErrPermissionViolation, subject)
	}
	for _, subject := range []string{">", "_HEARTH.>", "$JS.>"} {
		_, err := conn.Subscribe(subject, func(*nats.Msg) {})
		require.NoError(t, err)
		require.ErrorIs(t, refusal(t, denied), nats.ErrPermissionViolation, subject)
	}
}

func refusal(t *testing.T, denied <-chan error) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	select {
	case err := <-denied:
		return err
	case <-ctx.Done():
		require.FailNow(t, "not refused")
		return nil
	}
}

// An answer goes where the one who asks wants it: here, to a subject that would delete a stream.
func TestAnAnswerCannotBeTurnedIntoACommand(t *testing.T) {
	s, bus := start(t, embedded.Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", User: "payroll", Password: "secret"})
	publish(t, bus, "1")
	conn, err := nats.Connect("nats://"+s.Addr(), nats.UserInfo("payroll", "secret"))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.PublishMsg(&nats.Msg{Subject: "$JS.hearth.API.CONSUMER.MSG.NEXT.HEARTH_DIRECTORY.payroll",
		Reply: "$JS.API.STREAM.DELETE.HEARTH_DIRECTORY", Data: []byte(`{"batch":1}`)}))
	// A request that is answered says that the one before it was dealt with.
	js, err := client.NewWithDomain(conn, "hearth")
	require.NoError(t, err)
	_, err = js.Consumer(t.Context(), "HEARTH_DIRECTORY", "payroll")
	require.NoError(t, err)
	inside, err := nats.Connect("", s.Connect()...)
	require.NoError(t, err)
	defer inside.Close()
	own, err := client.New(inside)
	require.NoError(t, err)
	stream, err := own.Stream(t.Context(), "HEARTH_DIRECTORY")
	require.NoError(t, err)
	require.EqualValues(t, 1, stream.CachedInfo().State.Msgs)
}

func TestWhatCannotStartSaysWhy(t *testing.T) {
	for name, test := range map[string]struct {
		options embedded.Options
		want    string
	}{
		"no user":         {embedded.Options{Listen: "127.0.0.1:0"}, "needs a user and a password"},
		"user in subject": {embedded.Options{Listen: "127.0.0.1:0", User: "a.>", Password: "x"}, "is not letters"},
		"no port":         {embedded.Options{Listen: "127.0.0.1", User: "a", Password: "x"}, "missing port"},
		"unusable folder": {embedded.Options{Dir: "/dev/null/streams"}, "JetStream"},
	} {
		test.options.Log = quiet
		_, err := embedded.Start(test.options)
		require.ErrorContains(t, err, test.want, name)
	}
}
