package incentive

import (
	"context"
	"errors"
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
		run:   []func(context.Context) error{letGo(d, read, bind)},
		keeps: map[string]record.Section{"redemptions": calls.PersonData(read)},
	}
}

// letGo cancels what people have open who left.
func letGo(d app.Deps, read domain.Reader, bind func(*db.Tx) domain.Store) func(context.Context) error {
	return app.Every(d, time.Second, "what people who left have open could not be cancelled", func(ctx context.Context) error {
		people, err := read.Leavers(ctx, d.Clock(), 100)
		for _, person := range people {
			err = errors.Join(err, d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				return domain.CancelOf(ctx, bind(tx), d.Clock(), person)
			}))
		}
		return err
	})
}
