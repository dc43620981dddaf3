package incentive

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/participation"
	"github.com/hearth-culture/hearth/services/incentive/internal/events"
	"github.com/hearth-culture/hearth/services/incentive/internal/rewarder"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/participation"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/participation"
)

// participationRoom grants points for taking part in surveys. It keeps nobody who did, so it has nothing to erase or to export: their points are
// the ledger's.
func participationRoom(d app.Deps) room {
	work := request.Work[domain.PolicyStore]{DB: d.DB, Bind: func(tx *db.Tx) domain.PolicyStore { return participation.New(tx) }, Clock: d.Clock}
	return room{
		register:  func(r grpc.ServiceRegistrar) { calls.Register(r, participation.NewReader(d.DB.Read()), work) },
		consumers: []event.Consumer{events.Closed(func(tx *db.Tx) domain.Rounds { return participation.New(tx) }, d.Clock)},
		long:      map[string]operation.Handler{participation.Kind: rewarder.Handler(d)},
	}
}
