package badge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
)

const selectAward = `SELECT a.id, a.version, a.badge, b.display_name, b.picture, a.person, a.unit, a.employer, a.level, a.story, a.giver, a.revoked, a.reason,
	a.revoked_by, COALESCE(h.hidden, FALSE), a.create_time, a.update_time
	FROM badge_award a JOIN badge b ON b.id = a.badge LEFT JOIN badge_preference h ON h.person = a.person `

// Award reads one.
func (r Reader) Award(ctx context.Context, id string) (badge.Award, error) {
	found, err := scanAward(r.q.QueryRowContext(ctx, selectAward+`WHERE a.id = $1`, id).Scan)
	return found, db.Found(err)
}

// Held is what a holder has of a badge, revoked or not.
func (s Store) Held(ctx context.Context, id, holder string) (badge.Award, error) {
	found, err := scanAward(s.tx.QueryRowContext(ctx, selectAward+`WHERE a.badge = $1 AND a.holder = $2`, id, holder).Scan)
	return found, db.Found(err)
}

var awardColumns = map[string]string{
	"id": "a.id", "create_time": "a.create_time", "badge": "a.badge", "person": "a.person", "unit": "a.unit", "employer": "a.employer", "revoked": "a.revoked",
}

// Shown lists what a viewer sees, one more than a page.
func (r Reader) Shown(ctx context.Context, viewer badge.Viewer, list model.List) ([]badge.Award, error) {
	within, args := roster.Units.Reached(viewer.Scope, "a.unit", "a.employer", 1)
	if viewer.Employer != "" {
		args = append(args, viewer.Employer, viewer.Root)
		within = `(` + within + ` OR a.employer = ` + number(len(args)-1) + ` OR a.employer = '' AND a.unit IN ` + roster.Units.Below(len(args)) + `)`
	}
	return r.awards(ctx, within+` AND NOT a.revoked AND NOT COALESCE(h.hidden, FALSE)`, args, list)
}

// All lists what was earned within the scope, one more than a page.
func (r Reader) All(ctx context.Context, scope model.Scope, list model.List) ([]badge.Award, error) {
	within, args := roster.Units.Reached(scope, "a.unit", "a.employer", 1)
	return r.awards(ctx, within, args, list)
}

// Of lists what a person holds, alone and with teams, one more than a page.
func (r Reader) Of(ctx context.Context, person string, list model.List) ([]badge.Award, error) {
	const theirs = `a.id IN (SELECT id FROM badge_award WHERE person = $1 AND person <> '' UNION SELECT award FROM badge_member WHERE person = $1)`
	return r.awards(ctx, theirs, []any{person}, list)
}

// Handled lists what a subject gave by hand or took back, one more than a page.
func (r Reader) Handled(ctx context.Context, subject string, list model.List) ([]badge.Award, error) {
	// One index each, and neither is of those that nobody gave, or took.
	const theirs = `a.id IN (SELECT id FROM badge_award WHERE giver = $1 AND giver <> '' UNION SELECT id FROM badge_award WHERE revoked_by = $1 AND revoked_by <> '')`
	return r.awards(ctx, theirs, []any{subject}, list)
}

func (r Reader) awards(ctx context.Context, within string, args []any, list model.List) ([]badge.Award, error) {
	where, order, more := db.ListSQL(list, awardColumns, 1+len(args))
	query := fmt.Sprintf(`%s WHERE %s AND %s ORDER BY %s LIMIT %d`, selectAward, within, where, order, list.Size+1)
	return db.All(ctx, r.q, scanAward, query, append(args, more...)...)
}

// Hides says whether a person's own badges are hidden.
func (r Reader) Hides(ctx context.Context, person string) (hidden bool, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT hidden FROM badge_preference WHERE person = $1`, person).Scan(&hidden)
	if errors.Is(err, db.ErrNoRows) {
		err = nil
	}
	return hidden, err
}

// SetHidden keeps whether a person's own badges are hidden.
func (s Store) SetHidden(ctx context.Context, person string, hidden bool) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO badge_preference (person, hidden) VALUES ($1, $2) ON CONFLICT (person) DO UPDATE SET hidden = excluded.hidden`, person, hidden)
	return err
}

