package incentive

import (
	"context"
	"slices"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/events"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/recognition"
)

// recognitionRoom is where people thank each other.
func recognitionRoom(d app.Deps) room {
	tell := events.Heard(events.Out(d.Events), func(tx *db.Tx) events.OwnFacts { return fact.New(tx) })
	bind := func(tx *db.Tx) domain.Store { return recognition.New(tx, tell) }
	read := recognition.NewReader(d.DB.Read())
	return room{
		register: func(r grpc.ServiceRegistrar) {
			calls.Register(r, read, request.Work[domain.Store]{DB: d.DB, Bind: bind, Clock: d.Clock})
		},
		erase: func(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
			return bind(tx).Erase(ctx, person, pseudonym)
		},
		run:   []func(context.Context) error{lookForAnniversaries(d, bind)},
		keeps: map[string]record.Section{"recognitions": calls.PersonData(read)},
	}
}

// lookForAnniversaries tells those of the day, which begins at another time in each zone.
func lookForAnniversaries(d app.Deps, bind func(*db.Tx) domain.Store) func(context.Context) error {
	return app.Every(d, 15*time.Minute, "anniversaries could not be told", func(ctx context.Context) error {
		return tellAnniversaries(ctx, d.DB, bind, d.Clock())
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
