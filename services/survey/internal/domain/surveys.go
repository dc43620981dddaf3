package domain

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
)

// GetSurvey reads a survey within the scope.
func GetSurvey(ctx context.Context, r Reader, scope model.Scope, id string) (Survey, error) {
	survey, err := r.Survey(ctx, id)
	return within(ctx, r, scope, survey, err)
}

// within hides what lies outside the scope: it looks as if it did not exist.
func within(ctx context.Context, r Reader, scope model.Scope, survey Survey, err error) (Survey, error) {
	if err != nil {
		return Survey{}, err
	}
	in, err := r.InScope(ctx, scope, survey.OwnerUnit, survey.Employer())
	if err != nil {
		return Survey{}, err
	}
	if !in {
		return Survey{}, model.ErrNotFound
	}
	return survey, nil
}

// CreateSurvey adds a draft. The scope must hold its owner and all whom it asks.
func CreateSurvey(ctx context.Context, s Store, scope model.Scope, now time.Time, draft SurveyDraft) (Survey, error) {
	if draft.Mode == Anonymous {
		return Survey{}, ErrModeNotAvailable
	}
	if err := draft.Check(now); err != nil {
		return Survey{}, err
	}
	if err := CheckInstrument(ctx, s, draft.Instrument); err != nil {
		return Survey{}, err
	}
	if err := CheckReach(ctx, s, scope, draft); err != nil {
		return Survey{}, err
	}
	if err := checkPrevious(ctx, s, scope, draft); err != nil {
		return Survey{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Survey{}, err
	}
	survey := Survey{Header: model.NewHeader(id.String(), now), SurveyDraft: draft, State: Draft}
	return survey, Save(ctx, s, survey)
}

// UpdateSurvey changes what edit changes: of a draft all but the mode and the intake, of an open survey only the time of its close and its reminders. An empty etag
// demands nothing.
func UpdateSurvey(
	ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string, edit func(Survey) (SurveyDraft, error),
) (Survey, error) {
	survey, err := toChange(ctx, s, scope, id)
	if err != nil {
		return Survey{}, err
	}
	if err := survey.CheckCurrent(etag); err != nil {
		return Survey{}, err
	}
	draft, err := edit(survey)
	if err != nil {
		return Survey{}, err
	}
	switch {
	case draft.Mode != survey.Mode:
		return Survey{}, ErrModeFixed
	case draft.Intake != survey.Intake, draft.Audience.Contacts != survey.Audience.Contacts:
		return Survey{}, ErrIntakeFixed
	case survey.State == Closed, survey.State == Open && !draft.sameButClose(survey.SurveyDraft):
		return Survey{}, ErrSurveyNotDraft
	}
	if err := draft.Check(now); err != nil {
		return Survey{}, err
	}
	if draft.Instrument != survey.Instrument {
		if err := CheckInstrument(ctx, s, draft.Instrument); err != nil {
			return Survey{}, err
		}
	}
	if draft.OwnerUnit != survey.OwnerUnit || !draft.Audience.equal(survey.Audience) {
		if err := CheckReach(ctx, s, scope, draft); err != nil {
			return Survey{}, err
		}
	}
	if draft.Previous != survey.Previous || draft.Instrument != survey.Instrument {
		if err := checkPrevious(ctx, s, scope, draft); err != nil {
			return Survey{}, err
		}
	}
	survey.SurveyDraft = draft
	survey.Touch(now)
	return survey, Save(ctx, s, survey)
}

// OpenSurvey freezes the audience and begins to take answers. Twice is once. The scope must hold all whom it asks once more: since the
// draft was made a role may have become smaller, or a unit have moved, and nobody is asked on the word of who could not ask them now.
func OpenSurvey(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Survey, error) {
	survey, err := toChange(ctx, s, scope, id)
	switch {
	case err != nil || survey.State == Open:
		return survey, err
	case survey.State == Closed:
		return Survey{}, ErrSurveyClosed
	}
	if err := survey.CheckCurrent(etag); err != nil {
		return Survey{}, err
	}
	if err := survey.Check(now); err != nil {
		return Survey{}, err
	}
	asks, err := Compiled(ctx, s, survey)
	if err != nil {
		return Survey{}, err
	}
	if err := needRoster(s.HoldRoster(ctx)); err != nil {
		return Survey{}, err
	}
	if err := CheckReach(ctx, s, scope, survey.SurveyDraft); err != nil {
		return Survey{}, err
	}
	if survey.Audience.Contacts {
		return openToContacts(ctx, s, now, survey, asks)
	}
	survey.Eligible, err = s.Freeze(ctx, survey, now, asks.Blank())
	if err != nil {
		return Survey{}, err
	}
	return Begin(ctx, s, now, survey, asks)
}

// Begin opens a survey whose sheets are there.
func Begin(ctx context.Context, s Store, now time.Time, survey Survey, asks instrument.Instrument) (Survey, error) {
	survey.Split.K = LeastPeople(survey.Split, asks)
	if survey.Eligible < int64(min(survey.Split.K, Threshold)) {
		return Survey{}, ErrAudienceTooSmall
	}
	if err := freezeTree(ctx, s, survey); err != nil {
		return Survey{}, err
	}
	return opened(ctx, s, now, survey)
}

// opened takes answers from now on.
func opened(ctx context.Context, s Store, now time.Time, survey Survey) (Survey, error) {
	survey.State = Open
	survey.Touch(now)
	survey.OpenedTime = survey.UpdateTime
	return survey, Save(ctx, s, survey)
}

// CloseSurvey ends the taking of answers for good. Twice is once.
func CloseSurvey(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Survey, error) {
	survey, err := toChange(ctx, s, scope, id)
	switch {
	case err != nil || survey.State == Closed:
		return survey, err
	case survey.State == Draft:
		return Survey{}, ErrSurveyNotOpen
	}
	if err := survey.CheckCurrent(etag); err != nil {
		return Survey{}, err
	}
	return closeNow(ctx, s, now, survey)
}

// CloseDue closes a survey whose time has come, and leaves any other alone.
func CloseDue(ctx context.Context, s Store, now time.Time, id string) error {
	survey, err := s.SurveyToChange(ctx, id)
	if err != nil || survey.State != Open || survey.CloseTime.IsZero() || survey.CloseTime.After(now) {
		return err
	}
	_, err = closeNow(ctx, s, now, survey)
	return err
}

func closeNow(ctx context.Context, s Store, now time.Time, survey Survey) (Survey, error) {
	counted, err := s.Settle(ctx, survey)
	if err != nil {
		return Survey{}, err
	}
	if survey.Audience.Contacts {
		if err := settleContacts(ctx, s, &survey); err != nil {
			return Survey{}, err
		}
		survey.Eligible = counted.Eligible
	}
	survey.Participation = counted
	survey.State = Closed
	survey.Touch(now)
	survey.ClosedTime = survey.UpdateTime
	if err := s.StartRelease(ctx, survey.ID, now); err != nil {
		return Survey{}, err
	}
	return survey, Save(ctx, s, survey)
}

func toChange(ctx context.Context, s Store, scope model.Scope, id string) (Survey, error) {
	survey, err := s.SurveyToChange(ctx, id)
	return within(ctx, s, scope, survey, err)
}

// Save keeps a survey, plans its next reminder, and says that it changed.
func Save(ctx context.Context, s Store, survey Survey) error {
	// One that is due this moment is still said.
	if survey.State != Open || survey.NextReminder.IsZero() || survey.NextReminder.After(survey.UpdateTime) {
		survey.NextReminder = survey.nextReminder(survey.UpdateTime)
	}
	if err := s.SaveSurvey(ctx, survey); err != nil {
		return err
	}
	return s.Record(ctx, SurveyChanged{survey})
}

// CheckInstrument refuses an instrument that surveys may not use.
func CheckInstrument(ctx context.Context, r Reader, id string) error {
	instrument, err := r.Instrument(ctx, id)
	switch {
	case errors.Is(err, model.ErrNotFound):
		return model.ErrNotFound.With("instrument", model.Name("instruments", id))
	case err == nil && !instrument.Published:
		return ErrInstrumentNotPublished
	}
	return err
}
