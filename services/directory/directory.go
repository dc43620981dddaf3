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
	"github.com/hearth-culture/hearth/services/directory/internal/events"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/access"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/directory/internal/signing"
	accessstore "github.com/hearth-culture/hearth/services/directory/internal/store/access"
	"github.com/hearth-culture/hearth/services/directory/internal/store/schema"
)

// Module is the directory's door.
func Module() app.Module {
	return app.Module{
		Name: "directory",
		Migrations: []db.Set{
			schema.Migrations(), accessstore.Migrations(), event.Migrations(), request.Migrations(), operation.Migrations(),
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
			registerOrganisation(r, d, work.Nudge)
			access.Register(r, d.DB, d.Clock)
			record.Register(r, d.DB)
		},
		Consumers: events.Consumers(),
		Run: []func(context.Context) error{
			work.Run,
			func(ctx context.Context) error { return tidy(ctx, d) },
		},
	}, nil
}

// ResetAdminKey writes a new administrator's key file into the folder and ends the secrets before it.
func ResetAdminKey(ctx context.Context, d *db.DB, keysDir string) error {
	return bootstrap.ResetAdmin(ctx, d, keysDir, time.Now())
}

// RotateSigningKey makes a new key that signs tokens. Those signed by the old one stay good until they expire.
func RotateSigningKey(ctx context.Context, d *db.DB) error {
	return signing.Rotate(ctx, d, time.Now())
}
