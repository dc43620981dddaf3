package app

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/rpc"
)

// watchHealth tells the gRPC health service what readiness is, so that both say the same.
func (h *House) watchHealth(ctx context.Context) error {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	var before error = errors.New("never asked")
	for {
		now := h.Ready()
		if (now == nil) != (before == nil) {
			h.server.SetReady(now == nil)
			if now != nil {
				h.log.WarnContext(ctx, "not ready", "why", now.Error())
			}
		}
		before = now
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

func (h *House) serveHTTP(context.Context) error {
	listener := h.httpPort
	edge, err := h.cfg.TLS.Server()
	if err != nil {
		return err
	}
	if edge != nil {
		edge.NextProtos = []string{"h2", "http/1.1"}
		listener = tls.NewListener(listener, edge)
	}
	if err := h.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// dialAddr connects to a peer, with TLS where it is configured. Plain text beyond this machine is the configuration's to refuse.
func (h *House) dialAddr(addr string) (grpc.ClientConnInterface, error) {
	client, err := h.cfg.TLS.Client()
	if err != nil {
		return nil, err
	}
	return rpc.Dial(addr, client, h.telemetry.ClientStats)
}
