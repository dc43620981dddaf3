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
		run:   []func(context.Context) error{func(ctx context.Context) error { return tellAnniversaries(ctx, d, bind) }},
		keeps: map[string]record.Section{"recognitions": calls.PersonData(read)},
	}
}

// tellAnniversaries looks for those of the day, which begins at another time in each zone.
func tellAnniversaries(ctx context.Context, d app.Deps, bind func(*db.Tx) domain.Store) error {
	// A day on which many began is told in parts, so that nobody waits for all of them.
	const atOnce = 100
	return app.Every(ctx, 15*time.Minute, func() {
		now := d.Clock()
		due, err := domain.Due(ctx, recognition.NewReader(d.DB.Read()), now)
		for part := range slices.Chunk(due, atOnce) {
			if err != nil {
				break
			}
			err = d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return domain.Tell(ctx, bind(tx), now, part) })
		}
		if err != nil && ctx.Err() == nil {
			d.Log.WarnContext(ctx, "anniversaries cannot be told", "error", err)
		}
	})
}
