// Package rpc serves and calls Hearth's gRPC services: one registration for the network and for calls within the process,
// which behave alike.
package rpc

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"time"

	"github.com/fullstorydev/grpchan/inprocgrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/health"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/reflection"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"

	"github.com/hearth-culture/hearth/internal/rpc/forward/frame"
	"github.com/hearth-culture/hearth/internal/rpc/gate"
	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/rpc/origin"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// Authenticator says who stands behind a token; identity.Verifier is one.
type Authenticator = gate.Authenticator

// Options are what a Server is made of.
type Options struct {
	Auth Authenticator
	Log  *slog.Logger
	// Stats and ClientStats see the calls of both transports; nil for none.
	Stats       stats.Handler
	ClientStats stats.Handler
	// TLS of the network server; nil for plain text.
	TLS *tls.Config
	// Limits hold for each verified caller, on both transports together.
	Limits limit.Limits
	// Proxies are believed about where calls come from.
	Proxies origin.Proxies
	// Edge: callers reach the network server themselves, and not through a gateway, where they would all have one address. It stops
	// floods by the same limits of the rate before it verifies anybody.
	Edge bool
	// Unknown takes calls to methods that are not registered; NoSuchMethod when nil. It sees them before anybody has asked for a token.
	Unknown grpc.StreamHandler
}

const (
	defaultMaxBytes = 4 << 20
	maxHeaderBytes  = 64 << 10
	maxStreams      = 1000 // of one connection at a time
	idleBeforePing  = time.Minute
	pingTimeout     = 20 * time.Second
	// A connection is ended gently after a while, so that clients look for servers that were added since.
	connectionAge   = 30 * time.Minute
	connectionGrace = 10 * time.Minute
	// Goroutines that take one call after the other keep the stack that a call through SQLite needs; a new one grows it in many copies,
	// which was a tenth of a call's time. When all are taken a call gets a goroutine of its own.
	workers = 64
)

// Server is a set of services, to be called over the network and within the process.
type Server struct {
	network *grpc.Server
	channel *inprocgrpc.Channel
	health  *health.Server
	serves  map[string]bool // by full method; written before the first call
}

// New makes a Server without services.
func New(o Options) *Server {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Unknown == nil {
		o.Unknown = NoSuchMethod
	}
	if o.Limits.MaxBytes == 0 {
		o.Limits.MaxBytes = defaultMaxBytes
	}
	s := &Server{health: health.NewServer(), serves: map[string]bool{}}
	inside := &gate.Gate{Auth: o.Auth, Log: o.Log, Proxies: o.Proxies, MaxBytes: o.Limits.MaxBytes, Serves: s.Serves, Callers: limit.New(o.Limits)}
	outside := *inside
	outside.MaxBytes = 0 // its codec counts
	if o.Edge {
		outside.Floods = limit.New(o.Limits)
	}

	s.network = grpc.NewServer(networkOptions(o, &outside)...)
	s.channel = (&inprocgrpc.Channel{}).WithCloner(wire{}).
		WithServerUnaryInterceptor(inside.Unary).WithServerStreamInterceptor(inside.Stream)
	if o.Stats != nil {
		s.channel.WithServerStatsHandler(o.Stats)
	}
	if o.ClientStats != nil {
		s.channel.WithClientStatsHandler(o.ClientStats)
	}
	s.SetReady(false)
	healthv1.RegisterHealthServer(s.network, s.health)
	healthv1.RegisterHealthServer(s.channel, s.health)
	reflection.Register(s.network)
	return s
}

func networkOptions(o Options, outside *gate.Gate) []grpc.ServerOption {
	options := []grpc.ServerOption{
		grpc.UnaryInterceptor(outside.Unary),
		grpc.StreamInterceptor(outside.Stream),
		grpc.UnknownServiceHandler(o.Unknown),
		grpc.ForceServerCodecV2(gate.Codec(frame.Codec(), o.Limits.MaxBytes)), // lets Unknown pass messages on unread
		// A message that is somewhat too large reaches the gate and is told so in full; gRPC itself cuts off the rest, in fewer words.
		grpc.MaxRecvMsgSize(2 * o.Limits.MaxBytes),
		grpc.MaxHeaderListSize(maxHeaderBytes),
		grpc.MaxConcurrentStreams(maxStreams),
		grpc.KeepaliveParams(keepalive.ServerParameters{
			Time: idleBeforePing, Timeout: pingTimeout, MaxConnectionAge: connectionAge, MaxConnectionAgeGrace: connectionGrace,
		}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: clientPing / 2, PermitWithoutStream: true}),
		grpc.WaitForHandlers(true),
		grpc.NumStreamWorkers(workers),
	}
	if o.Stats != nil {
		options = append(options, grpc.StatsHandler(o.Stats))
	}
	if o.TLS != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(o.TLS)))
	}
	return options
}

// RegisterService adds a service to both transports. It panics for a method without a permission: nothing is served that the
// contract does not say who may call. All services are registered before the first call.
func (s *Server) RegisterService(desc *grpc.ServiceDesc, impl any) {
	for _, name := range methods(desc) {
		fullMethod := "/" + desc.ServiceName + "/" + name
		method, ok := permit.Lookup(fullMethod)
		if !ok {
			panic(fmt.Sprintf("rpc: %s/%s has no permission", desc.ServiceName, name))
		}
		if err := gate.Warm(method.Input); err != nil {
			panic(fmt.Sprintf("rpc: %s/%s: %v", desc.ServiceName, name, err))
		}
		s.serves[fullMethod] = true
	}
	s.network.RegisterService(desc, impl)
	s.channel.RegisterService(desc, impl)
}

func methods(desc *grpc.ServiceDesc) []string {
	var names []string
	for _, method := range desc.Methods {
		names = append(names, method.MethodName)
	}
	for _, stream := range desc.Streams {
		names = append(names, stream.StreamName)
	}
	return names
}

// Serves says whether the method "/hearth.directory.v1.UnitService/CreateUnit" has been registered.
func (s *Server) Serves(fullMethod string) bool { return s.serves[fullMethod] }

// Network is the server to be run on a listener.
func (s *Server) Network() *grpc.Server { return s.network }

// SetReady has the health service say whether this process can do its work.
func (s *Server) SetReady(ready bool) {
	state := healthv1.HealthCheckResponse_NOT_SERVING
	if ready {
		state = healthv1.HealthCheckResponse_SERVING
	}
	s.health.SetServingStatus("", state)
}

// NotServing has the health service say for good that this process is about to end.
func (s *Server) NotServing() { s.health.Shutdown() }

// NoSuchMethod refuses a call to a method that nobody has registered.
func NoSuchMethod(any, grpc.ServerStream) error { return refusal.ErrNoSuchMethod }

// Status is what a caller who reads the locale, "en" or "zh-CN", sees of an error.
func Status(err error, locale string) *status.Status {
	seen, _ := refusal.Status(err, locale)
	return seen
}
