package directory

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/imports"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/events"
	importsrpc "github.com/hearth-culture/hearth/services/directory/internal/rpc/imports"
	orgrpc "github.com/hearth-culture/hearth/services/directory/internal/rpc/org"
	rosterrpc "github.com/hearth-culture/hearth/services/directory/internal/rpc/roster"
	importsstore "github.com/hearth-culture/hearth/services/directory/internal/store/imports"
	orgstore "github.com/hearth-culture/hearth/services/directory/internal/store/org"
	peoplestore "github.com/hearth-culture/hearth/services/directory/internal/store/people"
)

// registerOrganisation adds the services about units, sites and calendars.
func registerOrganisation(r grpc.ServiceRegistrar, d app.Deps) {
	record := events.Out(d.Events)
	bind := func(tx *db.Tx) org.Store { return orgstore.New(tx, record) }
	orgrpc.Register(r, orgrpc.Parts{
		Read: orgstore.NewReader(d.DB.Read()), Work: request.Work[org.Store]{DB: d.DB, Bind: bind, Clock: d.Clock},
	})
}

// registerImports adds the service that brings in files. nudge runs when an import has been started.
func registerImports(r grpc.ServiceRegistrar, d app.Deps, nudge func()) {
	importsrpc.Register(r, importsrpc.Parts{
		DB: d.DB, Read: importsstore.NewReader(d.DB.Read()),
		Bind:  func(tx *db.Tx) imports.Store { return importsstore.New(tx) },
		Clock: d.Clock, Nudge: nudge,
	})
}

// registerRoster adds the service from which others copy the organisation.
func registerRoster(r grpc.ServiceRegistrar, d app.Deps) {
	rosterrpc.Register(r, rosterrpc.Parts{
		DB:           d.DB,
		Organisation: func(q db.Querier) org.Reader { return orgstore.NewReader(q) },
		People:       func(q db.Querier) people.Everybody { return peoplestore.NewReader(q) },
		Site:         events.RosterSite, Unit: events.RosterUnit, Person: events.RosterPerson, Clock: d.Clock,
	})
}
