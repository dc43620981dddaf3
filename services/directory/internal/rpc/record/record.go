// Package record answers the calls about what was changed and about long work.
package record

import (
	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
)

// Register adds AuditService and OperationService.
func Register(r grpc.ServiceRegistrar, d *db.DB) {
	directoryv1.RegisterAuditServiceServer(r, struct {
		directoryv1.UnsafeAuditServiceServer
		request.Audit
	}{Audit: request.Audit{DB: d}})
	directoryv1.RegisterOperationServiceServer(r, struct {
		directoryv1.UnsafeOperationServiceServer
		operation.Calls
	}{Calls: operation.Calls{DB: d}})
}
