package house

import (
	"testing"

	"github.com/nats-io/nats.go"
	client "github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/event/jetstream"
)

// reader is another system that reads events, and its password.
const reader = "reader"

// Heard keeps the events of the house for Said, as for another system that reads them.
func Heard(t testing.TB) Option {
	return func(cfg *config.Config) { cfg.NATSListen, cfg.NATSUser, cfg.NATSPassword = freeAddr(t), reader, reader }
}

// Said are the events of a service that are on the bus and that Said has not returned yet, in their order. It needs Heard.
func (h *House) Said(t testing.TB, service string) (said []client.Msg) {
	t.Helper()
	url, open := h.Config.NATSURL, client.New
	if h.Shape == Embedded {
		url = "nats://" + reader + ":" + reader + "@" + h.Config.NATSListen
		open = func(conn *nats.Conn, options ...client.JetStreamOpt) (client.JetStream, error) {
			return client.NewWithDomain(conn, "hearth", options...)
		}
	}
	conn, err := nats.Connect(url)
	require.NoError(t, err)
	defer conn.Close()
	js, err := open(conn)
	require.NoError(t, err)
	kept, err := js.Consumer(t.Context(), jetstream.StreamName(service), reader)
	require.NoError(t, err)
	for waiting := int(kept.CachedInfo().NumPending); len(said) < waiting; {
		batch, err := kept.Fetch(waiting - len(said))
		require.NoError(t, err)
		before := len(said)
		for message := range batch.Messages() {
			require.NoError(t, message.DoubleAck(t.Context()))
			said = append(said, message)
		}
		require.NoError(t, batch.Error())
		require.Greater(t, len(said), before, "what waits is delivered")
	}
	return said
}
