package events

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/participation"
)

// Closed hears of surveys that have closed, and has their participants rewarded.
func Closed(bind func(*db.Tx) participation.Rounds, clock model.Clock) event.Consumer {
	return event.Consumer{Name: "participation", Handlers: []event.Handler{
		event.OnState(func(ctx context.Context, tx *db.Tx, _ int64, msg *surveyv1.SurveyChanged) error {
			// One that closed before this could be told closed before anybody could set a policy.
			if msg.GetState() != surveyv1.SurveyState_SURVEY_STATE_CLOSED || !msg.GetClosedTime().IsValid() {
				return nil
			}
			return participation.Begin(ctx, bind(tx), clock(), participation.Round{Survey: model.ID(msg.GetSurvey()), Closed: msg.GetClosedTime().AsTime()})
		}),
	}}
}
