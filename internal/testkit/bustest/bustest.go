// Package bustest gives tests the real bus.
package bustest

import (
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	nats "github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/event/embedded"
	"github.com/hearth-culture/hearth/internal/event/jetstream"
)

// NATS starts an embedded event server, which goes with the test, and returns how to connect to it.
func NATS(t testing.TB) jetstream.Options {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	s, err := embedded.Start(embedded.Options{Dir: t.TempDir(), Log: log})
	require.NoError(t, err)
	t.Cleanup(s.Stop)
	return jetstream.Options{Nats: s.Connect(), Log: log}
}

// Bus is a bus over an embedded event server of its own. Both go with the test.
func Bus(t testing.TB) *jetstream.Bus {
	t.Helper()
	bus, err := jetstream.Connect(NATS(t))
	require.NoError(t, err)
	t.Cleanup(bus.Close)
	return bus
}

// StartNATS runs a server such as stands in a cluster, one node of it, keeping its streams in dir: on a port of the
// loopback address, a free one where port is 0. Started again with the same dir and port it is the same server after a
// restart.
func StartNATS(dir string, port int) (url string, stop func(), err error) {
	if port == 0 {
		port = nats.RANDOM_PORT
	}
	s, err := nats.NewServer(&nats.Options{ServerName: "hearth-test", Host: "127.0.0.1", Port: port, NoSigs: true, NoLog: true,
		JetStream: true, StoreDir: dir, SyncAlways: true, JetStreamMaxStore: 8 << 30, Username: "hearth", Password: "hearth"})
	if err != nil {
		return "", nil, err
	}
	s.Start()
	stop = func() {
		s.Shutdown()
		s.WaitForShutdown()
	}
	if !s.ReadyForConnections(20 * time.Second) {
		stop()
		return "", nil, errors.New("bustest: NATS did not start")
	}
	return fmt.Sprintf("nats://hearth:hearth@%s", s.Addr()), stop, nil
}
