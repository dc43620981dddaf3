package directory

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/login"
	accessrpc "github.com/hearth-culture/hearth/services/directory/internal/rpc/access"
	"github.com/hearth-culture/hearth/services/directory/internal/signing"
	accessstore "github.com/hearth-culture/hearth/services/directory/internal/store/access"
)

// registerAccess adds the services about bindings, keys and tokens.
func registerAccess(r grpc.ServiceRegistrar, d app.Deps) {
	read := accessstore.NewReader(d.DB.Read())
	bind := func(tx *db.Tx) access.Store { return accessstore.New(tx) }
	bindLogin := func(tx *db.Tx) login.Store { return accessstore.New(tx) }
	accessrpc.Register(r, accessrpc.Parts{
		Read: read, Work: request.Work[access.Store]{DB: d.DB, Bind: bind, Clock: d.Clock},
		People: read, Login: request.Work[login.Store]{DB: d.DB, Bind: bindLogin, Clock: d.Clock},
		Issuer: signing.Issuer{DB: d.DB, Clock: d.Clock},
	})
}
