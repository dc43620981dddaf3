package app

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
)

// Every runs fn now, and again after each pause, until ctx ends: a background task for work that nothing waits for. What fails is
// tried again in the next turn, and fn logs it.
func Every(ctx context.Context, pause time.Duration, fn func()) error {
	return EveryOrRung(ctx, pause, nil, fn)
}

// Bell wakes a background task. Rung while the task is at work, it has it go round once more, however often it was rung.
type Bell chan struct{}

// NewBell makes a bell for one task.
func NewBell() Bell { return make(Bell, 1) }

// Ring wakes the task. It never waits.
func (b Bell) Ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}

// EveryOrRung is Every, and runs fn when the bell rings as well.
func EveryOrRung(ctx context.Context, pause time.Duration, bell Bell, fn func()) error {
	turns := time.NewTicker(pause)
	defer turns.Stop()
	for {
		fn()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-turns.C:
		case <-bell:
		}
	}
}

// Tidy is a module's background task that prunes, once an hour, what is kept in its tables for a time only.
func Tidy(d Deps, prunes ...func(ctx context.Context, d *db.DB, now time.Time) error) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		return Every(ctx, time.Hour, func() {
			now := d.Clock()
			var err error
			for _, prune := range prunes {
				err = errors.Join(err, prune(ctx, d.DB, now))
			}
			if err != nil && ctx.Err() == nil {
				d.Log.WarnContext(ctx, "what is old could not be pruned", "error", err)
			}
		})
	}
}
