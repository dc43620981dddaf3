package recognition

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

type moderation struct {
	incentivev1.UnimplementedModerationServiceServer
	base
}

// ReportRecognition tells the moderators that something is wrong.
func (s *moderation) ReportRecognition(ctx context.Context, req *incentivev1.ReportRecognitionRequest) (*incentivev1.ReportRecognitionResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.ReportRecognitionResponse, error) {
		err := domain.ReportOne(ctx, store, s.clock(), model.ScopeFrom(ctx), model.ID(req.GetName()), domain.Report{
			By: model.SubjectFrom(ctx), Reason: domain.ReportReason(req.GetReason()), Note: req.GetNote(),
		})
		return &incentivev1.ReportRecognitionResponse{}, err
	})
}

var reportedList = list.NewestFirst(func(r domain.Reported) (time.Time, string) { return r.CreateTime, r.ID }, list.Fields{"hidden": list.Bool.Only("=")})

// ListReportedRecognitions lists what moderators have to see, newest first.
func (s *moderation) ListReportedRecognitions(ctx context.Context, req *incentivev1.ListReportedRecognitionsRequest) (*incentivev1.ListReportedRecognitionsResponse, error) {
	page, next, err := reportedList.Page(ctx, req, func(asked model.List) ([]domain.Reported, error) {
		return s.read.Reported(ctx, model.ScopeFrom(ctx), asked)
	})
	write := func(one domain.Reported) *incentivev1.ReportedRecognition { return reportedProto(ctx, one) }
	return &incentivev1.ListReportedRecognitionsResponse{Recognitions: list.Protos(page, write), NextPageToken: next}, err
}

// HideRecognition hides one, with its reason.
func (s *moderation) HideRecognition(ctx context.Context, req *incentivev1.HideRecognitionRequest) (*incentivev1.ReportedRecognition, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.ReportedRecognition, error) {
		hidden, err := domain.Hide(ctx, store, s.clock(), model.ScopeFrom(ctx), domain.Hiding{
			ID: model.ID(req.GetName()), By: model.SubjectFrom(ctx), Reason: req.GetReason(), TakePointsBack: req.GetTakePointsBack(),
		})
		return reportedProto(ctx, hidden), err
	})
}

// RestoreRecognition shows a hidden one again.
func (s *moderation) RestoreRecognition(ctx context.Context, req *incentivev1.RestoreRecognitionRequest) (*incentivev1.ReportedRecognition, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.ReportedRecognition, error) {
		restored, err := domain.Restore(ctx, store, model.ScopeFrom(ctx), model.ID(req.GetName()))
		return reportedProto(ctx, restored), err
	})
}
