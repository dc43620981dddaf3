package survey

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/norm"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/instrument"
	normrpc "github.com/hearth-culture/hearth/services/survey/internal/rpc/norm"
	pulserpc "github.com/hearth-culture/hearth/services/survey/internal/rpc/pulse"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/release"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/response"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/survey"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
)

// register adds all services of the contract. library are the instruments that come with Hearth.
func register(r grpc.ServiceRegistrar, d app.Deps, bind func(*db.Tx) store.Store, library []*surveyv1.Instrument) {
	read, compiled := store.NewReader(d.DB.Read()), store.NewCompiled(d.DB).Of
	work := request.Work[domain.Store]{DB: d.DB, Bind: func(tx *db.Tx) domain.Store { return bind(tx) }, Clock: d.Clock}
	instrument.Register(r, read, work, library)
	survey.Register(r, read, work)
	pulserpc.Register(r, read, request.Work[pulse.Store]{DB: d.DB, Bind: func(tx *db.Tx) pulse.Store { return bind(tx) }, Clock: d.Clock})
	response.Register(r, read, work, compiled)
	release.Register(r, release.Parts{Read: read, Clock: d.Clock, Compiled: compiled})
	normrpc.Register(r, read, request.Work[norm.Store]{DB: d.DB, Bind: func(tx *db.Tx) norm.Store { return bind(tx) }, Clock: d.Clock})
	record.Register(r, d.DB, read)
}
