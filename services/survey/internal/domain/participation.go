package domain

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
)

// ListParticipants lists who answered a closed survey themselves, one more than a page. Whatever they answered makes no difference, also where
// it is too careless to count: who is rewarded must not learn it from the reward.
func ListParticipants(ctx context.Context, r Reader, id string, list model.List) ([]string, error) {
	survey, err := r.Survey(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case survey.State != Closed:
		return nil, ErrSurveyNotClosed
	case survey.Intake != FromPeople:
		return nil, nil
	}
	return r.Participants(ctx, survey.ID, list)
}
