package jetstream_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/event/embedded"
	"github.com/hearth-culture/hearth/internal/event/jetstream"
	"github.com/hearth-culture/hearth/internal/testkit/bustest"
)

// A wrong password is named, and need not be mended within two tries.
func TestAPasswordCanBeMendedOnTheServer(t *testing.T) {
	serve := func(listen, password string) *embedded.Server {
		server, err := embedded.Start(embedded.Options{Dir: t.TempDir(), Listen: listen, User: "outside", Password: password, Log: quiet})
		require.NoError(t, err)
		t.Cleanup(server.Stop)
		return server
	}
	server := serve("127.0.0.1:0", "old")
	addr := server.Addr()
	login := url.URL{Scheme: "nats", User: url.UserPassword("outside", "new"), Host: addr}
	bus := connect(t, jetstream.Options{URL: login.String(), Log: quiet})
	_, err := bus.Subscribe(t.Context(), subscription()) // ten seconds, in which the client would have given up at the second refusal
	require.ErrorContains(t, err, "Authorization Violation")
	server.Stop()
	serve(addr, "new")
	require.Eventually(t, func() bool { return bus.Ready() == nil }, patience, 10*time.Millisecond)
}

func TestTooManyReplicasNameTheSetting(t *testing.T) {
	o := bustest.NATS(t)
	o.Replicas = 3
	_, err := connect(t, o).Subscribe(t.Context(), subscription())
	require.ErrorContains(t, err, "nats.replicas is 3: a single server takes 1")
}
