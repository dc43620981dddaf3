package incentive

import (
	"context"
	"errors"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/decisions"
	"github.com/hearth-culture/hearth/services/incentive/internal/events"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/award"
)

// awardRoom holds awards: schemes, rounds and what became of them.
func awardRoom(d app.Deps) room {
	tell := events.Out(d.Events)
	bind := func(tx *db.Tx) domain.Store { return award.New(tx, tell) }
	read := award.NewReader(d.DB.Read())
	return room{
		register: func(r grpc.ServiceRegistrar) {
			calls.Register(r, read, request.Work[domain.Store]{DB: d.DB, Bind: bind, Clock: d.Clock})
		},
		erase: award.Erase,
		run:   []func(context.Context) error{finalizeRounds(d, read, bind)},
		keeps: map[string]record.Section{"awards": calls.PersonData(read)},
	}
}

// finalizeRounds ends rounds to which no appeal can be made any more, within a second.
func finalizeRounds(d app.Deps, read award.Reader, bind func(*db.Tx) domain.Store) func(context.Context) error {
	return app.Every(d, time.Second, "award rounds could not be made final", func(ctx context.Context) error {
		ripe, err := decisions.Ripe(ctx, read, d.Clock())
		for _, id := range ripe {
			// One that cannot be ended is no reason to keep the others open.
			err = errors.Join(err, d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				return decisions.FinalizeRipe(ctx, bind(tx), d.Clock(), id)
			}))
		}
		return err
	})
}
