package incentive

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/reward"
	"github.com/hearth-culture/hearth/services/incentive/internal/events"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/reward"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/reward"
)

// rewardRoom is what earned points are spent on.
func rewardRoom(d app.Deps) room {
	tell := events.Out(d.Events)
	bind := func(tx *db.Tx) domain.Store { return reward.New(tx, tell) }
	read := reward.NewReader(d.DB.Read())
	return room{
		register: func(r grpc.ServiceRegistrar) {
			calls.Register(r, read, request.Work[domain.Store]{DB: d.DB, Bind: bind, Clock: d.Clock})
		},
		erase: func(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
			return domain.Erase(ctx, bind(tx), d.Clock(), person, pseudonym)
		},
		run:   []func(context.Context) error{func(ctx context.Context) error { return letGo(ctx, d, read, bind) }},
		keeps: map[string]record.Section{"redemptions": calls.PersonData(read)},
	}
}

// letGo cancels what people have open who left.
func letGo(ctx context.Context, d app.Deps, read domain.Reader, bind func(*db.Tx) domain.Store) error {
	return app.Every(ctx, time.Second, func() {
		people, err := read.Leavers(ctx, d.Clock(), 100)
		for _, person := range people {
			if err == nil {
				err = d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return domain.CancelOf(ctx, bind(tx), d.Clock(), person) })
			}
		}
		if err != nil && ctx.Err() == nil {
			d.Log.WarnContext(ctx, "what people who left have open cannot be cancelled", "error", err)
		}
	})
}
