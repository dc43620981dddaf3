// Package refiller gives people their allowances in the background, and ends what leavers have open.
package refiller

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/refill"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

const (
	// found is how many are looked for at once, step how many have their turn in one transaction: nobody waits longer than for these.
	found = 9000
	step  = 300
	// pause is how long nobody looks when nothing is known to have changed.
	pause = time.Minute
	// rest is how far apart two rounds are at least: an import of a hundred thousand people rings for each of them.
	rest = time.Second
)

// Task goes round until its context ends: each minute, and soon after the bell has rung for somebody who came or left, or for a policy.
func Task(d app.Deps, bell app.Bell) func(context.Context) error {
	return app.EveryOrRung(d, pause, bell, "allowances could not be refilled", func(ctx context.Context) error {
		err := round(ctx, d)
		select {
		case <-ctx.Done():
		case <-time.After(rest):
		}
		return err
	})
}

// round goes on as long as somebody has their turn.
func round(ctx context.Context, d app.Deps) error {
	read := wallet.NewReader(d.DB.Read())
	if err := all(ctx, d, read.HeldOfLeavers, func(ctx context.Context, s wallet.Store, some []uuid.UUID) (int, error) {
		return refill.Void(ctx, s, d.Clock(), some)
	}); err != nil {
		return err
	}
	if err := all(ctx, d, read.Over, func(ctx context.Context, s wallet.Store, some []string) (int, error) {
		return refill.End(ctx, s, d.Clock(), some)
	}); err != nil {
		return err
	}
	return all(ctx, d, read.WhoseTurn, func(ctx context.Context, s wallet.Store, some []refill.Due) (int, error) {
		return refill.Refill(ctx, s, d.Clock(), some)
	})
}

// all has everybody's turn taken whom find finds, some in one transaction, until nothing more comes of it.
func all[T any](ctx context.Context, d app.Deps, find func(context.Context, time.Time, int) ([]T, error),
	take func(context.Context, wallet.Store, []T) (int, error)) error {
	for {
		due, err := find(ctx, d.Clock(), found)
		if err != nil || len(due) == 0 {
			return err
		}
		done := 0
		for some := range slices.Chunk(due, step) {
			var n int
			if err := d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
				n, err = take(ctx, wallet.New(tx), some)
				return err
			}); err != nil {
				return err
			}
			done += n
		}
		if done == 0 || len(due) < found {
			return nil
		}
	}
}
