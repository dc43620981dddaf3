package survey

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/norm"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/pulse"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/release"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/response"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/survey"
	"github.com/hearth-culture/hearth/services/survey/internal/store"
)

// register adds all services of the contract. library are the instruments that come with Hearth.
func register(r grpc.ServiceRegistrar, d app.Deps, bind func(*db.Tx) domain.Store, library []*surveyv1.Instrument) {
	read, compiled := store.NewReader(d.DB.Read()), store.NewCompiled(d.DB).Of
	work := request.Work[domain.Store]{DB: d.DB, Bind: bind, Clock: d.Clock}
	instrument.Register(r, read, work, library)
	survey.Register(r, read, work)
	pulse.Register(r, read, work)
	response.Register(r, read, work, compiled)
	release.Register(r, release.Parts{Read: read, Clock: d.Clock, Compiled: compiled})
	norm.Register(r, read, work)
	record.Register(r, d.DB, read)
}
