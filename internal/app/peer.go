package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"google.golang.org/grpc"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
)

const (
	// peerTries is how often in a row a role must say no. It may have several servers: each try reaches another one.
	peerTries = 3
	peerPause = time.Second
)

// peer is a role elsewhere that the edge passes calls on to. It tells of its health by itself, so that asking costs nothing.
type peer struct {
	role string

	mu  sync.Mutex
	err error // why it is not ready
	met bool  // it was ready before
}

// elsewhere are the services behind the edge that do not run in this process; none where this process is no edge. The others do
// their work while a peer is away, as far as they can.
func (h *House) elsewhere() []*peer {
	if h.httpPort == nil {
		return nil
	}
	var found []*peer
	for _, service := range h.services() {
		if !slices.Contains(names(h.modules), service) {
			found = append(found, &peer{role: service, err: errors.New("not asked yet")})
		}
	}
	return found
}

func (p *peer) ready() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// set keeps what was heard of the role, and tells the log when it goes away and comes back: the others are served meanwhile, so that the
// process stays ready and nothing else says so.
func (p *peer) set(err error, log *slog.Logger) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch was := p.err; {
	case err != nil && was == nil:
		log.Warn("a role behind the edge is away", "peer", p.role, "error", err)
	case err == nil && was != nil && p.met:
		log.Info("a role behind the edge is back", "peer", p.role)
	}
	p.err, p.met = err, p.met || err == nil
}

// watch follows the health of the role until ctx ends.
func (p *peer) watch(ctx context.Context, conn grpc.ClientConnInterface, log *slog.Logger) error {
	for tries := 1; ; tries++ {
		served, err := p.follow(ctx, healthv1.NewHealthClient(conn), log)
		if served {
			tries = 1
		}
		if tries >= peerTries && ctx.Err() == nil {
			p.set(err, log)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(peerPause):
		}
	}
}

// follow listens to one server of the role for as long as it is well, and says whether it ever was.
func (p *peer) follow(ctx context.Context, health healthv1.HealthClient, log *slog.Logger) (served bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := health.Watch(ctx, &healthv1.HealthCheckRequest{})
	if err != nil {
		return false, err
	}
	for {
		said, err := stream.Recv()
		if err != nil {
			return served, err
		}
		if said.GetStatus() != healthv1.HealthCheckResponse_SERVING {
			return served, fmt.Errorf("it says %s", said.GetStatus())
		}
		served = true
		p.set(nil, log)
	}
}
