package directory

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/services/directory/internal/eraser"
	"github.com/hearth-culture/hearth/services/directory/internal/events"
	"github.com/hearth-culture/hearth/services/directory/internal/importer"
	importsrpc "github.com/hearth-culture/hearth/services/directory/internal/rpc/imports"
	orgrpc "github.com/hearth-culture/hearth/services/directory/internal/rpc/org"
	peoplerpc "github.com/hearth-culture/hearth/services/directory/internal/rpc/people"
	privacyrpc "github.com/hearth-culture/hearth/services/directory/internal/rpc/privacy"
	rosterrpc "github.com/hearth-culture/hearth/services/directory/internal/rpc/roster"
	"github.com/hearth-culture/hearth/services/directory/internal/store/imports"
	"github.com/hearth-culture/hearth/services/directory/internal/store/privacy"
)

// operations run the directory's long work.
func operations(d app.Deps) *operation.Runner {
	return operation.NewRunner(d.DB, d.Clock, d.Log, map[string]operation.Handler{
		imports.Kind: importer.Handler(d.DB, events.Out(d.Events), d.Clock),
		privacy.Kind: eraser.Handler(d.DB, d.Clock, d.Peers),
	})
}

// registerOrganisation adds the services about units, sites, people, imports and the roster.
func registerOrganisation(r grpc.ServiceRegistrar, d app.Deps, nudge func()) {
	record := events.Out(d.Events)
	orgrpc.Register(r, d.DB, record, d.Clock)
	peoplerpc.Register(r, d.DB, record, d.Clock, privacyrpc.New(d.DB, record, d.Clock, d.Peers, d.ServiceConn))
	importsrpc.Register(r, d.DB, d.Clock, nudge)
	rosterrpc.Register(r, d.DB, d.Clock)
}
