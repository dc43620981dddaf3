package award

import (
	"context"
	"errors"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/schemes"
)

// PreviewAwardScheme says what the guardrail finds, and whom the score favours.
func (s *schemeCalls) PreviewAwardScheme(ctx context.Context, req *incentivev1.PreviewAwardSchemeRequest) (*incentivev1.PreviewAwardSchemeResponse, error) {
	favours, err := schemes.Preview(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	answer := &incentivev1.PreviewAwardSchemeResponse{}
	if unfair, ok := errors.AsType[*schemes.Unfair](err); ok {
		locale := refusal.Locale(ctx)
		answer.Findings = append(answer.Findings, refusal.Sentence(unfair.Why, locale))
		for _, v := range unfair.Why.Violations {
			answer.Findings = append(answer.Findings, v.Field+": "+v.Why.In(locale))
		}
		return answer, nil
	}
	for _, f := range favours {
		answer.Favours = append(answer.Favours, &incentivev1.AwardFavour{Group: f.Group, ShareOfPeople: f.Heads, ShareOfWins: f.Wins})
	}
	return answer, err
}
