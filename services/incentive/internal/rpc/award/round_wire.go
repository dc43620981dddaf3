package award

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
)

func roundProto(from domain.Round) *incentivev1.AwardRound {
	made := &incentivev1.AwardRound{
		Name: name(roundCollection, from.ID), AwardScheme: name(schemeCollection, from.Scheme), DisplayName: resource.Localized(from.DisplayName),
		StartDate: from.Start.String(), EndDate: from.End.String(), State: incentivev1.AwardRoundState(from.State),
		Unit: name("units", from.Unit), Employer: from.Employer, RevealTime: resource.Timestamp(from.RevealTime), AppealTime: resource.Timestamp(from.AppealTime),
		Winners: model.Names("people", from.Won), Reason: from.Reason,
		Etag: from.Etag(), CreateTime: resource.Timestamp(from.CreateTime), UpdateTime: resource.Timestamp(from.UpdateTime),
	}
	for _, party := range from.Parties {
		person := name("people", party.Person)
		made.Parties = append(made.Parties, person)
		if party.Digest != nil {
			made.Commitments = append(made.Commitments, &incentivev1.AwardCommitment{Party: person, Digest: party.Digest, Revealed: party.Revealed()})
		}
	}
	return made
}
