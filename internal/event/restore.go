package event

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
)

// PublishAgain has every event that the outbox still keeps published once more, to all. It is for a database that was restored
// from a backup: the bus may have forgotten what the backup's consumers had not applied, and the inboxes drop what they had.
func PublishAgain(ctx context.Context, d *db.DB) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE event_outbox SET settle_time = NULL, claim = 0, lease_time = 0 WHERE replay_for = ''")
		return err
	})
}
