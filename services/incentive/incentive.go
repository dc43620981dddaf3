// Package incentive is the service of recognition that adds up. So far it keeps the ledger that everything else of it will stand on.
package incentive

import (
	"context"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/reconciler"
	ledgercalls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

// Module is the incentive service's door.
func Module() app.Module {
	return app.Module{
		Name:       "incentive",
		Needs:      []string{"directory"},
		Migrations: []db.Set{ledger.Migrations(), event.Migrations(), request.Migrations(), operation.Migrations()},
		Build:      build,
	}
}

func build(_ context.Context, d app.Deps) (app.Service, error) {
	bind := func(tx *db.Tx) domain.Store { return ledger.New(tx) }
	poster := ledger.NewPoster(d.DB, d.Clock)
	read := ledger.NewReader(d.DB.Read())
	work := operation.NewRunner(d.DB, d.Clock, d.Log, map[string]operation.Handler{domain.Reconciliation: reconciler.Handler(d.DB)})
	return app.Service{
		Register: func(r grpc.ServiceRegistrar) {
			ledgercalls.Register(r, ledgercalls.Parts{DB: d.DB, Read: read, Bind: bind, Post: poster.Post, Clock: d.Clock})
			record.Register(r, d.DB, read)
		},
		// What stands in an account stays in it, under another name.
		Erase: func(ctx context.Context, tx *db.Tx, person string) error {
			return bind(tx).Pseudonymise(ctx, model.Name("people", person), model.Name("people", uuid.NewString()))
		},
		Run: []func(context.Context) error{
			poster.Run,
			func(ctx context.Context) error { return expire(ctx, d, bind) },
			work.Run,
			app.Tidy(d, request.Prune, operation.Prune),
		},
	}, nil
}

// expire lets holds go whose time has come, within a second.
func expire(ctx context.Context, d app.Deps, bind func(*db.Tx) domain.Store) error {
	return app.Every(ctx, time.Second, func() {
		due, err := ledger.NewReader(d.DB.Read()).Due(ctx, d.Clock(), 1)
		if err == nil && len(due) > 0 {
			err = d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				_, err := domain.Expire(ctx, bind(tx), d.Clock())
				return err
			})
		}
		if err != nil && ctx.Err() == nil {
			d.Log.WarnContext(ctx, "holds whose time has come cannot be let go", "error", err)
		}
	})
}
