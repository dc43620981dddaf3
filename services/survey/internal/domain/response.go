package domain

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// mostAssigned bounds the surveys that one person is shown.
const mostAssigned = 100

// Sheet is a person's place in a survey, as of its opening, and what they answered. It keeps no time.
type Sheet struct {
	Survey   string
	Answered bool
	Answers  []byte
	Place    Place
}

// Place is where a person stood at the opening.
type Place struct {
	Unit, Employer, Site, Shift, Channel, Position string
}

// Assigned is a survey that asks somebody.
type Assigned struct {
	Survey     Survey
	Instrument Instrument
	Answered   bool
}

// ListAssigned lists the surveys that the scope's person may answer now.
func ListAssigned(ctx context.Context, r Reader, scope model.Scope, now time.Time) ([]Assigned, error) {
	assigned, err := r.Assigned(ctx, scope, now, mostAssigned)
	if err != nil {
		return nil, err
	}
	instruments := map[string]Instrument{}
	for i, one := range assigned {
		id := one.Survey.Instrument
		if _, read := instruments[id]; !read {
			if instruments[id], err = r.Instrument(ctx, id); err != nil {
				return nil, err
			}
		}
		assigned[i].Instrument = instruments[id]
	}
	return assigned, nil
}

// Submit keeps the answers of the scope's person to a survey with these items, in the place of an earlier answer. Who is not asked is
// told the same as of a survey that does not exist, whatever else is wrong.
func Submit(ctx context.Context, s Store, scope model.Scope, now time.Time, survey string, items Items, answers []Answer) error {
	sheet, wrong := items.FillIn(answers)
	if wrong == nil {
		kept, err := s.FillIn(ctx, survey, scope.Self, sheet, now)
		if err != nil || kept {
			return err
		}
	}
	if _, err := s.Sheet(ctx, survey, scope.Self); err != nil {
		return err
	}
	if wrong != nil {
		return wrong
	}
	return ErrSurveyNotOpen
}

// MyAnswers are what the scope's person answered to a survey with these items.
func MyAnswers(ctx context.Context, r Reader, scope model.Scope, survey string, items Items) ([]Answer, error) {
	sheet, err := r.Sheet(ctx, survey, scope.Self)
	if err == nil && !sheet.Answered {
		err = model.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return items.Read(sheet.Answers), nil
}

// ItemsOf are the items of a survey that was opened; they never change again. Of a draft nobody learns that it exists.
func ItemsOf(ctx context.Context, r Reader, survey string) (Items, error) {
	found, err := r.Survey(ctx, survey)
	if err != nil {
		return Items{}, err
	}
	if found.State == Draft {
		return Items{}, model.ErrNotFound
	}
	instrument, err := r.Instrument(ctx, found.Instrument)
	if errors.Is(err, model.ErrNotFound) {
		return Items{}, errors.New("survey: the instrument of " + survey + " is gone")
	}
	return instrument.Items, err
}
