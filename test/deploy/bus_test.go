package deploy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	client "github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/jetstream"
	"github.com/hearth-culture/hearth/internal/testkit"
)

const patience = 20 * time.Second

// start runs a server with deploy/nats.conf as it stands, but for the port and the folder. The password of each user is its name.
func start(t *testing.T) *server.Server {
	for _, user := range []string{"directory", "survey", "incentive", "reader"} {
		t.Setenv("NATS_"+strings.ToUpper(user)+"_PASSWORD", user)
	}
	options, err := server.ProcessConfigFile("../../deploy/nats.conf")
	require.NoError(t, err)
	require.Equal(t, "/data", options.StoreDir, "the volume of docker-compose.yml")
	options.Host, options.Port, options.StoreDir, options.NoSigs, options.NoLog = "127.0.0.1", -1, t.TempDir(), true, true
	bus, err := server.NewServer(options)
	require.NoError(t, err)
	bus.Start()
	t.Cleanup(func() { bus.Shutdown(); bus.WaitForShutdown() })
	require.True(t, bus.ReadyForConnections(patience))
	return bus
}

// service is the connection of one of Hearth's services, which keeps a consumer for the reader on each stream.
func service(t *testing.T, s *server.Server, name string) *jetstream.Bus {
	bus, err := jetstream.Connect(jetstream.Options{URL: s.ClientURL(), Nats: []nats.Option{nats.UserInfo(name, name)}, Replicas: 1, Outside: "reader", Log: testkit.Log(t)})
	require.NoError(t, err)
	t.Cleanup(bus.Close)
	return bus
}

func publish(t *testing.T, bus *jetstream.Bus, service string, count int) (ids []string) {
	t.Helper()
	var batch []event.Envelope
	for range count {
		id := uuid.Must(uuid.NewV7()).String()
		ids = append(ids, id)
		batch = append(batch, event.Envelope{ID: id, Service: service, Subject: "hearth." + service + ".v1.thing.happened", Type: "hearth.type.v1.Period",
			Aggregate: "things/1", Kind: event.Fact, Time: time.Now()})
	}
	_, err := bus.Publish(t.Context(), service, batch)
	require.NoError(t, err)
	return ids
}

// user is a connection that hears what it is refused.
type user struct {
	conn    *nats.Conn
	refused chan error
}

func connect(t *testing.T, s *server.Server, name string) user {
	u := user{refused: make(chan error, 10)}
	var err error
	u.conn, err = nats.Connect(s.ClientURL(), nats.UserInfo(name, name), nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { u.refused <- err }))
	require.NoError(t, err)
	t.Cleanup(u.conn.Close)
	return u
}

// mayNot demands that the server refuses what was just tried.
func (u user) mayNot(t *testing.T, what string) {
	t.Helper()
	select {
	case err := <-u.refused:
		require.ErrorIs(t, err, nats.ErrPermissionViolation, what)
	case <-time.After(patience):
		require.Fail(t, "allowed: "+what)
	}
}

func TestAnOutsideReaderReadsWhatItMissed(t *testing.T) {
	s := start(t)
	buses := map[string]*jetstream.Bus{"directory": service(t, s, "directory"), "survey": service(t, s, "survey")}
	sent := map[string][]string{}
	for name, bus := range buses {
		sent[name] = publish(t, bus, name, 3)
	}
	// It connects after the fact, reads a part, goes, and comes back to the rest: its place is kept.
	for name, ids := range sent {
		for _, part := range [][]string{ids[:1], ids[1:]} {
			reader := connect(t, s, "reader")
			js, err := client.NewWithDomain(reader.conn, "hearth")
			require.NoError(t, err)
			consumer, err := js.Consumer(t.Context(), jetstream.StreamName(name), "reader")
			require.NoError(t, err)
			require.Equal(t, "reader", consumer.CachedInfo().Config.Durable)
			require.Equal(t, client.AckExplicitPolicy, consumer.CachedInfo().Config.AckPolicy)
			batch, err := consumer.Fetch(len(part), client.FetchMaxWait(patience))
			require.NoError(t, err)
			var got []string
			for msg := range batch.Messages() {
				got = append(got, msg.Headers().Get("ce-id"))
				require.NoError(t, msg.Ack())
			}
			require.NoError(t, batch.Error())
			require.Equal(t, part, got)
			require.Eventually(t, func() bool {
				info, err := consumer.Info(t.Context())
				return err == nil && info.NumAckPending == 0
			}, patience, 5*time.Millisecond, "its answers arrive")
			reader.conn.Close()
		}
	}
	require.Empty(t, connect(t, s, "reader").refused)
}

func TestAnOutsideReaderHearsWhatHappens(t *testing.T) {
	s := start(t)
	reader := connect(t, s, "reader")
	heard, err := reader.conn.SubscribeSync("hearth.>")
	require.NoError(t, err)
	require.NoError(t, reader.conn.Flush())
	ids := publish(t, service(t, s, "directory"), "directory", 1)
	message, err := heard.NextMsg(patience)
	require.NoError(t, err)
	require.Equal(t, "hearth.directory.v1.thing.happened", message.Subject)
	require.Equal(t, ids[0], message.Header.Get("ce-id"))
}

