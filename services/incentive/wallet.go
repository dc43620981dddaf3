package incentive

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/refill"
	"github.com/hearth-culture/hearth/services/incentive/internal/refiller"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/wallet"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

// walletRoom keeps what people may give and were given, and what units may award.
func walletRoom(d app.Deps) room {
	bell := app.NewBell()
	work := request.Work[calls.Store]{DB: d.DB, Bind: func(tx *db.Tx) calls.Store { return wallet.New(tx) }, Clock: d.Clock}
	return room{
		register: func(r grpc.ServiceRegistrar) { calls.Register(r, wallet.NewReader(d.DB.Read()), work, bell.Ring) },
		// After the ledger's, which gives their accounts the pseudonym.
		erase: func(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
			return refill.Erase(ctx, wallet.New(tx), d.Clock(), person, pseudonym)
		},
		run:   []func(context.Context) error{refiller.Task(d, bell)},
		moved: bell.Ring,
	}
}
