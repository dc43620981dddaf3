package app

import (
	"context"
	"time"
)

// Every runs fn now, and again after each pause, until ctx ends: a background task for work that nothing waits for. What fails is
// tried again in the next turn, and fn logs it.
func Every(ctx context.Context, pause time.Duration, fn func()) error {
	turns := time.NewTicker(pause)
	defer turns.Stop()
	for {
		fn()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-turns.C:
		}
	}
}
