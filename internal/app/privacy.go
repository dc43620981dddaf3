package app

import (
	"context"
	"fmt"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc"
)

// Furnish builds a module, adds its services to the server, and its part in the erasure of people to its consumers. A module with tables
// that does not do what every such module owes people is refused: exports would fail for all, and no erasure would ever end. The
// directory, which asks the others, is the exception.
func Furnish(ctx context.Context, m Module, d Deps, server *rpc.Server) (Service, error) {
	d.Clock = db.Clock(d.Clock)
	service, err := m.Build(ctx, d)
	if err != nil {
		return Service{}, err
	}
	if service.Register != nil {
		service.Register(server)
	}
	if len(m.Migrations) == 0 || m.Name == directory {
		return service, nil
	}
	if export := "/hearth." + m.Name + ".v1.PrivacyService/ExportPersonData"; !server.Serves(export) {
		return Service{}, fmt.Errorf("the module %s keeps data and does not answer %s", m.Name, export)
	}
	if service.Erase == nil {
		return Service{}, fmt.Errorf("the module %s keeps data and has no Erase", m.Name)
	}
	service.Consumers = append(service.Consumers, erasures(m.Name, d.Events, service.Erase))
	return service, nil
}

// erasures erases the people whom the directory erases, and confirms each in the same transaction.
func erasures(name string, emitter event.Emitter, erase func(ctx context.Context, tx *db.Tx, person string) error) event.Consumer {
	return event.Consumer{Name: "erasure", Handlers: []event.Handler{
		event.OnFact(func(ctx context.Context, tx *db.Tx, _ event.Envelope, erased *directoryv1.PersonErased) error {
			if err := erase(ctx, tx, model.ID(erased.GetPerson())); err != nil {
				return err
			}
			return emitter.Fact(ctx, tx, erased.GetErasure(), &typev1.ErasureConfirmed{Erasure: erased.GetErasure(), Service: name})
		}),
	}}
}
