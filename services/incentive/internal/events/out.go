// Package events translates between what happens in the rooms of recognition and the events of the contract.
package events

import (
	"fmt"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fund"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/letter"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/payout"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/reward"
)

// Out emits facts of the domain. None of them tells a story, or what was given in private.
func Out(emitter event.Emitter) event.Recorder { return emitter.Recorder(draft) }

func draft(fact model.Fact) (event.Draft, error) {
	switch fact := fact.(type) {
	case payout.WasOrdered:
		return payoutOrdered(fact.Payout), nil
	case payout.WasAcknowledged:
		return payoutAcknowledged(fact.Payout), nil
	case payout.WasRejected:
		return payoutRejected(fact.Payout), nil
	case fund.TranchePaid:
		return tranchePaid(fact), nil
	case reward.Changed:
		return redemptionChanged(fact.Redemption), nil
	case recognition.Given:
		return recognitionGiven(fact.Recognition), nil
	case recognition.Hidden:
		name := model.Name(recognition.Collection, fact.Recognition)
		return event.NewFact(name, &incentivev1.RecognitionHidden{Recognition: name}), nil
	case recognition.Restored:
		name := model.Name(recognition.Collection, fact.Recognition)
		return event.NewFact(name, &incentivev1.RecognitionRestored{Recognition: name}), nil
	case recognition.Withdrawn:
		name := model.Name(recognition.Collection, fact.Recognition)
		return event.NewFact(name, &incentivev1.RecognitionWithdrawn{Recognition: name}), nil
	case letter.Changed:
		return letterPublished(fact.Letter), nil
	case badge.Changed:
		return badgeEarned(fact), nil
	case award.Granted:
		return awardGranted(fact), nil
	default:
		return event.Draft{}, fmt.Errorf("incentive: no event says %T", fact)
	}
}
