package response

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// personOf is the bare id of the person whom a row names, "" where it names nobody.
func personOf(row *surveyv1.ResponseRow) string {
	person, err := resource.ID("people", row.GetPerson())
	if err != nil {
		return ""
	}
	return person
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
