package domain

import (
	"context"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// Kept is what is kept about a person in one survey.
type Kept struct {
	Survey Survey
	Place  Place
	// Answers are none where none were given, and where they are not for who asks.
	Answers []item.Answer
}

// PersonData is what surveys keep about the scope's person. Their answers are part of it where they gave them by the scope's way in and
// the survey is open or Identified. Those to an Identified survey are also part of it for who asks in the person's stead, by no way in.
func PersonData(ctx context.Context, r Reader, scope model.Scope) ([]Kept, error) {
	sheets, err := r.Sheets(ctx, scope.Self)
	if err != nil {
		return nil, err
	}
	var data []Kept
	for _, sheet := range sheets {
		survey, err := r.Survey(ctx, sheet.Survey)
		if err != nil {
			return nil, err
		}
		kept := Kept{Survey: survey, Place: sheet.Place}
		if sheet.FilledInBy(scope) || sheet.Answered && survey.Mode == Identified && scope.WayIn == "" {
			asks, err := Compiled(ctx, r, survey)
			if err != nil {
				return nil, err
			}
			if kept.Answers, err = answersOn(ctx, r, sheet, scope.Self, asks); err != nil {
				return nil, err
			}
		}
		data = append(data, kept)
	}
	return data, nil
}

// ErasePerson leaves nothing that leads to the person. The sheet of an open survey goes; that of a closed one stays
// under a fresh random id, since what was counted at the close stands.
func ErasePerson(ctx context.Context, s Store, person string) error {
	// First: it waits for surveys that are being opened with the person in their audience.
	if err := s.ForgetPerson(ctx, person); err != nil {
		return err
	}
	surveys, err := s.SurveysAsking(ctx, person)
	if err != nil {
		return err
	}
	for _, survey := range surveys {
		if survey.State == Closed {
			err = s.Disown(ctx, survey.ID, person, uuid.NewString())
		} else {
			err = s.DropSheet(ctx, survey.ID, person)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
