package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel"
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/said"
	"github.com/hearth-culture/hearth/internal/telemetry"
)

// House is a process in which modules run.
type House struct {
	cfg       config.Config
	modules   []Module // those that run here, in the order of their needs
	all       []Module
	telemetry *telemetry.Telemetry
	log       *slog.Logger
	clock     model.Clock

	ground   ground
	bus      event.Bus
	closeBus func()
	server   *rpc.Server
	rooms    []*room

	dialled  sync.Map // service → grpc.ClientConnInterface
	http     *http.Server
	grpcPort net.Listener
	httpPort net.Listener
	work     *work
	started  atomic.Bool
	stopping atomic.Bool
	network  *grpc.Server
	watched  []*peer
	met      atomic.Bool // all watched have been well at once
}

// room is a module that was built.
type room struct {
	Module
	service   Service
	db        *db.DB
	tables    tables
	relay     *event.Relay
	consumers *event.Runner
}

// Start brings the roles up, all of them when none is named, and returns when they are ready to be asked. What has been started is
// stopped again when something fails.
func Start(ctx context.Context, cfg config.Config, modules []Module, roles []string) (_ *House, err error) {
	here, err := chosen(modules, roles)
	if err != nil {
		return nil, err
	}
	h := &House{cfg: cfg, all: modules, modules: here, clock: time.Now, work: newWork()}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Stop())
		}
	}()
	if h.telemetry, err = telemetry.New(ctx, telemetry.Config{
		Service: strings.Join(append([]string{"hearth"}, roles...), "-"), Version: Version(),
		Endpoint: cfg.OTLPEndpoint, Ratio: cfg.TraceRatio, Level: cfg.LogLevel, Output: os.Stderr,
	}); err != nil {
		return nil, err
	}
	h.log = h.telemetry.Log
	// Consumers and relays are traced and measured by the providers of the process.
	otel.SetTracerProvider(h.telemetry.Tracer)
	otel.SetMeterProvider(h.telemetry.Meter)
	// The ports come first: a busy one is the commonest reason not to start, and nothing has happened yet.
	if err := h.listen(); err != nil {
		return nil, err
	}
	if h.ground, err = newGround(cfg, modules, roles, parts{log: h.log, dialling: h.dialAddr}); err != nil {
		return nil, err
	}
	if h.bus, h.closeBus, err = h.ground.bus(here); err != nil {
		return nil, err
	}
	if err := h.build(ctx); err != nil {
		return nil, err
	}
	h.watched = h.elsewhere()
	h.serve()
	h.started.Store(true)
	return h, nil
}

// GRPCAddr is the address of the gRPC port.
func (h *House) GRPCAddr() string { return h.grpcPort.Addr().String() }

// HTTPAddr is the address of the HTTP port, or "" where no module of this process serves HTTP.
func (h *House) HTTPAddr() string {
	if h.httpPort == nil {
		return ""
	}
	return h.httpPort.Addr().String()
}

// Failed gives the error that made a part of the process end by itself; the process should then stop.
func (h *House) Failed() <-chan error { return h.work.failed }

// listen takes the ports of this process.
func (h *House) listen() (err error) {
	if h.grpcPort, err = listen("gRPC", h.cfg.GRPCAddr, "--grpc-addr (HEARTH_GRPC_ADDR)"); err != nil {
		return err
	}
	for _, module := range h.modules {
		if module.HTTP {
			h.httpPort, err = listen("HTTP", h.cfg.HTTPAddr, "--http-addr (HEARTH_HTTP_ADDR)")
		}
	}
	return err
}

// PortError says that a port cannot be taken.
type PortError struct {
	Protocol, Addr, Setting string
	Err                     error
}

func (e *PortError) Error() string { return e.Words().En }

// Words says it to people.
func (e *PortError) Words() model.Words {
	return model.Say("cannot listen for %s on %s: %s; choose another address with %s", "无法监听 %s 地址 %s：%s；可用 %s 另行指定",
		e.Protocol, e.Addr, said.Of(e.Err), e.Setting)
}

func (e *PortError) Unwrap() error { return e.Err }

func listen(protocol, addr, setting string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, &PortError{protocol, addr, setting, err}
	}
	return listener, nil
}
