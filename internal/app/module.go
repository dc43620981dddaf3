// Package app runs the modules of Hearth: all of them in one process on embedded parts, or some of them against PostgreSQL, a NATS
// cluster and their peers. It is the one place that knows which.
package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/telemetry"
)

// Module is one room of the house: a service, or the gateway. Its name is the role by which it is served alone, and the service in
// the names of its contract.
type Module struct {
	Name string
	// Needs are the modules that must be built before this one where they run in the same process.
	Needs []string
	// HTTP: it serves the HTTP port.
	HTTP bool
	// Migrations are the tables it keeps; a module without any has no database.
	Migrations []db.Set
	// Bootstrap runs after the migrations: on every start of an embedded Hearth, and by `hearth migrate` otherwise. It may be nil.
	Bootstrap func(ctx context.Context, d *db.DB, b Bootstrap) error
	// Build makes the service. It starts nothing.
	Build func(ctx context.Context, d Deps) (Service, error)
}

// Bootstrap is what a module may need to lay before the first start.
type Bootstrap struct {
	// KeysDir is the folder of key files.
	KeysDir string
	// Services are the names of all modules, each of which needs an identity.
	Services []string
	Log      *slog.Logger
}

// Deps is what the house gives to a module.
type Deps struct {
	// DB is the module's own database; nil for a module without migrations.
	DB *db.DB
	// Conn reaches a service with the caller's own metadata and nothing added.
	Conn func(service string) grpc.ClientConnInterface
	// ServiceConn reaches a service under this module's own identity.
	ServiceConn func(service string) grpc.ClientConnInterface
	Events      event.Emitter
	// Clock tells the time as finely as databases keep it.
	Clock model.Clock
	Log   *slog.Logger
	// Peers are the other modules that keep data.
	Peers []string
	// Services are all modules that have a contract, in a fixed order.
	Services []string
	// Ready says what keeps the process from being ready; nil when it is.
	Ready     func() error
	Telemetry *telemetry.Telemetry
}

// Service is a built module.
type Service struct {
	// Register adds its gRPC services to the server of the process.
	Register  func(grpc.ServiceRegistrar)
	Consumers []event.Consumer
	// Erase leaves nothing in the module's tables that leads to a person, whom it gets by their bare id; it may be asked again. The house
	// calls it for each person whom the directory erases, and confirms the erasure. A module with tables must have it, and must answer
	// ExportPersonData of the PrivacyService in its contract.
	Erase func(ctx context.Context, tx *db.Tx, person string) error
	// Run are its background tasks; each ends when its context does. An error of one stops the process.
	Run []func(ctx context.Context) error
	// Ready says what keeps it from being ready; nil for a service that always is.
	Ready func(ctx context.Context) error
	// Unknown answers the gRPC methods that no module of this process has.
	Unknown grpc.StreamHandler
	// HTTP is served on the HTTP address of the process.
	HTTP *http.Server
}

// UsageError says that what was asked for cannot be: a role that there is not, or one that lacks a setting.
type UsageError struct{ Problem model.Words }

func (e *UsageError) Error() string { return e.Problem.En }

// Words says it to people.
func (e *UsageError) Words() model.Words { return e.Problem }

// chosen are the modules of the named roles, those that others need first. No roles are all roles.
func chosen(modules []Module, roles []string) ([]Module, error) {
	byName := make(map[string]Module, len(modules))
	for _, module := range modules {
		byName[module.Name] = module
	}
	if len(roles) == 0 {
		roles = names(modules)
	}
	wanted := make(map[string]bool, len(roles))
	for _, role := range roles {
		if _, ok := byName[role]; !ok {
			return nil, &UsageError{model.Say("there is no role %q; the roles are %v", "没有角色 %q；可用角色：%v", role, names(modules))}
		}
		wanted[role] = true
	}
	var order []Module
	placed := make(map[string]bool, len(roles))
	var place func(name string, path []string) error
	place = func(name string, path []string) error {
		if placed[name] {
			return nil
		}
		for _, above := range path {
			if above == name {
				return fmt.Errorf("modules need each other in a circle: %v", append(path, name))
			}
		}
		for _, need := range byName[name].Needs {
			if err := place(need, append(path, name)); err != nil {
				return err
			}
		}
		placed[name] = true
		if wanted[name] {
			order = append(order, byName[name])
		}
		return nil
	}
	for _, role := range roles {
		if err := place(role, nil); err != nil {
			return nil, err
		}
	}
	return order, nil
}

func names(modules []Module) []string {
	all := make([]string, len(modules))
	for i, module := range modules {
		all[i] = module.Name
	}
	return all
}
