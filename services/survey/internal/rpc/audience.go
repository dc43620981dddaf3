package rpc

import (
	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

func audienceOf(from *surveyv1.Audience) domain.Audience {
	return domain.Audience{
		Units: model.IDs(from.GetUnits()), Employers: from.GetEmployers(), Shifts: from.GetShifts(), Positions: from.GetPositions(),
		Channels: from.GetChannels(), Sites: model.IDs(from.GetSites()),
		Contacts: from.GetKind() == surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS,
	}
}

func audienceProto(a domain.Audience) *surveyv1.Audience {
	kind := surveyv1.AudienceKind_AUDIENCE_KIND_PEOPLE
	if a.Contacts {
		kind = surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS
	}
	return &surveyv1.Audience{
		Kind:  kind,
		Units: model.Names("units", a.Units), Employers: a.Employers, Shifts: a.Shifts, Positions: a.Positions, Channels: a.Channels,
		Sites: model.Names("sites", a.Sites),
	}
}

// contactOf is the contact of a row, nil where it names none. What is no unit or site is one that nobody knows.
func contactOf(from *surveyv1.Contact) *domain.Contact {
	if from == nil {
		return nil
	}
	return &domain.Contact{Source: from.GetId().GetSource(), ID: from.GetId().GetId(), Place: domain.Place{
		Unit: model.ID(from.GetUnit()), Employer: from.GetEmployer(), Site: model.ID(from.GetSite()),
		Shift: from.GetShift(), Channel: from.GetChannel(), Position: from.GetPosition(),
	}}
}
