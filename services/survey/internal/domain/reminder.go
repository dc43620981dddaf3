package domain

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// ReminderDue is the fact that the time has come to remind people of an open survey. It is of the survey alone: nobody who answered or
// did not may be told by it.
type ReminderDue struct{ Survey Survey }

// Happened marks a fact.
func (ReminderDue) Happened() {}

func (d SurveyDraft) checkReminders() error {
	const field = "survey.reminder_days"
	switch {
	case len(d.ReminderDays) == 0:
		return nil
	case d.Intake != FromPeople:
		return model.InvalidField(field, model.Say("remind nobody where answers are imported", "导入答卷的调研无须提醒"))
	case d.CloseTime.IsZero():
		return model.InvalidField(field, model.Say("count back from a close_time, which is missing", "须先设定 close_time，再据此倒推"))
	}
	return nil
}

// nextReminder is the first time after now at which an open survey reminds; zero for none.
func (s Survey) nextReminder(now time.Time) (next time.Time) {
	if s.State != Open {
		return next
	}
	for _, days := range s.ReminderDays {
		due := s.CloseTime.Add(-time.Duration(days) * 24 * time.Hour)
		if due.After(now) && (next.IsZero() || due.Before(next)) {
			next = due
		}
	}
	return next
}

// Remind says that people are to be reminded of a survey whose reminder is due, and leaves any other alone. Of several that came due while
// nobody looked it says so once.
func Remind(ctx context.Context, s Store, now time.Time, id string) error {
	survey, err := s.SurveyToChange(ctx, id)
	if err != nil || survey.NextReminder.IsZero() || survey.NextReminder.After(now) {
		return err
	}
	due := survey.takes(now)
	survey.NextReminder = survey.nextReminder(now)
	if err := s.SaveSurvey(ctx, survey); err != nil || !due {
		return err
	}
	return s.Record(ctx, ReminderDue{survey})
}
