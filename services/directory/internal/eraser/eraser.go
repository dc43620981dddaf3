// Package eraser waits until every service has erased a person.
package eraser

import (
	"context"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/privacy"
	store "github.com/hearth-culture/hearth/services/directory/internal/store/privacy"
)

// The others are looked at often at first, for most confirm at once, and rarely when one of them is away for days.
const (
	soonest = time.Second
	latest  = 5 * time.Minute
)

// Handler runs the operations of kind store.Kind. peers are the services that keep data.
func Handler(d *db.DB, clock model.Clock, peers []string) operation.Handler {
	return func(ctx context.Context, t *operation.Task) (proto.Message, error) {
		progress, err := domain.Follow(ctx, store.NewConfirmations(d.Read()), t.ID, peers)
		if err != nil {
			return nil, err
		}
		confirmed, all := int64(progress.Confirmed), int64(len(peers))
		if t.Progress != confirmed || t.Total != all {
			err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				if err := t.WaitFor(ctx, tx, progress.Missing...); err != nil {
					return err
				}
				return t.Save(ctx, tx, nil, confirmed, all)
			})
			if err != nil {
				return nil, err
			}
		}
		if len(progress.Missing) == 0 {
			return nil, nil
		}
		return nil, operation.Later(min(max(clock().Sub(progress.Since)/4, soonest), latest))
	}
}
