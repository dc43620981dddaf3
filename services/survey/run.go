package survey

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
)

// turn is work that comes due by the clock, one thing after the other. Several processes may do it at once: each thing is looked at
// again within its transaction.
type turn struct {
	// failed is what to say where it could not be done.
	failed string
	due    func(r store.Reader, ctx context.Context, now time.Time) ([]string, error)
	do     func(ctx context.Context, s store.Store, now time.Time, id string) error
	// refused notes what was refused, where that is to be noted.
	refused func(ctx context.Context, s store.Store, now time.Time, id string, why *model.Fault) error
}

// turns are taken one after the other, within a second. Nothing waits for the closes: from the time of its close on a survey takes no
// answer anyway.
var turns = []turn{
	{
		failed: "a survey whose time has come could not be closed", due: store.Reader.Due,
		do: func(ctx context.Context, s store.Store, now time.Time, id string) error {
			return domain.CloseDue(ctx, s, now, id)
		},
	},
	{
		failed: "a reminder that is due could not be said", due: store.Reader.RemindersDue,
		do: func(ctx context.Context, s store.Store, now time.Time, id string) error {
			return domain.Remind(ctx, s, now, id)
		},
	},
	{
		failed: "a wave that is due could not be opened", due: store.Reader.WavesDue,
		do: func(ctx context.Context, s store.Store, now time.Time, id string) error {
			return pulse.OpenWave(ctx, s, now, id)
		},
		refused: func(ctx context.Context, s store.Store, now time.Time, id string, why *model.Fault) error {
			return pulse.SkipWave(ctx, s, now, id, why)
		},
	},
}

func takeTurns(d app.Deps, bind func(*db.Tx) store.Store) func(context.Context) error {
	return app.Every(d, time.Second, "what is due could not all be done", func(ctx context.Context) error {
		var failed []error
		for _, turn := range turns {
			now := d.Clock()
			due, err := turn.due(store.NewReader(d.DB.Read()), ctx, now)
			for _, id := range due {
				err = errors.Join(err, turn.take(ctx, d.DB, bind, now, id))
			}
			if err != nil {
				failed = append(failed, fmt.Errorf("%s: %w", turn.failed, err))
			}
		}
		return errors.Join(failed...)
	})
}

func (t turn) take(ctx context.Context, d *db.DB, bind func(*db.Tx) store.Store, now time.Time, id string) error {
	err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return t.do(ctx, bind(tx), now, id) })
	if why, is := errors.AsType[*model.Fault](err); is && t.refused != nil {
		return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return t.refused(ctx, bind(tx), now, id, why) })
	}
	return err
}
