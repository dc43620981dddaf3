package recognition

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
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
			By: subject(ctx), Reason: domain.ReportReason(req.GetReason()), Note: req.GetNote(),
		})
		return &incentivev1.ReportRecognitionResponse{}, err
	})
}

var reportedSpec = list.Spec{
	Fields:  map[string]list.Kind{"create_time": list.Timestamp.Only(), "id": list.String.Only(), "hidden": list.Bool.Only("=")},
	Default: "create_time desc",
}

// ListReportedRecognitions lists what moderators have to see, newest first.
func (s *moderation) ListReportedRecognitions(ctx context.Context, req *incentivev1.ListReportedRecognitionsRequest) (*incentivev1.ListReportedRecognitionsResponse, error) {
	asked, err := reportedSpec.Parse(ctx, "ListReportedRecognitions", req.GetFilter(), "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	found, err := s.read.Reported(ctx, model.ScopeFrom(ctx), asked)
	if err != nil {
		return nil, err
	}
	size, next := reportedSpec.Page(asked, len(found), func(last int) []any {
		return []any{db.Micros(found[last].CreateTime), found[last].ID}
	})
	answer := &incentivev1.ListReportedRecognitionsResponse{NextPageToken: next}
	for _, one := range found[:size] {
		answer.Recognitions = append(answer.Recognitions, reportedProto(ctx, one))
	}
	return answer, nil
}

// HideRecognition hides one, with its reason.
func (s *moderation) HideRecognition(ctx context.Context, req *incentivev1.HideRecognitionRequest) (*incentivev1.ReportedRecognition, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.ReportedRecognition, error) {
		hidden, err := domain.Hide(ctx, store, s.clock(), model.ScopeFrom(ctx), domain.Hiding{
			ID: model.ID(req.GetName()), By: subject(ctx), Reason: req.GetReason(), TakePointsBack: req.GetTakePointsBack(),
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

func subject(ctx context.Context) string {
	actor, _ := model.ActorFrom(ctx)
	return actor.Subject
}
