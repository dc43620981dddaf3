// Package privacy answers the calls to erase and to export a person.
package privacy

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/login"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/privacy"
)

// Parts are what the calls are answered with.
type Parts struct {
	DB     *db.DB
	People people.Reader
	Login  login.Checking
	// Bind makes the domain's store of a transaction.
	Bind  func(*db.Tx) domain.Store
	Clock model.Clock
	// Peers are the other services that keep data about people. Conn reaches one under this service's own identity.
	Peers []string
	Conn  func(service string) grpc.ClientConnInterface
}

// Calls are the part of PersonService that is about privacy.
type Calls struct {
	Parts
	work request.Work[change]
}

// change is the store with its transaction, in which operations are kept too.
type change struct {
	domain.Store
	tx *db.Tx
}

// New answers by what this service and its peers keep.
func New(p Parts) *Calls {
	bind := func(tx *db.Tx) change { return change{p.Bind(tx), tx} }
	return &Calls{Parts: p, work: request.Work[change]{DB: p.DB, Bind: bind, Clock: p.Clock}}
}

// ErasePerson erases a person here and starts the operation that waits for the other services.
func (c *Calls) ErasePerson(ctx context.Context, req *directoryv1.ErasePersonRequest) (*typev1.Operation, error) {
	return request.Do(ctx, c.work, req, func(ctx context.Context, s change) (*typev1.Operation, error) {
		id, err := domain.Erase(ctx, s, model.ScopeFrom(ctx), c.Clock(), model.ID(req.GetName()))
		if err != nil {
			return nil, err
		}
		return operation.Get(ctx, s.tx, model.ScopeFrom(ctx), id)
	})
}