func TestAnOutsideReaderChangesNothing(t *testing.T) {
	s := start(t)
	bus := service(t, s, "directory")
	ids := publish(t, bus, "directory", 2)
	feed, err := bus.Subscribe(t.Context(), event.Subscription{Durable: "survey-roster", Service: "directory", Subjects: []string{"hearth.directory.>"}})
	require.NoError(t, err)
	reader := connect(t, s, "reader")
	for _, api := range []string{"$JS.API.", "$JS.hearth.API."} {
		for _, command := range []string{
			"STREAM.DELETE.HEARTH_DIRECTORY", "STREAM.PURGE.HEARTH_DIRECTORY", "STREAM.UPDATE.HEARTH_DIRECTORY", "STREAM.CREATE.MINE", "STREAM.MSG.DELETE.HEARTH_DIRECTORY",
			"STREAM.MSG.GET.HEARTH_DIRECTORY", "DIRECT.GET.HEARTH_DIRECTORY", "STREAM.INFO.HEARTH_DIRECTORY", "STREAM.NAMES",
			"CONSUMER.CREATE.HEARTH_DIRECTORY.mine", "CONSUMER.DURABLE.CREATE.HEARTH_DIRECTORY.reader", "CONSUMER.DELETE.HEARTH_DIRECTORY.reader",
			"CONSUMER.DELETE.HEARTH_DIRECTORY.survey-roster", "CONSUMER.MSG.NEXT.HEARTH_DIRECTORY.survey-roster", "CONSUMER.INFO.HEARTH_DIRECTORY.survey-roster",
		} {
			require.NoError(t, reader.conn.Publish(api+command, []byte(`{}`)))
			reader.mayNot(t, api+command)
		}
	}
	for _, subject := range []string{"hearth.directory.v1.unit.changed", "hearth.survey.v1.survey.changed", "anything", "$JS.ACK.HEARTH_DIRECTORY.survey-roster.1.1.1.1.0"} {
		require.NoError(t, reader.conn.Publish(subject, nil))
		reader.mayNot(t, "publish "+subject)
	}
	for _, subject := range []string{">", "$JS.>", "$SYS.>", "*.>", "anything", "_R_.>"} {
		_, err := reader.conn.SubscribeSync(subject)
		require.NoError(t, err)
		reader.mayNot(t, "subscribe to "+subject)
	}
	js, err := client.NewWithDomain(reader.conn, "hearth")
	require.NoError(t, err)
	require.Error(t, js.DeleteStream(t.Context(), "HEARTH_DIRECTORY"))
	reader.mayNot(t, "delete a stream as a client does")

	// Nothing has come of it: both consumers find the events there.
	batch, err := feed.Next(t.Context(), len(ids))
	require.NoError(t, err)
	first, err := batch[0].Envelope()
	require.NoError(t, err)
	require.Equal(t, ids[0], first.ID)
	feed.Close()
	consumer, err := js.Consumer(t.Context(), "HEARTH_DIRECTORY", "reader")
	require.NoError(t, err)
	require.EqualValues(t, len(ids), consumer.CachedInfo().NumPending)
}

// TestAnAnswerIsNoCommand: an answer goes where the one who asks wants it, here to a subject that would delete a stream.
func TestAnAnswerIsNoCommand(t *testing.T) {
	s := start(t)
	for _, name := range []string{"directory", "survey"} {
		publish(t, service(t, s, name), name, 1)
	}
	reader := connect(t, s, "reader")
	for _, reply := range []string{"$JS.API.STREAM.DELETE.HEARTH_DIRECTORY", "$JS.hearth.API.STREAM.DELETE.HEARTH_DIRECTORY", "hearth.survey.v1.survey.changed"} {
		require.NoError(t, reader.conn.PublishRequest("$JS.hearth.API.CONSUMER.MSG.NEXT.HEARTH_DIRECTORY.reader", reply, []byte(`{"batch":1}`)))
	}
	js, err := client.NewWithDomain(reader.conn, "hearth")
	require.NoError(t, err)
	_, err = js.Consumer(t.Context(), "HEARTH_DIRECTORY", "reader")
	require.NoError(t, err, "a request behind the others is answered: they were dealt with")
	own, err := client.New(connect(t, s, "survey").conn)
	require.NoError(t, err)
	for _, name := range []string{"directory", "survey"} {
		stream, err := own.Stream(t.Context(), jetstream.StreamName(name))
		require.NoError(t, err, "no stream was deleted")
		require.EqualValues(t, 1, stream.CachedInfo().State.Msgs, "nobody has spoken in the name of "+name)
	}
}

func TestAServiceSpeaksForItselfAlone(t *testing.T) {
	s := start(t)
	directory := connect(t, s, "directory")
	for _, subject := range []string{"hearth.survey.v1.survey.changed", "anything"} {
		require.NoError(t, directory.conn.Publish(subject, nil))
		directory.mayNot(t, "publish "+subject)
	}
}

// Who listens to a service that is still to come makes its stream, and waits for nobody.
func TestAServiceListensToThoseToCome(t *testing.T) {
	s := start(t)
	incentive := service(t, s, "incentive")
	for _, name := range []string{"activity", "careerpath", "culture", "insight"} {
		feed, err := incentive.Subscribe(t.Context(), event.Subscription{Durable: "incentive-facts", Service: name, Subjects: []string{"hearth." + name + ".v1.thing.happened"}})
		require.NoError(t, err, name)
		pending, err := feed.Pending(t.Context())
		require.NoError(t, err)
		require.Zero(t, pending)
		feed.Close()
	}
	// It hears them and speaks for none of them.
	speaker := connect(t, s, "incentive")
	require.NoError(t, speaker.conn.Publish("hearth.activity.v1.attendance.recorded", nil))
	speaker.mayNot(t, "publish in the name of a service to come")
}
