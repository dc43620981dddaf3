// Package record answers the calls about what was changed, and about what is kept of a person.
package record

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/request"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// Register adds AuditService and PrivacyService.
func Register(r grpc.ServiceRegistrar, d *db.DB, read domain.Reader) {
	surveyv1.RegisterAuditServiceServer(r, &audit{db: d})
	surveyv1.RegisterPrivacyServiceServer(r, &privacy{read: read})
}

type audit struct {
	surveyv1.UnimplementedAuditServiceServer
	db *db.DB
}

// ListAuditEntries lists what was changed, newest first. Answers are not among it.
func (s *audit) ListAuditEntries(ctx context.Context, req *typev1.ListAuditEntriesRequest) (*typev1.ListAuditEntriesResponse, error) {
	return request.ListEntries(ctx, s.db.Read(), req)
}
