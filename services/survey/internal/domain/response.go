package domain

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
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

// Placed is somebody whom a wave may ask.
type Placed struct {
	Person string
	Place  Place
	// Rested: no wave that lets people rest asked them within the time of rest.
	Rested bool
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

// Submit keeps the answers of the scope's person to a survey that asks with an instrument, in the place of an earlier answer, also of one that was
// given by another way in: people lose their links, and a refusal would tell that there is an answer. Who has no way in could never be
// shown their answer, and gives none. Who is not asked is told the same as of a survey that does not exist, whatever else is wrong.
func Submit(ctx context.Context, s Store, scope model.Scope, now time.Time, survey string, asks instrument.Instrument, answers []item.Answer) error {
	if scope.WayIn == "" {
		return model.ErrPermissionDenied
	}
	filled, wrong := asks.FillIn(answers)
	if wrong == nil {
		kept, err := s.FillIn(ctx, survey, scope.Self, filled.Sheet, markOf(survey, scope.WayIn), now)
		if kept && asks.Free() {
			err = s.KeepWritings(ctx, survey, scope.Self, filled.Writings)
		}
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

// MyAnswers are what the scope's person answered by their way in to an open survey that asks with an instrument.
func MyAnswers(ctx context.Context, r Reader, scope model.Scope, survey string, asks instrument.Instrument) ([]item.Answer, error) {
	sheet, err := r.Sheet(ctx, survey, scope.Self)
	if err == nil && !sheet.FilledInBy(scope) {
		err = model.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return answersOn(ctx, r, sheet, scope.Self, asks)
}

// answersOn are those on the sheet of a person, and beside it.
func answersOn(ctx context.Context, r Reader, sheet Sheet, person string, asks instrument.Instrument) ([]item.Answer, error) {
	filled := instrument.Filled{Sheet: sheet.Answers}
	var err error
	if asks.Free() {
		// By the mark once more: since the sheet was read it may have been filled in anew by another way in.
		filled.Writings, err = r.Writings(ctx, sheet.Survey, person, sheet.Mark)
	}
	return asks.Read(filled), err
}

// InstrumentOf is the one with which a survey asks that was opened. How it is answered never changes again. Of a draft nobody learns that it exists.
func InstrumentOf(ctx context.Context, r Reader, survey string) (instrument.Instrument, error) {
	found, err := r.Survey(ctx, survey)
	if err != nil {
		return instrument.Instrument{}, err
	}
	if found.State == Draft {
		return instrument.Instrument{}, model.ErrNotFound
	}
	return Compiled(ctx, r, found)
}

// Compiled is the instrument of a survey.
func Compiled(ctx context.Context, r Reader, survey Survey) (instrument.Instrument, error) {
	kept, err := r.Instrument(ctx, survey.Instrument)
	if errors.Is(err, model.ErrNotFound) {
		return instrument.Instrument{}, errors.New("survey: the instrument of " + survey.ID + " is gone")
	}
	if err != nil {
		return instrument.Instrument{}, err
	}
	made, err := instrument.New(kept.Content)
	if err != nil {
		// No refusal: nobody sent this, it was kept.
		return instrument.Instrument{}, fmt.Errorf("survey: an instrument that was kept: %s", err.Error())
	}
	return made, nil
}
