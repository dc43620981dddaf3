// Package survey answers the calls about surveys.
package survey

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
)

// Register adds SurveyService.
func Register(r grpc.ServiceRegistrar, read published.Reader, work request.Work[domain.Store]) {
	surveyv1.RegisterSurveyServiceServer(r, &surveys{read: read, work: work})
}

type surveys struct {
	surveyv1.UnimplementedSurveyServiceServer
	read published.Reader
	work request.Work[domain.Store]
}

// GetSurvey reads one survey.
func (s *surveys) GetSurvey(ctx context.Context, req *surveyv1.GetSurveyRequest) (*surveyv1.Survey, error) {
	survey, err := domain.GetSurvey(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return surveyProto(survey), err
}

var surveyList = list.Of[domain.Survey]{
	Fields: list.Fields{
		"state":       list.Enum(surveyv1.SurveyState(0).Descriptor()),
		"instrument":  list.Name("instruments"),
		"owner_unit":  list.Name("units"),
		"pulse":       list.Name("pulses"),
		"create_time": list.Timestamp.Only(),
		"update_time": list.Timestamp.Only("<", "<=", ">", ">="),
	},
	Order:   []string{"create_time", "update_time"},
	Default: "create_time desc",
	Key: func(s domain.Survey, field string) any {
		switch field {
		case "create_time":
			return db.Micros(s.CreateTime)
		case "update_time":
			return db.Micros(s.UpdateTime)
		default:
			return s.ID
		}
	},
}

// ListSurveys lists the surveys within the caller's scope.
func (s *surveys) ListSurveys(ctx context.Context, req *surveyv1.ListSurveysRequest) (*surveyv1.ListSurveysResponse, error) {
	page, next, err := surveyList.Page(ctx, req, func(asked model.List) ([]domain.Survey, error) {
		return s.read.Surveys(ctx, model.ScopeFrom(ctx), asked)
	})
	return &surveyv1.ListSurveysResponse{Surveys: list.Protos(page, surveyProto), NextPageToken: next}, err
}

// CreateSurvey adds a draft.
func (s *surveys) CreateSurvey(ctx context.Context, req *surveyv1.CreateSurveyRequest) (*surveyv1.Survey, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Survey, error) {
		survey, err := domain.CreateSurvey(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), surveyDraft(req.GetSurvey()))
		return surveyProto(survey), err
	})
}

// UpdateSurvey changes a draft, and of an open survey the time of its close.
func (s *surveys) UpdateSurvey(ctx context.Context, req *surveyv1.UpdateSurveyRequest) (*surveyv1.Survey, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Survey, error) {
		id, err := resource.ID("surveys", req.GetSurvey().GetName())
		if err != nil {
			return nil, err
		}
		edit := func(before domain.Survey) (domain.SurveyDraft, error) {
			after := surveyProto(before)
			if err := resource.Update(req.GetUpdateMask(), after, req.GetSurvey(), &surveyv1.CreateSurveyRequest{Survey: after}); err != nil {
				return domain.SurveyDraft{}, err
			}
			return surveyDraft(after), nil
		}
		survey, err := domain.UpdateSurvey(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), id, req.GetSurvey().GetEtag(), edit)
		return surveyProto(survey), err
	})
}

// OpenSurvey freezes the audience and begins to take answers.
func (s *surveys) OpenSurvey(ctx context.Context, req *surveyv1.OpenSurveyRequest) (*surveyv1.Survey, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Survey, error) {
		survey, err := domain.OpenSurvey(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetEtag())
		return surveyProto(survey), err
	})
}

// CloseSurvey ends the taking of answers for good.
func (s *surveys) CloseSurvey(ctx context.Context, req *surveyv1.CloseSurveyRequest) (*surveyv1.Survey, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Survey, error) {
		survey, err := domain.CloseSurvey(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetEtag())
		return surveyProto(survey), err
	})
}

// GetParticipation says how many of the audience answered.
func (s *surveys) GetParticipation(ctx context.Context, req *surveyv1.GetParticipationRequest) (*surveyv1.Participation, error) {
	counted, err := published.Participation(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return &surveyv1.Participation{Eligible: counted.Eligible, Responses: counted.Responses, Rate: counted.Rate()}, err
}
