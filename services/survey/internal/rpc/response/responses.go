// Package response answers the calls about answers: those that people give, that are imported, and that are read under names.
package response

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	asked "github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/instrument"
)

// Compiled is the instrument of a survey that was opened; model.ErrNotFound for what is not there, or a draft.
type Compiled func(ctx context.Context, survey string) (asked.Instrument, error)

// Register adds ResponseService, ResponseImportService and ParticipationService.
func Register(r grpc.ServiceRegistrar, read domain.Reader, work request.Work[domain.Store], compiled Compiled) {
	surveyv1.RegisterResponseServiceServer(r, &responses{read: read, work: work, compiled: compiled})
	surveyv1.RegisterResponseImportServiceServer(r, &imports{read: read, work: work, compiled: compiled})
	surveyv1.RegisterParticipationServiceServer(r, &participation{read: read})
}

type responses struct {
	surveyv1.UnimplementedResponseServiceServer
	read     domain.Reader
	work     request.Work[domain.Store]
	compiled Compiled
}

// ListAssignedSurveys lists the open surveys that ask the caller.
func (s *responses) ListAssignedSurveys(ctx context.Context, _ *surveyv1.ListAssignedSurveysRequest) (*surveyv1.ListAssignedSurveysResponse, error) {
	assigned, err := domain.ListAssigned(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock())
	if err != nil {
		return nil, err
	}
	response := &surveyv1.ListAssignedSurveysResponse{}
	for _, one := range assigned {
		if one.Instrument.Shuffle {
			if one.Instrument.Items, err = s.inOrder(ctx, one); err != nil {
				return nil, err
			}
		}
		response.Surveys = append(response.Surveys, &surveyv1.AssignedSurvey{
			Survey: model.Name("surveys", one.Survey.ID), DisplayName: resource.Localized(one.Survey.DisplayName), Mode: surveyv1.SurveyMode(one.Survey.Mode),
			Instrument: instrument.Proto(one.Instrument), CloseTime: resource.Timestamp(one.Survey.CloseTime), Answered: one.Answered,
			K: int32(one.Survey.Split.K),
		})
	}
	return response, nil
}

// inOrder are the items of a shuffled instrument as the caller is asked them in the survey: always in the same order, and in another than others.
func (s *responses) inOrder(ctx context.Context, one domain.Assigned) ([]item.Item, error) {
	asks, err := s.compiled(ctx, one.Survey.ID)
	if err != nil {
		return nil, err
	}
	items := make([]item.Item, 0, len(one.Instrument.Items))
	for _, n := range asks.Order(one.Survey.ID + " " + model.ScopeFrom(ctx).Self) {
		items = append(items, one.Instrument.Items[n])
	}
	return items, nil
}

// SubmitResponse answers a survey. The instrument is read ahead of the transaction, which is then one statement.
func (s *responses) SubmitResponse(ctx context.Context, req *surveyv1.SubmitResponseRequest) (*surveyv1.SubmitResponseResponse, error) {
	survey := model.ID(req.GetSurvey())
	asks, err := s.compiled(ctx, survey)
	if err != nil {
		return nil, err
	}
	answers := instrument.ReadAnswers(req.GetAnswers())
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.SubmitResponseResponse, error) {
		return &surveyv1.SubmitResponseResponse{}, domain.Submit(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), survey, asks, answers)
	})
}

// GetMyResponse reads the caller's own answer.
func (s *responses) GetMyResponse(ctx context.Context, req *surveyv1.GetMyResponseRequest) (*surveyv1.Response, error) {
	survey := model.ID(req.GetSurvey())
	asks, err := s.compiled(ctx, survey)
	if err != nil {
		return nil, err
	}
	answers, err := domain.MyAnswers(ctx, s.read, model.ScopeFrom(ctx), survey, asks)
	if err != nil {
		return nil, err
	}
	return &surveyv1.Response{Survey: req.GetSurvey(), Answers: instrument.WriteAnswers(answers)}, nil
}
