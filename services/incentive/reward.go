package incentive

import (
	"context"

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
		keeps: map[string]record.Section{"redemptions": calls.PersonData(read)},
	}
}
