package incentive

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/rule"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	calls "github.com/hearth-culture/hearth/services/incentive/internal/rpc/rule"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/rule"
)

// ruleRoom grants points for what happens in other services.
func ruleRoom(d app.Deps) room {
	bind := func(tx *db.Tx) domain.Store { return rule.New(tx) }
	read := rule.NewReader(d.DB.Read())
	return room{
		register: func(r grpc.ServiceRegistrar) {
			calls.Register(r, read, request.Work[domain.Store]{DB: d.DB, Bind: bind, Clock: d.Clock})
		},
		erase: rule.Erase,
		keeps: map[string]record.Section{"ruleGrants": calls.PersonData(read)},
	}
}
