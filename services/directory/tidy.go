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

// tidy forgets, once an hour, what is kept for a time only.
func tidy(ctx context.Context, d app.Deps) error {
	return app.Every(ctx, time.Hour, func() {
		now := d.Clock()
		err := errors.Join(request.Prune(ctx, d.DB, now), operation.Prune(ctx, d.DB, now), access.Prune(ctx, d.DB, now))
		if err != nil && ctx.Err() == nil {
			d.Log.WarnContext(ctx, "what is old could not be pruned", "error", err)
		}
	})
}
