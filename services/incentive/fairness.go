package incentive

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/fairness"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fairness"
)

// fairnessRoom is where one sees how recognition is spread. It keeps nothing of its own.
func fairnessRoom(d app.Deps) room {
	return room{register: func(r grpc.ServiceRegistrar) { calls.Register(r, fairness.NewReader(d.DB.Read()), d.Clock) }}
}
