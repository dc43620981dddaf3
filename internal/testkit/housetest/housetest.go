// Package housetest gives one module a house of its own for a test: everything between a caller and the database, in this process.
package housetest

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// House is a module on a database.
type House struct {
	DB    *db.DB
	Clock *testkit.Clock
	// Logs is all that was logged through Logger, which writes into the test's output, too.
	Logs    *testkit.Logs
	Logger  *slog.Logger
	Server  *rpc.Server
	Service app.Service
	// Conn calls the module: within the process, unless a test has put another in its place.
	Conn grpc.ClientConnInterface
	// Nudge runs after each commit that holds events.
	Nudge func()

	t testing.TB
}

// Options are what a module's house is built with.
type Options struct {
	Auth rpc.Authenticator
	// Peers are the other modules that keep data.
	Peers []string
	// Beside adds services of other modules, which the module reaches as itself, by a token that is its name. It may be nil.
	Beside func(grpc.ServiceRegistrar)
	// ServiceConn reaches other modules in another way. It may be nil.
	ServiceConn func(service string) grpc.ClientConnInterface
}

// New furnishes a house with the module, whose tables d has. Neither its consumers nor its background work run.
func New(t testing.TB, module app.Module, d *db.DB, o Options) *House {
	t.Helper()
	h := &House{DB: d, Clock: testkit.NewClock(), Logs: &testkit.Logs{}, Nudge: func() {}, t: t}
	h.Logger = slog.New(slog.NewJSONHandler(io.MultiWriter(h.Logs, t.Output()), &slog.HandlerOptions{Level: slog.LevelDebug}))
	h.Server = rpc.New(rpc.Options{Auth: o.Auth, Log: h.Logger})
	h.Conn = h.Server.Channel()
	if o.Beside != nil {
		o.Beside(h.Server)
	}
	if o.ServiceConn == nil {
		own := func(context.Context) (string, error) { return module.Name, nil }
		o.ServiceConn = func(string) grpc.ClientConnInterface { return rpc.WithToken(h.Server.Channel(), own) }
	}
	var err error
	h.Service, err = app.Furnish(t.Context(), module, app.Deps{
		DB: d, Clock: h.Clock.Now, Log: h.Logger, Peers: o.Peers, ServiceConn: o.ServiceConn,
		Events: event.NewEmitter(module.Name, h.Clock.Now, func() { h.Nudge() }),
	}, h.Server)
	require.NoError(t, err)
	return h
}

// Snapshot has the consumers read what the bus does not tell, such as the roster.
func (h *House) Snapshot() {
	h.t.Helper()
	for _, consumer := range h.Service.Consumers {
		if consumer.Before != nil {
			require.NoError(h.t, consumer.Before(h.t.Context()))
		}
	}
}

// As is a context for calls with the token.
func (h *House) As(token string) context.Context { return calltest.As(h.t.Context(), token) }

// Refused demands the reason for which a call was refused.
func (h *House) Refused(reason string, err error) {
	h.t.Helper()
	require.Equal(h.t, reason, calltest.Reason(err), "%v", err)
}

// Background runs something until stop is called or the test ends. It fails the test if it ends in any other way than by being told to.
func (h *House) Background(run func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(h.t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			require.NoError(h.t, err)
		}
	})
	h.t.Cleanup(stop)
	return stop
}
