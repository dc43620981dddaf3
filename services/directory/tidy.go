package directory

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"

	"github.com/hearth-culture/hearth/services/directory/internal/store/access"
)

// tidy forgets, once an hour, what is kept for a time only. What fails is tried again an hour later: nothing waits for it.
func tidy(ctx context.Context, d app.Deps) error {
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		now := d.Clock()
		err := errors.Join(request.Prune(ctx, d.DB, now), operation.Prune(ctx, d.DB, now), access.Prune(ctx, d.DB, now))
		if err != nil && ctx.Err() == nil {
			d.Log.WarnContext(ctx, "what is old could not be pruned", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-hourly.C:
		}
	}
}
