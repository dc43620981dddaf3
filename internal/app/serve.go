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

const (
	readyPause = time.Second
	// slowStart is how many looks a start may take before the log says what it waits for.
	slowStart = 10
)

// watchHealth tells the gRPC health service what readiness is, so that both say the same, and the log when it changes.
func (h *House) watchHealth(ctx context.Context) error {
	ticker := time.NewTicker(readyPause)
	defer ticker.Stop()
	ready, told, patience := false, false, slowStart
	for {
		why := h.Ready()
		if (why == nil) != ready {
			ready = why == nil
			h.server.SetReady(ready)
		}
		switch {
		case ready:
			if told {
				h.log.InfoContext(ctx, "ready again")
			}
			told, patience = false, 1 // from now on, trouble is told at once
		case !told:
			if patience--; patience == 0 {
				h.log.WarnContext(ctx, "not ready", "why", why.Error())
				told = true
			}
		}
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
