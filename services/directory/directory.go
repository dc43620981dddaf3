// Package directory is the service that knows the organisation, its people, and who may do what.
package directory

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"

	"github.com/hearth-culture/hearth/services/directory/internal/bootstrap"
	"github.com/hearth-culture/hearth/services/directory/internal/eraser"
	"github.com/hearth-culture/hearth/services/directory/internal/events"
	"github.com/hearth-culture/hearth/services/directory/internal/importer"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/directory/internal/signing"
	"github.com/hearth-culture/hearth/services/directory/internal/store/access"
	"github.com/hearth-culture/hearth/services/directory/internal/store/imports"
	"github.com/hearth-culture/hearth/services/directory/internal/store/privacy"
	"github.com/hearth-culture/hearth/services/directory/internal/store/schema"
)

// Module is the directory's door.
func Module() app.Module {
	return app.Module{
		Name: "directory",
		Migrations: []db.Set{
			schema.Migrations(), access.Migrations(), event.Migrations(), request.Migrations(), operation.Migrations(),
		},
		Bootstrap: func(ctx context.Context, d *db.DB, b app.Bootstrap) error {
			return bootstrap.Run(ctx, d, b.KeysDir, b.Services, time.Now(), b.Log)
		},
		Build: build,
	}
}

func build(_ context.Context, d app.Deps) (app.Service, error) {
	work := operations(d)
	return app.Service{
		Register: func(r grpc.ServiceRegistrar) {
			registerOrganisation(r, d)
			registerPeople(r, d)
			registerImports(r, d, work.Nudge)
			registerRoster(r, d)
			registerAccess(r, d)
			record.Register(r, d.DB)
		},
		Consumers: []event.Consumer{events.In(confirmations)},
		Run: []func(context.Context) error{
			work.Run,
			app.Tidy(d, request.Prune, operation.Prune, access.Prune),
		},
	}, nil
}

// operations run the directory's long work.
func operations(d app.Deps) *operation.Runner {
	return operation.NewRunner(d.DB, d.Clock, d.Log, map[string]operation.Handler{
		imports.Kind: importer.Handler(d.DB, events.Out(d.Events), d.Clock),
		privacy.Kind: eraser.Handler(d.DB, d.Clock, d.Peers),
	})
}

// ResetAdminKey writes a new administrator's key file into the folder and ends the secrets before it.
func ResetAdminKey(ctx context.Context, d *db.DB, keysDir string) error {
	return bootstrap.ResetAdmin(ctx, d, keysDir, time.Now())
}

// RotateSigningKey makes a new key that signs tokens. Those signed by the old one stay good until they expire.
func RotateSigningKey(ctx context.Context, d *db.DB) error {
	return signing.Rotate(ctx, d, time.Now())
}
