// Package closer makes the boards of fairness of each month that has ended, in the background.
package closer

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fairness"
)

// Task looks once an hour whether a month has settled.
func Task(d app.Deps) func(context.Context) error {
	return app.Every(d, time.Hour, "boards of fairness could not be made", func(ctx context.Context) error { return Round(ctx, d.DB, d.Clock()) })
}

// Round makes the boards of all months that have settled and have none, one month after the other: first looks at everybody at one instant,
// which takes seconds where there are a hundred thousand, and keeps nobody waiting; then writes what it saw, unless another process has.
func Round(ctx context.Context, d *db.DB, now time.Time) error {
	for {
		var kept domain.Kept
		var due bool
		if err := d.ReadTx(ctx, func(ctx context.Context, q db.Querier) (err error) {
			kept, due, err = domain.Close(ctx, fairness.NewReader(q), now)
			return err
		}); err != nil || !due {
			return err
		}
		if err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return fairness.New(tx).Keep(ctx, kept) }); err != nil {
			return err
		}
	}
}
