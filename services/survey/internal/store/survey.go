package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

const (
	surveyFields = `s.id, s.version, s.display_name, s.instrument, s.owner_unit, s.mode, s.audience, s.state, s.eligible, s.close_time,
		s.create_time, s.update_time, s.opened_time, s.closed_time, s.asked, s.responses,
		s.split, s.released_time,
		s.intake, s.reminder_days, s.next_reminder,
		s.previous, s.pulse, s.wave_day, s.rest_weeks`
	selectSurvey = `SELECT ` + surveyFields + ` FROM survey s `
)

var surveyColumns = map[string]string{
	"id": "s.id", "state": "s.state", "instrument": "s.instrument", "owner_unit": "s.owner_unit", "pulse": "s.pulse",
	"create_time": "s.create_time", "update_time": "s.update_time",
}

// split is how a split is written.
type split struct {
	K              int                `json:"k,omitempty"`
	Attribute      domain.Attribute   `json:"attribute,omitempty"`
	RootAttributes []domain.Attribute `json:"rootAttributes,omitempty"`
}

// Survey reads one.
func (r Reader) Survey(ctx context.Context, id string) (domain.Survey, error) {
	found, err := scanSurvey(r.q.QueryRowContext(ctx, selectSurvey+`WHERE s.id = $1`, id).Scan)
	return found, db.Found(err)
}

// SurveyToChange reads one that stays as it is until the transaction ends.
func (s Store) SurveyToChange(ctx context.Context, id string) (domain.Survey, error) {
	found, err := scanSurvey(s.tx.QueryRowContext(ctx, selectSurvey+`WHERE s.id = $1`+s.tx.ForUpdate(), id).Scan)
	return found, db.Found(err)
}

// Surveys lists those within the scope, one more than a page.
func (r Reader) Surveys(ctx context.Context, scope model.Scope, list model.List) ([]domain.Survey, error) {
	within, args := roster.Units.Reached(scope, "s.owner_unit", "s.employer", 1)
	where, order, more := db.ListSQL(list, surveyColumns, 1+len(args))
	query := fmt.Sprintf(`%s WHERE %s AND %s ORDER BY %s LIMIT %d`, selectSurvey, within, where, order, list.Size+1)
	return db.All(ctx, r.q, scanSurvey, query, append(args, more...)...)
}

// Due lists the open surveys whose time of close has come.
func (r Reader) Due(ctx context.Context, now time.Time) ([]string, error) {
	return db.All(ctx, r.q, db.Column[string],
		`SELECT id FROM survey WHERE state = 2 AND close_time <= $1 ORDER BY close_time, id`, db.Micros(now))
}

// RemindersDue lists the surveys that are to remind people by that time.
func (r Reader) RemindersDue(ctx context.Context, now time.Time) ([]string, error) {
	return db.All(ctx, r.q, db.Column[string],
		`SELECT id FROM survey WHERE next_reminder <= $1 ORDER BY next_reminder, id`, db.Micros(now))
}

// SurveysAsking reads, to be changed, the surveys that have a sheet of the person. The order of the ids keeps two from waiting for
// each other.
func (s Store) SurveysAsking(ctx context.Context, person string) ([]domain.Survey, error) {
	return db.All(ctx, s.tx, scanSurvey, selectSurvey+`
		WHERE s.id IN (SELECT survey FROM sheet WHERE person = $1) ORDER BY s.id`+s.tx.ForUpdate(), person)
}

// SaveSurvey inserts version 1 and updates any other.
func (s Store) SaveSurvey(ctx context.Context, v domain.Survey) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO survey (id, version, display_name, instrument, owner_unit, employer, mode, audience, state, eligible, close_time,
			create_time, update_time, opened_time, closed_time, asked, responses, split, released_time, intake, reminder_days, next_reminder,
			previous, pulse, wave_day, rest_weeks)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, display_name = excluded.display_name, instrument = excluded.instrument,
			owner_unit = excluded.owner_unit, employer = excluded.employer, audience = excluded.audience, state = excluded.state,
			eligible = excluded.eligible, close_time = excluded.close_time, update_time = excluded.update_time,
			opened_time = excluded.opened_time, closed_time = excluded.closed_time, asked = excluded.asked, responses = excluded.responses,
			split = excluded.split, released_time = excluded.released_time,
			reminder_days = excluded.reminder_days, next_reminder = excluded.next_reminder,
			previous = excluded.previous`,
		v.ID, v.Version, db.JSON(v.DisplayName), v.Instrument, v.OwnerUnit, v.Employer(), int64(v.Mode), db.JSON(audience(v.Audience)), int64(v.State),
		v.Eligible, closeMicros(v.CloseTime), db.Micros(v.CreateTime), db.Micros(v.UpdateTime), db.NullMicros(v.OpenedTime), db.NullMicros(v.ClosedTime),
		v.Participation.Eligible, v.Participation.Responses, db.JSON(split(v.Split)), db.NullMicros(v.ReleasedTime),
		int64(v.Intake), db.JSON(v.ReminderDays), db.NullMicros(v.NextReminder),
		v.Previous, v.Wave.Pulse, int64(v.Wave.Day), v.Wave.RestWeeks)
	return err
}

func scanSurvey(scan db.Scan) (domain.Survey, error) { return scanSurveyAnd(scan) }

// scanSurveyAnd reads a survey, and the columns that follow it.
func scanSurveyAnd(scan db.Scan, more ...any) (v domain.Survey, err error) {
	var name, asked, splits, reminders []byte
	var asks audience
	var splitting split
	var closes, created, updated int64
	var opened, closed, released, reminds sql.NullInt64
	into := []any{
		&v.ID, &v.Version, &name, &v.Instrument, &v.OwnerUnit, &v.Mode, &asked, &v.State, &v.Eligible, &closes, &created, &updated,
		&opened, &closed, &v.Participation.Eligible, &v.Participation.Responses,
		&splits, &released,
		&v.Intake, &reminders, &reminds,
		&v.Previous, &v.Wave.Pulse, &v.Wave.Day, &v.Wave.RestWeeks,
	}
	if err := scan(append(into, more...)...); err != nil {
		return v, err
	}
	v.CloseTime, v.CreateTime, v.UpdateTime = closeTime(closes), db.FromMicros(created), db.FromMicros(updated)
	v.OpenedTime, v.ClosedTime, v.ReleasedTime = db.FromNullMicros(opened), db.FromNullMicros(closed), db.FromNullMicros(released)
	v.NextReminder = db.FromNullMicros(reminds)
	if err := json.Unmarshal(reminders, &v.ReminderDays); err != nil {
		return v, err
	}
	if err := json.Unmarshal(name, &v.DisplayName); err != nil {
		return v, err
	}
	if err := json.Unmarshal(asked, &asks); err != nil {
		return v, err
	}
	v.Audience = domain.Audience(asks)
	err = json.Unmarshal(splits, &splitting)
	v.Split = domain.Split(splitting)
	return v, err
}
