package rpc

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

type surveys struct {
	surveyv1.UnimplementedSurveyServiceServer
	base
}

// GetSurvey reads one survey.
func (s *surveys) GetSurvey(ctx context.Context, req *surveyv1.GetSurveyRequest) (*surveyv1.Survey, error) {
	survey, err := domain.GetSurvey(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return surveyProto(survey), err
}

var surveySpec = list.Spec{
	Fields: map[string]list.Kind{
		"state":       list.Enum(surveyv1.SurveyState(0).Descriptor()),
		"instrument":  list.Name("instruments"),
		"owner_unit":  list.Name("units"),
		"pulse":       list.Name("pulses"),
		"create_time": list.Timestamp.Only(),
		"update_time": list.Timestamp.Only("<", "<=", ">", ">="),
		"id":          list.String.Only(),
	},
	Order:   []string{"create_time", "update_time"},
	Default: "create_time desc",
}

// ListSurveys lists the surveys within the caller's scope.
func (s *surveys) ListSurveys(ctx context.Context, req *surveyv1.ListSurveysRequest) (*surveyv1.ListSurveysResponse, error) {
	asked, err := surveySpec.Parse(ctx, "ListSurveys", req.GetFilter(), req.GetOrderBy(), req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	found, err := s.read.Surveys(ctx, model.ScopeFrom(ctx), asked)
	if err != nil {
		return nil, err
	}
	size, next := surveySpec.Page(asked, len(found), func(last int) []any { return surveyKeys(asked.Order, found[last]) })
	response := &surveyv1.ListSurveysResponse{NextPageToken: next}
	for _, survey := range found[:size] {
		response.Surveys = append(response.Surveys, surveyProto(survey))
	}
	return response, nil
}

// surveyKeys is where in an order a survey stands.
func surveyKeys(order []model.Order, survey domain.Survey) (keys []any) {
	for _, by := range order {
		if by.Field == "update_time" {
			keys = append(keys, db.Micros(survey.UpdateTime))
		} else {
			keys = append(keys, db.Micros(survey.CreateTime))
		}
	}
	return append(keys, survey.ID)
}

// CreateSurvey adds a draft.
func (s *surveys) CreateSurvey(ctx context.Context, req *surveyv1.CreateSurveyRequest) (*surveyv1.Survey, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Survey, error) {
		survey, err := domain.CreateSurvey(ctx, store, model.ScopeFrom(ctx), s.clock(), surveyDraft(req.GetSurvey()))
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
		survey, err := domain.UpdateSurvey(ctx, store, model.ScopeFrom(ctx), s.clock(), id, req.GetSurvey().GetEtag(), edit)
		return surveyProto(survey), err
	})
}

// OpenSurvey freezes the audience and begins to take answers.
func (s *surveys) OpenSurvey(ctx context.Context, req *surveyv1.OpenSurveyRequest) (*surveyv1.Survey, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Survey, error) {
		survey, err := domain.OpenSurvey(ctx, store, model.ScopeFrom(ctx), s.clock(), model.ID(req.GetName()), req.GetEtag())
		return surveyProto(survey), err
	})
}

// CloseSurvey ends the taking of answers for good.
func (s *surveys) CloseSurvey(ctx context.Context, req *surveyv1.CloseSurveyRequest) (*surveyv1.Survey, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.Survey, error) {
		survey, err := domain.CloseSurvey(ctx, store, model.ScopeFrom(ctx), s.clock(), model.ID(req.GetName()), req.GetEtag())
		return surveyProto(survey), err
	})
}

// GetParticipation says how many of the audience answered.
func (s *surveys) GetParticipation(ctx context.Context, req *surveyv1.GetParticipationRequest) (*surveyv1.Participation, error) {
	counted, err := domain.GetParticipation(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return &surveyv1.Participation{Eligible: counted.Eligible, Responses: counted.Responses, Rate: counted.Rate()}, err
}

func surveyDraft(from *surveyv1.Survey) domain.SurveyDraft {
	draft := domain.SurveyDraft{
		DisplayName: from.GetDisplayName().GetTexts(),
		Instrument:  model.ID(from.GetInstrument()),
		OwnerUnit:   model.ID(from.GetOwnerUnit()),
		Mode:        domain.Mode(from.GetMode()),
		Intake:      domain.Intake(from.GetIntake()),
		Previous:    model.ID(from.GetPrevious()),
		Audience:    audienceOf(from.GetAudience()),
		CloseTime:   resource.Instant(from.GetCloseTime()),
		Split: domain.Split{
			K: int(from.GetK()), Attribute: domain.Attribute(from.GetAttribute()),
			RootAttributes: whole[domain.Attribute](from.GetRootAttributes()),
		},
	}
	draft.ReminderDays = whole[int](from.GetReminderDays())
	if draft.Intake == 0 {
		draft.Intake = domain.FromPeople
	}
	return draft
}

func surveyProto(s domain.Survey) *surveyv1.Survey {
	out := &surveyv1.Survey{
		Name: model.Name("surveys", s.ID), DisplayName: resource.Localized(s.DisplayName), Instrument: model.Name("instruments", s.Instrument),
		OwnerUnit: model.Name("units", s.OwnerUnit), Mode: surveyv1.SurveyMode(s.Mode), Intake: surveyv1.Intake(s.Intake), State: surveyv1.SurveyState(s.State),
		Audience:  audienceProto(s.Audience),
		CloseTime: resource.Timestamp(s.CloseTime), Eligible: s.Eligible, Etag: s.Etag(),
		CreateTime: resource.Timestamp(s.CreateTime), UpdateTime: resource.Timestamp(s.UpdateTime), OpenedTime: resource.Timestamp(s.OpenedTime), ClosedTime: resource.Timestamp(s.ClosedTime),
		K: int32(s.Split.K), Attribute: surveyv1.Attribute(s.Split.Attribute), RootAttributes: whole[surveyv1.Attribute](s.Split.RootAttributes),
		ReleasedTime: resource.Timestamp(s.ReleasedTime), Previous: model.Name("surveys", s.Previous), Pulse: model.Name("pulses", s.Wave.Pulse),
	}
	if s.Wave.Pulse != "" {
		out.WaveDate = s.Wave.Day.String()
	}
	out.ReminderDays = whole[int32](s.ReminderDays)
	return out
}

// whole are the same numbers in another type.
func whole[To, From ~int | ~int32](from []From) (to []To) {
	for _, one := range from {
		to = append(to, To(one))
	}
	return to
}
