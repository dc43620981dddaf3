package directory

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/privacy"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/rows"
	"github.com/hearth-culture/hearth/services/directory/internal/events"
	peoplerpc "github.com/hearth-culture/hearth/services/directory/internal/rpc/people"
	privacyrpc "github.com/hearth-culture/hearth/services/directory/internal/rpc/privacy"
	accessstore "github.com/hearth-culture/hearth/services/directory/internal/store/access"
	peoplestore "github.com/hearth-culture/hearth/services/directory/internal/store/people"
	privacystore "github.com/hearth-culture/hearth/services/directory/internal/store/privacy"
)

// registerPeople adds the service about people.
func registerPeople(r grpc.ServiceRegistrar, d app.Deps) {
	record := events.Out(d.Events)
	read := peoplestore.NewReader(d.DB.Read())
	bind := func(tx *db.Tx) rows.BatchStore { return peoplestore.New(tx, record) }
	peoplerpc.Register(r, peoplerpc.Parts{
		Read: read, Work: request.Work[rows.BatchStore]{DB: d.DB, Bind: bind, Clock: d.Clock},
		Private: privacyrpc.New(privacyrpc.Parts{
			DB: d.DB, People: read, Login: accessstore.NewReader(d.DB.Read()),
			Bind:  func(tx *db.Tx) privacy.Store { return privacystore.New(tx, record, accessstore.New(tx)) },
			Clock: d.Clock, Peers: d.Peers, Conn: d.ServiceConn,
		}),
	})
}

// confirmations bind where confirmed erasures are kept.
func confirmations(tx *db.Tx) privacy.Confirmations { return privacystore.NewConfirmations(tx) }
