package response

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

type participation struct {
	surveyv1.UnimplementedParticipationServiceServer
	read domain.Reader
}

var byPerson = list.Spec{Fields: map[string]list.Kind{"id": list.String.Only()}, Default: "id"}

// ListParticipants lists who answered a closed survey, for the incentive service alone.
func (s *participation) ListParticipants(ctx context.Context, req *surveyv1.ListParticipantsRequest) (*surveyv1.ListParticipantsResponse, error) {
	asked, err := byPerson.Parse(ctx, "ListParticipants", "", "", req.GetPageToken(), req.GetPageSize(), req.GetSurvey())
	if err != nil {
		return nil, err
	}
	found, err := domain.ListParticipants(ctx, s.read, model.ID(req.GetSurvey()), asked)
	if err != nil {
		return nil, err
	}
	size, next := byPerson.Page(asked, len(found), func(last int) []any { return []any{found[last]} })
	return &surveyv1.ListParticipantsResponse{People: model.Names("people", found[:size]), NextPageToken: next}, nil
}
