package app

import (
	"context"
	"errors"
	"fmt"
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

func (p *peer) set(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err = err
}

// watch follows the health of the role until ctx ends.
func (p *peer) watch(ctx context.Context, conn grpc.ClientConnInterface) error {
	for tries := 1; ; tries++ {
		served, err := p.follow(ctx, healthv1.NewHealthClient(conn))
		if served {
			tries = 1
		}
		if tries >= peerTries && ctx.Err() == nil {
			p.set(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(peerPause):
		}
	}
}

// follow listens to one server of the role for as long as it is well, and says whether it ever was.
func (p *peer) follow(ctx context.Context, health healthv1.HealthClient) (served bool, err error) {
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
		p.set(nil)
	}
}
