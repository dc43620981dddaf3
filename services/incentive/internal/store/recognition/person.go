package recognition

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

// mostData is how many of each kind the document of a person holds: the newest.
const mostData = 1000

// BegunOn are the people who have begun an employment on one of the days, and on which.
func (r reads) BegunOn(ctx context.Context, days []model.Day) (map[string]model.Day, error) {
	return roster.New(r.q).BegunOn(ctx, days)
}

// Anniversaries are the ids of those that were told since a day began, in UTC.
func (r reads) Anniversaries(ctx context.Context, since model.Day) (map[string]bool, error) {
	ids, err := db.All(ctx, r.q, db.Column[string], `SELECT id FROM recognition WHERE kind = $1 AND create_time >= $2`,
		int64(domain.Anniversary), int64(since)*(24*time.Hour).Microseconds())
	told := make(map[string]bool, len(ids))
	for _, id := range ids {
		told[id] = true
	}
	return told, err
}

// WantsAnniversaries says whether those of a person are told.
func (r reads) WantsAnniversaries(ctx context.Context, person string) (wants bool, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT anniversaries FROM recognition_preference WHERE person = $1`, person).Scan(&wants)
	if errors.Is(err, db.ErrNoRows) {
		return true, nil
	}
	return wants, err
}

// SetAnniversaries keeps whether those of a person are told.
func (s Store) SetAnniversaries(ctx context.Context, person string, told bool) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO recognition_preference (person, anniversaries) VALUES ($1, $2)
		ON CONFLICT (person) DO UPDATE SET anniversaries = excluded.anniversaries`, person, told)
	return err
}

// Data is what is kept about a person, the newest of each kind.
func (r reads) Data(ctx context.Context, person string) (data domain.PersonData, err error) {
	recognitions := func(where string) ([]domain.Recognition, error) {
		return db.All(ctx, r.q, func(scan db.Scan) (domain.Recognition, error) {
			v, err := scanView(scan)
			return v.Recognition, err
		}, recognitionSQL+` WHERE `+where+` ORDER BY r.create_time DESC, r.id DESC LIMIT `+strconv.Itoa(mostData), person)
	}
	if data.Given, err = recognitions(`r.giver = $1`); err != nil {
		return data, err
	}
	if data.Received, err = recognitions(`r.id IN (SELECT recognition FROM recognition_receiver WHERE person = $1)`); err != nil {
		return data, err
	}
	data.Reactions, err = db.All(ctx, r.q, func(scan db.Scan) (one domain.OwnReaction, err error) {
		var created int64
		err = scan(&one.Recognition, &one.Reaction, &created)
		one.Time = db.FromMicros(created)
		return one, err
	}, `SELECT recognition, reaction, create_time FROM recognition_reaction WHERE person = $1 ORDER BY create_time DESC LIMIT `+strconv.Itoa(mostData), person)
	if err != nil {
		return data, err
	}
	data.Reports, err = db.All(ctx, r.q, func(scan db.Scan) (one domain.OwnReport, err error) {
		var created int64
		err = scan(&one.Recognition, &one.Reason, &one.Note, &created)
		one.Time = db.FromMicros(created)
		return one, err
	}, `SELECT recognition, reason, note, create_time FROM recognition_report WHERE reporter = $1 ORDER BY create_time DESC LIMIT `+strconv.Itoa(mostData),
		model.Name("people", person))
	if err != nil {
		return data, err
	}
	data.Told, err = r.WantsAnniversaries(ctx, person)
	return data, err
}

// Erase leaves nothing that leads to a person. What they wrote goes, and what was written about them alone, with the reasons for which it
// was hidden and with what was reported: a name may stand in any of these. Their anniversaries go altogether.
func (s Store) Erase(ctx context.Context, person, pseudonym string) error {
	subject := model.Name("people", person)
	for _, step := range []struct {
		statement string
		args      []any
	}{
		{`DELETE FROM recognition WHERE kind = $1 AND id IN (SELECT recognition FROM recognition_receiver WHERE person = $2)`, []any{int64(domain.Anniversary), person}},
		{`UPDATE recognition SET story = '', hide_reason = '' WHERE receivers = 1 AND id IN (SELECT recognition FROM recognition_receiver WHERE person = $1)`, []any{person}},
		{`UPDATE recognition SET giver = $1, story = '', hide_reason = '' WHERE giver = $2`, []any{pseudonym, person}},
		{`UPDATE recognition_receiver SET person = $1 WHERE person = $2`, []any{pseudonym, person}},
		{`UPDATE recognition SET hidden_by = $1, hide_reason = '' WHERE hidden_by = $2`, []any{model.Name("people", pseudonym), subject}},
		{`DELETE FROM recognition_reaction WHERE person = $1`, []any{person}},
		{`UPDATE recognition_report SET reporter = $1, note = '' WHERE reporter = $2`, []any{model.Name("people", pseudonym), subject}},
		{`UPDATE recognition_report SET note = '' WHERE recognition IN (SELECT id FROM recognition WHERE giver = $1
			UNION SELECT recognition FROM recognition_receiver WHERE person = $1)`, []any{pseudonym}},
		{`DELETE FROM recognition_preference WHERE person = $1`, []any{person}},
	} {
		if _, err := s.tx.ExecContext(ctx, step.statement, step.args...); err != nil {
			return err
		}
	}
	return nil
}
