package incentive

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/services/incentive/internal/closer"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fairness"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/fairness"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fairness"
)

// fairnessRoom is where one sees how recognition is spread. It keeps nothing that leads to people, so it has nothing to erase.
func fairnessRoom(d app.Deps) room {
	bind := func(tx *db.Tx) domain.Store { return fairness.New(tx) }
	return room{
		register: func(r grpc.ServiceRegistrar) {
			calls.Register(r, fairness.NewReader(d.DB.Read()), request.Work[domain.Store]{DB: d.DB, Bind: bind, Clock: d.Clock})
		},
		run: []func(context.Context) error{closer.Task(d)},
	}
}
