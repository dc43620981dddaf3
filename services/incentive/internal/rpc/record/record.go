// Package record answers the calls about what was changed, about long work, and about what is kept of a person.
package record

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// Register adds AuditService, OperationService and PrivacyService.
func Register(r grpc.ServiceRegistrar, d *db.DB, sections Sections) {
	incentivev1.RegisterAuditServiceServer(r, struct {
		incentivev1.UnsafeAuditServiceServer
		request.Audit
	}{Audit: request.Audit{DB: d}})
	incentivev1.RegisterOperationServiceServer(r, struct {
		incentivev1.UnsafeOperationServiceServer
		operation.Calls
	}{Calls: operation.Calls{DB: d}})
	incentivev1.RegisterPrivacyServiceServer(r, &privacy{sections: sections})
}
