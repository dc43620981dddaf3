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

var namedSpec = list.Spec{Fields: map[string]list.Kind{"person": list.Name("people"), "unit": list.Name("units")}}

// ListResponses reads who answered what to a survey that was answered under names. The entry of the reading is written with it.
func (s *responses) ListResponses(ctx context.Context, req *surveyv1.ListResponsesRequest) (*surveyv1.ListResponsesResponse, error) {
	asked, err := namedSpec.Parse(ctx, "ListResponses", req.GetFilter(), "", req.GetPageToken(), req.GetPageSize(), req.GetName())
	if err != nil {
		return nil, err
	}
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*surveyv1.ListResponsesResponse, error) {
		found, err := domain.ListNamed(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), asked)
		if err != nil {
			return nil, err
		}
		size, next := namedSpec.Page(asked, len(found), func(last int) []any { return []any{found[last].Person} })
		response := &surveyv1.ListResponsesResponse{NextPageToken: next}
		for _, one := range found[:size] {
			named := &surveyv1.NamedResponse{
				Unit: model.Name("units", one.Unit), Employer: one.Employer,
				Answers: instrument.WriteAnswers(one.Answers),
			}
			if contact := domain.ContactOf(one.Person); contact.ID != "" {
				named.Contact = &typev1.ExternalId{Source: contact.Source, Id: contact.ID}
			} else {
				named.Person = model.Name("people", one.Person)
			}
			response.Responses = append(response.Responses, named)
		}
		return response, nil
	})
}
