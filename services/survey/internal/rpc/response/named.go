package response

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/instrument"
)

var namedList = list.Ascending(func(n domain.NamedAnswers) string { return n.Person }, list.Fields{"person": list.Name("people"), "unit": list.Name("units")})

// ListResponses reads who answered what to a survey that was answered under names. The entry of the reading is written with it.
func (s *responses) ListResponses(ctx context.Context, req *surveyv1.ListResponsesRequest) (*surveyv1.ListResponsesResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.ListResponsesResponse, error) {
		page, next, err := namedList.Page(ctx, req, func(asked model.List) ([]domain.NamedAnswers, error) {
			return domain.ListNamed(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), asked)
		})
		return &surveyv1.ListResponsesResponse{Responses: list.Protos(page, namedProto), NextPageToken: next}, err
	})
}

func namedProto(one domain.NamedAnswers) *surveyv1.NamedResponse {
	named := &surveyv1.NamedResponse{
		Unit: model.Name("units", one.Unit), Employer: one.Employer,
		Answers: instrument.WriteAnswers(one.Answers),
	}
	if contact := domain.ContactOf(one.Person); contact.ID != "" {
		named.Contact = &typev1.ExternalId{Source: contact.Source, Id: contact.ID}
	} else {
		named.Person = model.Name("people", one.Person)
	}
	return named
}
