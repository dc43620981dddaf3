// Package privacy answers the calls to erase and to export a person.
package privacy

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/privacy"
	store "github.com/hearth-culture/hearth/services/directory/internal/store/privacy"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// Calls are the part of PersonService that is about privacy.
type Calls struct {
	db    *db.DB
	clock model.Clock
	work  request.Work[store.Store]
	peers []string
	conn  func(service string) grpc.ClientConnInterface
}

// New answers by what this service and its peers keep. conn reaches a peer under this service's own identity.
func New(d *db.DB, record tables.Recorder, clock model.Clock, peers []string, conn func(service string) grpc.ClientConnInterface) *Calls {
	fine := clock
	clock = func() time.Time { return fine().Truncate(time.Microsecond) }
	return &Calls{
		db: d, clock: clock, peers: peers, conn: conn,
		work: request.Work[store.Store]{DB: d, Bind: store.Bind(record), Clock: clock},
	}
}

// ErasePerson erases a person here and starts the operation that waits for the other services.
func (c *Calls) ErasePerson(ctx context.Context, req *directoryv1.ErasePersonRequest) (*typev1.Operation, error) {
	return request.Do(ctx, c.work, req, func(ctx context.Context, s store.Store) (*typev1.Operation, error) {
		id, err := domain.Erase(ctx, s, model.ScopeFrom(ctx), c.clock(), model.ID(req.GetName()))
		if err != nil {
			return nil, err
		}
		return operation.Get(ctx, s.Querier(), model.ScopeFrom(ctx), id)
	})
}
