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

var participantList = list.Ascending(func(person string) string { return person }, nil)

// ListParticipants lists who answered a closed survey, for the incentive service alone.
func (s *participation) ListParticipants(ctx context.Context, req *surveyv1.ListParticipantsRequest) (*surveyv1.ListParticipantsResponse, error) {
	page, next, err := participantList.Page(ctx, req, func(asked model.List) ([]string, error) {
		return domain.ListParticipants(ctx, s.read, model.ID(req.GetSurvey()), asked)
	})
	return &surveyv1.ListParticipantsResponse{People: model.Names("people", page), NextPageToken: next}, err
}
