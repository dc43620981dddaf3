// Package record answers the calls about what was changed, and about what is kept of a person.
package record

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// Register adds AuditService and PrivacyService.
func Register(r grpc.ServiceRegistrar, d *db.DB, read domain.Reader) {
	surveyv1.RegisterAuditServiceServer(r, struct {
		surveyv1.UnsafeAuditServiceServer
		request.Audit
	}{Audit: request.Audit{DB: d}})
	surveyv1.RegisterPrivacyServiceServer(r, &privacy{read: read})
}
