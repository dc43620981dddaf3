package store

import (
	"context"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

const selectSheet = `SELECT survey, answered, answers, mark, unit, employer, site, shift, channel, position FROM sheet `

// Assigned lists the surveys that take answers of the scope's person, those that close first first, and whether the scope's way in has
// answered.
func (r Reader) Assigned(ctx context.Context, scope model.Scope, now time.Time, most int) ([]domain.Assigned, error) {
	return db.All(ctx, r.q, func(scan db.Scan) (one domain.Assigned, err error) {
		var sheet domain.Sheet
		one.Survey, err = scanSurveyAnd(scan, &sheet.Answered, &sheet.Mark)
		sheet.Survey = one.Survey.ID
		one.Answered = sheet.FilledInBy(scope)
		return one, err
	}, `SELECT `+surveyFields+`, a.answered, a.mark FROM sheet a JOIN survey s ON s.id = a.survey
		WHERE a.person = $1 AND s.state = 2 AND s.intake = 1 AND s.close_time > $2 ORDER BY s.close_time, s.id LIMIT `+strconv.Itoa(most), scope.Self, db.Micros(now))
}

// Sheet reads a person's place in a survey.
func (r Reader) Sheet(ctx context.Context, survey, person string) (domain.Sheet, error) {
	sheet, err := scanSheet(r.q.QueryRowContext(ctx, selectSheet+`WHERE survey = $1 AND person = $2`, survey, person).Scan)
	return sheet, db.Found(err)
}

// Sheets reads all places of a person, in the order of the surveys' ids.
func (r Reader) Sheets(ctx context.Context, person string) ([]domain.Sheet, error) {
	return db.All(ctx, r.q, scanSheet, selectSheet+`WHERE person = $1 ORDER BY survey`, person)
}

func scanSheet(scan db.Scan) (s domain.Sheet, err error) {
	p := &s.Place
	err = scan(&s.Survey, &s.Answered, &s.Answers, &s.Mark, &p.Unit, &p.Employer, &p.Site, &p.Shift, &p.Channel, &p.Position)
	return s, err
}

// Freeze makes a blank sheet with nobody's mark for each person of the survey's audience at the instant.
func (s Store) Freeze(ctx context.Context, survey domain.Survey, at time.Time, blank []byte) (int64, error) {
	people, args, err := s.askedSQL(ctx, survey.Audience, at, 4)
	if err != nil {
		return 0, err
	}
	made, err := s.tx.ExecContext(ctx, `
		INSERT INTO sheet (survey, person, unit, employer, site, shift, channel, position, answered, answers, mark)
		SELECT $1, asked.person, asked.unit, asked.employer, asked.site, asked.shift, asked.channel, asked.position, FALSE, $2, $3
		FROM (`+people+`) AS asked ORDER BY asked.person`, append([]any{survey.ID, blank, domain.NoMark()}, args...)...)
	if err != nil {
		return 0, err
	}
	return made.RowsAffected()
}

const (
	fillIn = `
		WITH taking AS (SELECT id FROM survey WHERE id = $1 AND state = 2 AND intake = 1 AND close_time > $5`
	intoSheet = `)
		UPDATE sheet SET answered = TRUE, answers = $3, mark = $4 WHERE survey = (SELECT id FROM taking) AND person = $2`
)

// FillIn keeps the answers and the mark on the person's sheet, in one statement. On PostgreSQL it shares a lock on the survey, for which the close
// waits, and which waits for the close; on SQLite one writes at a time.
func (s Store) FillIn(ctx context.Context, survey, person string, answers, mark []byte, now time.Time) (kept bool, err error) {
	query := fillIn + intoSheet
	if s.tx.Engine() == db.Postgres {
		query = fillIn + " FOR SHARE" + intoSheet
	}
	filled, err := s.tx.ExecContext(ctx, query, survey, person, answers, mark, db.Micros(now))
	if err != nil {
		return false, err
	}
	rows, err := filled.RowsAffected()
	return rows == 1, err
}

// Settle counts the sheets, and wipes out by which ways in and in which order they were filled in. PostgreSQL appends each changed row and
// marks it with its transaction, so there all are written once more, in the order of the key and by one transaction. By the ways in, people
// still read what they answered to an Identified survey.
func (s Store) Settle(ctx context.Context, survey domain.Survey) (counted domain.Participation, err error) {
	err = s.tx.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE answered) FROM sheet WHERE survey = $1`, survey.ID).
		Scan(&counted.Eligible, &counted.Responses)
	if err != nil {
		return counted, err
	}
	mark, args := `$2`, []any{survey.ID, domain.NoMark()}
	if survey.Mode == domain.Identified {
		mark, args = `mark`, args[:1]
	}
	wipe := `UPDATE sheet SET mark = ` + mark + ` WHERE survey = $1`
	if s.tx.Engine() == db.Postgres {
		const fields = `survey, person, unit, employer, site, shift, channel, position, answered, answers`
		wipe = `WITH taken AS (DELETE FROM sheet WHERE survey = $1 RETURNING ` + fields + `, mark)
			INSERT INTO sheet (` + fields + `, mark) SELECT ` + fields + `, ` + mark + ` FROM taken ORDER BY person`
	}
	if _, err = s.tx.ExecContext(ctx, wipe, args...); err != nil {
		return counted, err
	}
	return counted, s.partWritings(ctx, survey)
}

// DropSheet removes a person from the audience, with what they wrote.
func (s Store) DropSheet(ctx context.Context, survey, person string) error {
	if err := s.KeepWritings(ctx, survey, person, nil); err != nil {
		return err
	}
	_, err := s.tx.ExecContext(ctx, `DELETE FROM sheet WHERE survey = $1 AND person = $2`, survey, person)
	return err
}

// Disown puts the sheet under another id, of no way in, and removes what was written beside it.
func (s Store) Disown(ctx context.Context, survey, person, pseudonym string) error {
	if err := s.KeepWritings(ctx, survey, person, nil); err != nil {
		return err
	}
	_, err := s.tx.ExecContext(ctx, `UPDATE sheet SET person = $3, mark = $4 WHERE survey = $1 AND person = $2`, survey, person, pseudonym, domain.NoMark())
	return err
}
