package survey

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
)

// closeDue closes, within a second, the surveys whose time has come. Nothing waits for it: from that time on no answer is taken anyway.
// Several processes may do so at once.
func closeDue(ctx context.Context, d app.Deps, bind func(*db.Tx) domain.Store) error {
	return app.Every(ctx, time.Second, func() {
		now := d.Clock()
		due, err := store.NewReader(d.DB.Read()).Due(ctx, now)
		for _, id := range due {
			err = errors.Join(err, d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				return domain.CloseDue(ctx, bind(tx), now, id)
			}))
		}
		if err != nil && ctx.Err() == nil {
			d.Log.WarnContext(ctx, "a survey whose time has come could not be closed", "error", err)
		}
	})
}
