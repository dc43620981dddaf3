// Package house starts a whole Hearth for tests, in either shape, and speaks to it as its users do.
package house

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/bustest"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// Shape is how a Hearth runs.
type Shape string

// The two shapes.
const (
	// Embedded is everything in one process on SQLite and an embedded event bus.
	Embedded Shape = "embedded"
	// Split is every role for itself, on PostgreSQL and a NATS server, over the network of this machine.
	Split Shape = "split"
)

// House is a running Hearth.
type House struct {
	Shape Shape
	// GRPC and HTTP are the public addresses.
	GRPC, HTTP string
	// Config is that of an embedded Hearth, or of the gateway.
	Config config.Config
	// Roles are the processes by role; an embedded Hearth is one, under "".
	Roles map[string]*app.House
	// AdminKey is the secret of the first administrator.
	AdminKey string

	t     testing.TB
	conn  *grpc.ClientConn
	ahead atomic.Int64 // nanoseconds, see Pass
}

// Option changes the configuration before the start.
type Option func(*config.Config)

// EachShape runs a test on a Hearth of each shape. The split one needs PostgreSQL; without it, that part is skipped and says so.
func EachShape(t *testing.T, fn func(t *testing.T, h *House), options ...Option) {
	for _, shape := range []Shape{Embedded, Split} {
		t.Run(string(shape), func(t *testing.T) { fn(t, Start(t, shape, options...)) })
	}
}

// Start brings a Hearth up and has it stopped when the test ends.
func Start(t testing.TB, shape Shape, options ...Option) *House {
	t.Helper()
	h := &House{Shape: shape, Roles: map[string]*app.House{}, t: t}
	folder := t.TempDir()
	base := func() config.Config {
		cfg := config.Default()
		cfg.HTTPAddr, cfg.GRPCAddr = "127.0.0.1:0", "127.0.0.1:0"
		cfg.DataDir = filepath.Join(folder, "data")
		cfg.KeysDir = filepath.Join(folder, "keys")
		cfg.RatePerSecond, cfg.RateBurst = 1e6, 1e6
		cfg.LogLevel = slog.LevelError
		for _, option := range options {
			option(&cfg)
		}
		return cfg
	}
	if shape == Embedded {
		h.embedded(base())
	} else {
		h.split(base)
	}
	testkit.Record("shape=" + string(shape))
	secret, err := identity.ReadKeyFile(filepath.Join(h.Config.KeysDir, identity.AdminKeyFile))
	require.NoError(t, err)
	h.AdminKey = secret
	h.conn = h.dial(h.GRPC)
	require.Eventually(t, func() bool { return h.ready() == nil }, time.Minute, 20*time.Millisecond, "the house becomes ready")
	return h
}

func (h *House) ready() error {
	for role, house := range h.Roles {
		if err := house.Ready(); err != nil {
			return fmt.Errorf("%s: %w", role, err)
		}
	}
	return nil
}

func (h *House) embedded(cfg config.Config) {
	h.Config = cfg
	house := h.run(cfg, "")
	h.GRPC, h.HTTP = house.GRPCAddr(), "http://"+house.HTTPAddr()
}

// split starts each role as its own house: they share nothing but PostgreSQL, NATS and the network.
func (h *House) split(base func() config.Config) {
	t := h.t
	adminURL := testkit.Postgres(t)
	natsURL, stopNATS, err := bustest.StartNATS(t.TempDir(), 0)
	require.NoError(t, err)
	t.Cleanup(stopNATS)
	all := modules.All(base())
	peers := map[string]string{}
	for _, module := range all {
		peers[module.Name] = freeAddr(t)
	}
	configure := func(role string) config.Config {
		cfg := base()
		cfg.GRPCAddr = peers[role]
		cfg.NATSURL, cfg.NATSReplicas = natsURL, 1
		cfg.DatabaseURL = testkit.RoleURL(t, adminURL)
		cfg.Peers = map[string]string{}
		for peer, addr := range peers {
			if peer != role {
				cfg.Peers[peer] = addr
			}
		}
		return cfg
	}
	for _, module := range all {
		cfg := configure(module.Name)
		if len(module.Migrations) > 0 {
			require.NoError(t, db.CreateRole(t.Context(), adminURL, module.Name, testkit.RolePassword))
			require.NoError(t, app.Migrate(t.Context(), cfg, all, module, slog.New(slog.DiscardHandler)))
		}
	}
	for _, module := range all {
		house := h.run(configure(module.Name), module.Name)
		if module.HTTP {
			h.Config = configure(module.Name)
			h.GRPC, h.HTTP = house.GRPCAddr(), "http://"+house.HTTPAddr()
		}
	}
}

// run starts one process of the house. The start does not wait for the test's own context to end: the stop does its work after it.
func (h *House) run(cfg config.Config, role string) *app.House {
	var roles []string
	if role != "" {
		roles = []string{role}
	}
	house, err := app.Start(context.WithoutCancel(h.t.Context()), cfg, h.clocked(modules.All(cfg)), roles)
	require.NoError(h.t, err)
	h.Roles[role] = house
	h.t.Cleanup(func() { require.NoError(h.t, house.Stop()) })
	return house
}

// freeAddr is an address that was free a moment ago.
func freeAddr(t testing.TB) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}

func (h *House) dial(addr string) *grpc.ClientConn {
	conn, err := grpc.NewClient(addr, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(h.t, err)
	h.t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// Conn is a connection to the public gRPC address.
func (h *House) Conn() *grpc.ClientConn { return h.conn }

// Exchange logs in and returns the token.
func (h *House) Exchange(t testing.TB, request *directoryv1.ExchangeTokenRequest) string {
	t.Helper()
	response, err := directoryv1.NewTokenServiceClient(h.conn).ExchangeToken(t.Context(), request)
	require.NoError(t, err)
	return response.GetAccessToken()
}

// Key logs in with the secret of an API key.
func (h *House) Key(t testing.TB, secret string) string {
	t.Helper()
	return h.Exchange(t, &directoryv1.ExchangeTokenRequest{Credential: &directoryv1.ExchangeTokenRequest_ApiKey{ApiKey: secret}})
}

// Service logs in as a part of Hearth, with its own key.
func (h *House) Service(t testing.TB, service string) string {
	t.Helper()
	secret, err := identity.ReadKeyFile(filepath.Join(h.Config.KeysDir, identity.ServiceKeyFile(service)))
	require.NoError(t, err)
	return h.Key(t, secret)
}

// Admin is a context in which calls are the first administrator's.
func (h *House) Admin(t testing.TB) context.Context {
	t.Helper()
	return calltest.As(t.Context(), h.Key(t, h.AdminKey))
}

// Database opens the database of a service beside the running house, to look at what it keeps.
func (h *House) Database(t testing.TB, service string) *db.DB {
	t.Helper()
	found, err := app.WithData(modules.All(h.Config), []string{service})
	require.NoError(t, err)
	d, err := app.OpenData(t.Context(), h.Config, found[0])
	require.NoError(t, err)
	t.Cleanup(func() { _ = d.Close() })
	return d
}
