package app

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
)

// Every is a module's background task for work that nothing waits for: it takes a turn at once and again after each pause, until ctx ends.
// What fails is logged as failed, and tried again in the next turn.
func Every(d Deps, pause time.Duration, failed string, turn func(ctx context.Context) error) func(ctx context.Context) error {
	return EveryOrRung(d, pause, nil, failed, turn)
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

// EveryOrRung is Every, and takes a turn when the bell rings as well.
func EveryOrRung(d Deps, pause time.Duration, bell Bell, failed string, turn func(ctx context.Context) error) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		turns := time.NewTicker(pause)
		defer turns.Stop()
		for {
			if err := turn(ctx); err != nil && ctx.Err() == nil {
				d.Log.WarnContext(ctx, failed, "error", err)
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-turns.C:
			case <-bell:
			}
		}
	}
}

// Tidy is a module's background task that prunes, once an hour, what is kept in its tables for a time only.
func Tidy(d Deps, prunes ...func(ctx context.Context, d *db.DB, now time.Time) error) func(ctx context.Context) error {
	return Every(d, time.Hour, "what is old could not be pruned", func(ctx context.Context) error {
		now := d.Clock()
		var err error
		for _, prune := range prunes {
			err = errors.Join(err, prune(ctx, d.DB, now))
		}
		return err
	})
}
