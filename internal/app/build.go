package app

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/rpc/limit"
)

// The groups of background work, in the order in which they are stopped.
const (
	consumers = "the consumers"
	tasks     = "the background tasks"
	relays    = "the relays"
)

// build opens the databases, makes the modules and registers their services, in the order of their needs.
func (h *House) build(ctx context.Context) error {
	// A module that takes unknown methods is built after the server that asks it.
	forward := grpc.StreamHandler(rpc.NoSuchMethod)
	options := rpc.Options{
		Auth:  identity.NewVerifier(h.jwks, h.clock),
		Log:   h.log,
		Stats: h.telemetry.ServerStats, ClientStats: h.telemetry.ClientStats,
		Limits: limit.Limits{PerSecond: h.cfg.RatePerSecond, Burst: h.cfg.RateBurst}, Edge: h.httpPort != nil, Proxies: h.cfg.TrustedProxies,
		Unknown: func(srv any, stream grpc.ServerStream) error {
			return forward(srv, stream)
		},
	}
	var err error
	if options.TLS, err = h.cfg.TLS.Server(); err != nil {
		return err
	}
	h.server = rpc.New(options)
	for _, module := range h.modules {
		room := &room{Module: module}
		if len(module.Migrations) > 0 {
			if room.db, err = h.ground.database(ctx, module); err != nil {
				return fmt.Errorf("%s: %w", module.Name, err)
			}
		}
		h.rooms = append(h.rooms, room)
		if err := h.furnish(ctx, room); err != nil {
			return fmt.Errorf("%s: %w", module.Name, err)
		}
		if room.service.Unknown != nil {
			forward = room.service.Unknown
		}
		if room.service.HTTP != nil {
			h.http = room.service.HTTP
		}
	}
	return nil
}

// furnish builds one module and prepares its relay and its consumers.
func (h *House) furnish(ctx context.Context, room *room) error {
	nudge := func() {}
	if room.db != nil {
		room.relay = event.NewRelay(room.db, h.bus, room.Name, h.eventOptions())
		nudge = room.relay.Nudge
	}
	service, err := Furnish(ctx, room.Module, Deps{
		DB:   room.db,
		Conn: h.Conn, ServiceConn: h.as(room.Name),
		Events: event.NewEmitter(room.Name, h.clock, nudge),
		Clock:  h.clock, Log: h.log.With("service", room.Name),
		Peers: h.peers(room.Name), Services: h.services(),
		Ready: h.Ready, Telemetry: h.telemetry,
	}, h.server)
	if err != nil {
		return err
	}
	room.service = service
	if len(service.Consumers) > 0 {
		room.consumers = event.NewRunner(room.db, h.bus, room.Name, service.Consumers, h.eventOptions())
	}
	return nil
}

// serve starts everything that was built: first who answers, then who works behind.
func (h *House) serve() {
	h.network = h.server.Network()
	h.work.start("the ports", "the gRPC port", func(context.Context) error { return h.network.Serve(h.grpcPort) })
	for _, room := range h.rooms {
		if room.relay != nil {
			h.work.start(relays, "the relay of "+room.Name, room.relay.Run)
		}
		for _, task := range room.service.Run {
			h.work.start(tasks, "the background work of "+room.Name, task)
		}
		if room.consumers != nil {
			h.work.start(consumers, "the consumers of "+room.Name, room.consumers.Run)
		}
	}
	for _, peer := range h.watched {
		h.work.start(tasks, "the watch over "+peer.role, func(ctx context.Context) error { return peer.watch(ctx, h.Conn(peer.role), h.log) })
	}
	h.work.start(tasks, "the health watch", h.watchHealth)
	if h.http != nil {
		h.work.start("the ports", "the HTTP port", h.serveHTTP)
	}
}

// Conn reaches a service with the caller's metadata and nothing added: within the process where it runs here, over the network
// where it does not. This is the only place that asks.
func (h *House) Conn(service string) grpc.ClientConnInterface {
	for _, module := range h.modules {
		if module.Name == service {
			return h.server.Channel()
		}
	}
	if conn, ok := h.dialled.Load(service); ok {
		return conn.(grpc.ClientConnInterface)
	}
	conn, err := h.ground.dial(service)
	if err != nil {
		conn = unreachable{fmt.Errorf("%w: %w", model.ErrUnavailable, err)}
	}
	kept, _ := h.dialled.LoadOrStore(service, conn)
	return kept.(grpc.ClientConnInterface)
}

// unreachable stands for a service that nobody has named an address for: every call says so.
type unreachable struct{ err error }

func (u unreachable) Invoke(context.Context, string, any, any, ...grpc.CallOption) error {
	return u.err
}

func (u unreachable) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, u.err
}

// as is Conn under the identity of a module, which it proves with its key file.
func (h *House) as(name string) func(service string) grpc.ClientConnInterface {
	token := identity.TokenSource(func(ctx context.Context) (identity.Token, error) {
		secret, err := identity.ReadKeyFile(filepath.Join(h.cfg.KeysDir, identity.ServiceKeyFile(name)))
		if err != nil {
			return identity.Token{}, err
		}
		response, err := directoryv1.NewTokenServiceClient(h.Conn(directory)).ExchangeToken(ctx, &directoryv1.ExchangeTokenRequest{
			Credential: &directoryv1.ExchangeTokenRequest_ApiKey{ApiKey: secret},
		})
		if err != nil {
			return identity.Token{}, err
		}
		return identity.Token{Text: response.GetAccessToken(), Expires: response.GetExpireTime().AsTime()}, nil
	})
	return func(service string) grpc.ClientConnInterface {
		return rpc.WithToken(h.Conn(service), token)
	}
}

// directory is the service whose contract issues tokens, publishes the keys that verify them, and asks the others about people.
const directory = "directory"

func (h *House) jwks(ctx context.Context) ([]byte, error) {
	response, err := directoryv1.NewTokenServiceClient(h.Conn(directory)).GetJwks(ctx, &directoryv1.GetJwksRequest{})
	if err != nil {
		return nil, err
	}
	return []byte(response.GetJwks()), nil
}

// services are the modules that have a contract: those that keep data.
func (h *House) services() []string { return names(keepingData(h.all)) }

// peers are the others of them.
func (h *House) peers(self string) []string {
	return slices.DeleteFunc(h.services(), func(name string) bool { return name == self })
}

func (h *House) eventOptions() event.Options {
	return event.Options{Clock: h.clock, Log: h.log, Services: h.services()}
}
