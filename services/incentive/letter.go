package incentive

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/letter"
	"github.com/hearth-culture/hearth/services/incentive/internal/events"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/letter"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/letter"
)

// letterRoom takes customers' thank-you letters from their coming in to their publication.
func letterRoom(d app.Deps) room {
	tell := events.Out(d.Events)
	bind := func(tx *db.Tx) domain.Store { return letter.New(tx, tell) }
	read := letter.NewReader(d.DB.Read())
	return room{
		register: func(r grpc.ServiceRegistrar) {
			calls.Register(r, read, request.Work[domain.Store]{DB: d.DB, Bind: bind, Clock: d.Clock})
		},
		erase: func(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
			return domain.Erase(ctx, bind(tx), d.Clock(), person, pseudonym)
		},
		run:   []func(context.Context) error{purgeLetters(d, read, bind)},
		keeps: map[string]record.Section{"letters": calls.PersonData(read)},
	}
}

// purgeLetters purges what customers sent within a second of its time.
func purgeLetters(d app.Deps, read letter.Reader, bind func(*db.Tx) domain.Store) func(context.Context) error {
	return app.Every(d, time.Second, "what customers sent could not be purged", func(ctx context.Context) error {
		for {
			if due, err := read.PurgeDue(ctx, d.Clock(), 1); err != nil || len(due) == 0 {
				return err
			}
			purged := 0
			err := d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
				purged, err = domain.PurgeDue(ctx, bind(tx), d.Clock())
				return err
			})
			if err != nil || purged == 0 {
				return err
			}
		}
	})
}
