package events

import (
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
)

func awardGranted(fact award.Granted) event.Draft {
	round := fact.Round
	name := model.Name("awardRounds", round.ID)
	return event.NewFact(name, &incentivev1.AwardGranted{
		AwardRound: name, AwardScheme: model.Name("awardSchemes", round.Scheme), Unit: model.Name("units", round.Unit), Revision: int32(round.Revision),
		Winners: model.Names("people", fact.Gained), Revoked: model.Names("people", fact.Lost),
	})
}
