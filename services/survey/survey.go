// Package survey is the service that listens: instruments, surveys and confidential answers.
package survey

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/roster"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/releasing"
	"github.com/hearth-culture/hearth/services/survey/internal/events"
	"github.com/hearth-culture/hearth/services/survey/internal/library"
	"github.com/hearth-culture/hearth/services/survey/internal/releaser"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
)

// Module is the survey service's door.
func Module() app.Module {
	return app.Module{
		Name:       "survey",
		Needs:      []string{"directory"},
		Migrations: []db.Set{store.Migrations(), roster.Migrations(), event.Migrations(), request.Migrations(), operation.Migrations()},
		Build:      build,
	}
}

func build(_ context.Context, d app.Deps) (app.Service, error) {
	comeWithHearth, err := library.All()
	if err != nil {
		return app.Service{}, err
	}
	record := events.Out(d.Events)
	bind := func(tx *db.Tx) store.Store { return store.New(tx, record) }
	directory := d.ServiceConn("directory")
	work := operation.NewRunner(d.DB, d.Clock, d.Log, map[string]operation.Handler{
		store.ReleaseKind: releaser.Handler(d.DB, func(tx *db.Tx) releasing.Store { return bind(tx) }, d.Clock, releaser.Directory{
			Units: directoryv1.NewUnitServiceClient(directory), Sites: directoryv1.NewSiteServiceClient(directory),
		}),
	})
	return app.Service{
		Register:  func(r grpc.ServiceRegistrar) { register(r, d, bind, comeWithHearth) },
		Consumers: []event.Consumer{roster.Consumer(d.DB, directory)},
		Erase: func(ctx context.Context, tx *db.Tx, person string) error {
			return domain.ErasePerson(ctx, bind(tx), person)
		},
		Run: []func(context.Context) error{
			takeTurns(d, bind),
			work.Run,
			app.Tidy(d, request.Prune, operation.Prune),
		},
	}, nil
}
