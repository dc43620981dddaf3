package domain

import (
	"bytes"
	"context"
	"crypto/sha256"
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
	// Mark is of the way in by which the sheet was filled in, while the survey is open; of nobody's before and after.
	Mark  []byte
	Place Place
}

// FilledInBy says whether the scope's person filled the sheet in, and by the way in by which they came now. To every other way in a
// sheet is a blank one: whoever can make a link for somebody could log in as them.
func (s Sheet) FilledInBy(scope model.Scope) bool {
	return s.Answered && scope.WayIn != "" && bytes.Equal(s.Mark, markOf(s.Survey, scope.WayIn))
}

// NoMark is a mark that is of no way in.
func NoMark() []byte { return make([]byte, sha256.Size) }

// markOf is what a sheet of the survey keeps of a way in. Marks are as long as NoMark, and in each survey different ones.
func markOf(survey, wayIn string) []byte {
	mark := sha256.Sum256([]byte(survey + " " + wayIn))
	return mark[:]
}

// Place is where a person stood at the opening.
type Place struct {
	Unit, Employer, Site, Shift, Channel, Position string
}

// Assigned is a survey that asks somebody.
type Assigned struct {
	Survey     Survey
	Instrument Instrument
	// Answered: by the way in by which they ask.
	Answered bool
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

// Submit keeps the answers of the scope's person to a survey with these items, in the place of an earlier answer, also of one that was
// given by another way in: people lose their links, and a refusal would tell that there is an answer. Who has no way in could never be
// shown their answer, and gives none. Who is not asked is told the same as of a survey that does not exist, whatever else is wrong.
func Submit(ctx context.Context, s Store, scope model.Scope, now time.Time, survey string, items Items, answers []Answer) error {
	if scope.WayIn == "" {
		return model.ErrPermissionDenied
	}
	sheet, wrong := items.FillIn(answers)
	if wrong == nil {
		kept, err := s.FillIn(ctx, survey, scope.Self, sheet, markOf(survey, scope.WayIn), now)
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

// MyAnswers are what the scope's person answered by their way in to an open survey with these items.
func MyAnswers(ctx context.Context, r Reader, scope model.Scope, survey string, items Items) ([]Answer, error) {
	sheet, err := r.Sheet(ctx, survey, scope.Self)
	if err == nil && !sheet.FilledInBy(scope) {
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