// AddAward keeps that somebody holds a badge.
func (s Store) AddAward(ctx context.Context, a badge.Award) error {
	_, err := s.tx.ExecContext(ctx, `
		INSERT INTO badge_award (id, version, badge, holder, person, unit, employer, level, story, giver, revoked, reason, revoked_by, create_time, update_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		a.ID, a.Version, a.Badge, a.Holder(), a.Person, a.Unit, a.Employer, a.Level, a.Story, a.Giver, a.Revoked, a.Reason, a.RevokedBy,
		db.Micros(a.CreateTime), db.Micros(a.UpdateTime))
	return err
}

// SetAward keeps what became of a held badge.
func (s Store) SetAward(ctx context.Context, a badge.Award) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE badge_award SET version = $1, level = $2, story = $3, giver = $4, revoked = $5, reason = $6, revoked_by = $7, update_time = $8
		WHERE id = $9`, a.Version, a.Level, a.Story, a.Giver, a.Revoked, a.Reason, a.RevokedBy, db.Micros(a.UpdateTime), a.ID)
	return err
}

// Join notes all who are at work in the team that holds a badge, in one statement however many they are.
func (s Store) Join(ctx context.Context, a badge.Award, own bool, now time.Time) error {
	var employers []string
	if a.Employer != "" {
		employers = []string{a.Employer}
	}
	args := []any{a.ID, a.Unit, own}
	people, more, err := roster.New(s.tx).PeopleSQL(ctx, now, []string{a.Unit}, employers, 1+len(args))
	if err == nil {
		_, err = s.tx.ExecContext(ctx, `INSERT INTO badge_member (person, award) SELECT w.person, $1 FROM (`+people+`) w WHERE NOT $3 OR w.unit = $2
			ON CONFLICT DO NOTHING`, append(args, more...)...)
	}
	return err
}

// Erase leaves no count of a person, gives them another name where they hold, gave or took a badge, and forgets what was said of them and by
// them.
func Erase(ctx context.Context, tx *db.Tx, person, pseudonym string) error {
	subject, other := model.Name("people", person), model.Name("people", pseudonym)
	for _, step := range []struct {
		statement string
		args      []any
	}{
		{`DELETE FROM badge_count WHERE holder = $1 AND person`, []any{person}},
		{`DELETE FROM badge_mark WHERE person = $1 AND person <> ''`, []any{person}},
		{`UPDATE badge_mark SET giver = $1 WHERE giver = $2 AND giver <> ''`, []any{pseudonym, person}},
		{`DELETE FROM badge_member WHERE person = $1`, []any{person}},
		{`DELETE FROM badge_preference WHERE person = $1`, []any{person}},
		{`UPDATE badge_award SET holder = $1, person = $1, story = '', reason = '' WHERE person = $2 AND person <> ''`, []any{pseudonym, person}},
		{`UPDATE badge_award SET giver = $1, story = '' WHERE giver = $2 AND giver <> ''`, []any{other, subject}},
		{`UPDATE badge_award SET revoked_by = $1, reason = '' WHERE revoked_by = $2 AND revoked_by <> ''`, []any{other, subject}},
	} {
		if _, err := tx.ExecContext(ctx, step.statement, step.args...); err != nil {
			return err
		}
	}
	return nil
}

func scanAward(scan db.Scan) (a badge.Award, err error) {
	var name []byte
	var created, updated int64
	if err = scan(&a.ID, &a.Version, &a.Badge, &name, &a.Picture, &a.Person, &a.Unit, &a.Employer, &a.Level, &a.Story, &a.Giver, &a.Revoked, &a.Reason,
		&a.RevokedBy, &a.Hidden, &created, &updated); err != nil {
		return a, err
	}
	a.CreateTime, a.UpdateTime = db.FromMicros(created), db.FromMicros(updated)
	return a, json.Unmarshal(name, &a.DisplayName)
}
