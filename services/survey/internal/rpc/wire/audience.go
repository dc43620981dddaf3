// Package wire writes values of the domain that several calls tell of in the words of the contract, and reads them.
package wire

import (
	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// ReadAudience is whom people want to ask. What is no unit or site is one that nobody knows.
func ReadAudience(from *surveyv1.Audience) domain.Audience {
	return domain.Audience{
		Units: model.IDs(from.GetUnits()), Employers: from.GetEmployers(), Shifts: from.GetShifts(), Positions: from.GetPositions(),
		Channels: from.GetChannels(), Sites: model.IDs(from.GetSites()),
		Contacts: from.GetKind() == surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS,
	}
}

// Audience says who is asked.
func Audience(a domain.Audience) *surveyv1.Audience {
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
