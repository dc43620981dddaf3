package incentive

import (
	"context"
	"slices"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/events"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/recognition"
)

// recognitionRoom is where people thank each other.
func recognitionRoom(d app.Deps) room {
	out := events.Out(d.Events)
	bind := func(tx *db.Tx) domain.Store { return recognition.New(tx, out) }
	read := recognition.NewReader(d.DB.Read())
	return room{
		register: func(r grpc.ServiceRegistrar) {
			calls.Register(r, calls.Parts{DB: d.DB, Read: read, Bind: bind, Clock: d.Clock})
		},
		erase: func(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
			return bind(tx).Erase(ctx, person, pseudonym)
		},
		run:   []func(context.Context) error{func(ctx context.Context) error { return lookForAnniversaries(ctx, d, bind) }},
		keeps: map[string]record.Section{"recognitions": calls.PersonData(read)},
	}
}

// lookForAnniversaries tells those of the day, which begins at another time in each zone.
func lookForAnniversaries(ctx context.Context, d app.Deps, bind func(*db.Tx) domain.Store) error {
	return app.Every(ctx, 15*time.Minute, func() {
		if err := tellAnniversaries(ctx, d.DB, bind, d.Clock()); err != nil && ctx.Err() == nil {
			d.Log.WarnContext(ctx, "anniversaries cannot be told", "error", err)
		}
	})
}

// tellAnniversaries tells those that are due. A day on which many began is told in parts, so that nobody waits for all of them.
func tellAnniversaries(ctx context.Context, d *db.DB, bind func(*db.Tx) domain.Store, now time.Time) error {
	const atOnce = 100
	due, err := domain.Due(ctx, recognition.NewReader(d.Read()), now)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(due, atOnce) {
		if err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return domain.Tell(ctx, bind(tx), now, part) }); err != nil {
			return err
		}
	}
	return nil
}
