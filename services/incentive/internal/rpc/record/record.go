// Package record answers the calls about what was changed, about long work, and about what is kept of a person.
package record

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// Register adds AuditService, OperationService and PrivacyService.
func Register(r grpc.ServiceRegistrar, d *db.DB, sections Sections) {
	incentivev1.RegisterAuditServiceServer(r, &audit{db: d})
	incentivev1.RegisterOperationServiceServer(r, &operations{db: d})
	incentivev1.RegisterPrivacyServiceServer(r, &privacy{sections: sections})
}

type audit struct {
	incentivev1.UnimplementedAuditServiceServer
	db *db.DB
}

// ListAuditEntries lists what was changed, newest first. Transfers are a record of their own.
func (s *audit) ListAuditEntries(ctx context.Context, req *typev1.ListAuditEntriesRequest) (*typev1.ListAuditEntriesResponse, error) {
	return request.ListEntries(ctx, s.db.Read(), req)
}

type operations struct {
	incentivev1.UnimplementedOperationServiceServer
	db *db.DB
}

// GetOperation reads one operation.
func (s *operations) GetOperation(ctx context.Context, req *typev1.GetOperationRequest) (*typev1.Operation, error) {
	return operation.Get(ctx, s.db.Read(), model.ScopeFrom(ctx), model.ID(req.GetName()))
}

// ListOperations lists the operations, newest first.
func (s *operations) ListOperations(ctx context.Context, req *typev1.ListOperationsRequest) (*typev1.ListOperationsResponse, error) {
	return operation.List(ctx, s.db.Read(), model.ScopeFrom(ctx), req)
}
