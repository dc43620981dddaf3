// Package operation does long work: it goes on from its last checkpoint after a crash, on whichever process is there, and never on two
// at once. Tasks stand in the service's own database, so that starting one and each of its steps commit together with their effects.
package operation

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/db"
)

//go:embed migrations
var files embed.FS

// Migrations are the tables of this package.
func Migrations() db.Set { return db.Embedded("operation", files) }

// Collection is the first part of the resource names: operations/{operation}.
const Collection = "operations"

// Start adds a task of a kind, to run once tx has committed, and returns its bare id. A runner of this process finds it within a second, or at
// once after tx.AfterCommit(runner.Nudge).
func Start(ctx context.Context, tx *db.Tx, now time.Time, kind string, input []byte) (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("operation: start %s: %w", kind, err)
	}
	if input == nil {
		input = []byte{}
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO operation_task
		(id, kind, input, checkpoint, progress, total, waiting_for, create_time, due, lease, failures, panics)
		VALUES ($1, $2, $3, $4, 0, 0, '', $5, $5, '', 0, 0)`,
		id.String(), kind, input, []byte{}, db.Micros(now))
	if err != nil {
		return "", fmt.Errorf("operation: start %s: %w", kind, err)
	}
	return id.String(), nil
}

// ErrLost says that a task is no longer this runner's: its lease ended, and another may have gone on with it. What was about to be done
// must not be.
var ErrLost = errors.New("operation: the task belongs to another runner")

type later struct{ wait time.Duration }

func (l later) Error() string { return fmt.Sprintf("to go on in %v", l.wait) }

// Later is what a handler returns when there is nothing to do for a while, such as before others have confirmed. It is called again after
// the wait, from the last checkpoint; that is no failure.
func Later(wait time.Duration) error { return later{wait} }

// Prune removes what ended more than thirty days before now.
func Prune(ctx context.Context, d *db.DB, now time.Time) error {
	const kept = 30 * 24 * time.Hour
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM operation_task WHERE end_time < $1", db.Micros(now.Add(-kept)))
		return err
	})
}
