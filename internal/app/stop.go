package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/event"
)

// Stop ends everything within one deadline: first nobody is sent here any more, then what came in is finished, then what is behind
// it is closed. It may be called on a house that only half started.
func (h *House) Stop() error {
	if h.stopping.Swap(true) {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), h.cfg.StopTimeout)
	defer cancel()
	var errs []error
	step := func(err error) { errs = append(errs, err) }
	if h.server != nil {
		h.server.NotServing()
	}
	step(h.stopHTTP(ctx))
	step(h.work.stop(ctx, consumers))
	step(h.stopGRPC(ctx))
	step(h.work.stop(ctx, tasks))
	// The relays go last: what the last requests committed is published before the bus closes.
	h.publish(ctx)
	step(h.work.stop(ctx, relays))
	if h.closeBus != nil {
		step(bounded(ctx, "the connection to the event bus", h.closeBus))
	}
	for _, room := range slices.Backward(h.rooms) {
		if room.db != nil {
			step(room.db.Close())
		}
	}
	if h.ground != nil {
		step(h.ground.close(ctx))
	}
	if h.telemetry != nil {
		step(h.telemetry.Shutdown(ctx))
	}
	return errors.Join(errs...)
}

// lastWords is how long a stop waits for the relays.
const lastWords = 2 * time.Second

// publish waits until the relays have published everything. What they do not get to, as while the bus is away, is safe in the outbox:
// the next start publishes it.
func (h *House) publish(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lastWords)
	defer cancel()
	for _, room := range h.rooms {
		for h.started.Load() && room.relay != nil && ctx.Err() == nil {
			waiting, _, err := event.Waiting(ctx, room.db.Read(), h.clock())
			if err != nil || waiting == 0 {
				break
			}
			select {
			case <-ctx.Done():
			case <-time.After(10 * time.Millisecond):
			}
		}
	}
}

func (h *House) stopHTTP(ctx context.Context) error {
	if h.http == nil {
		if h.httpPort != nil {
			return h.httpPort.Close()
		}
		return nil
	}
	if err := h.http.Shutdown(ctx); err != nil {
		return errors.Join(err, h.http.Close())
	}
	return nil
}

func (h *House) stopGRPC(ctx context.Context) error {
	if h.network == nil {
		if h.grpcPort != nil {
			return h.grpcPort.Close()
		}
		return nil
	}
	err := bounded(ctx, "the gRPC server", h.network.GracefulStop)
	if err != nil {
		h.network.Stop()
	}
	return err
}
