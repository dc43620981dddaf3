package recognition

import (
	"context"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

// mostReports is how many reports of one recognition are shown.
const mostReports = 100

var reportedFields = map[string]string{"id": "r.id", "create_time": "r.create_time", "hidden": "r.hidden"}

// Reported lists what was reported or is hidden, the newest first, one more than a page.
func (r reads) Reported(ctx context.Context, scope model.Scope, l model.List) ([]domain.Reported, error) {
	q := &query{}
	seen := moderated(q, scope)
	where, order, args := db.ListSQL(l, reportedFields, len(q.args)+1)
	q.args = append(q.args, args...)
	views, err := db.All(ctx, r.q, scanView, recognitionSQL+` WHERE (r.hidden OR r.reports > 0) AND `+seen+` AND `+where+
		` ORDER BY `+order+` LIMIT `+strconv.Itoa(l.Size+1), q.args...)
	if err != nil {
		return nil, err
	}
	return r.reported(ctx, scope, views)
}

// ReportedOne is one recognition as moderators see it.
func (r reads) ReportedOne(ctx context.Context, scope model.Scope, id string) (domain.Reported, error) {
	q := &query{}
	where := `r.id = ` + q.place(id) + ` AND ` + moderated(q, scope)
	v, err := scanView(r.q.QueryRowContext(ctx, recognitionSQL+` WHERE `+where, q.args...).Scan)
	if err != nil {
		return domain.Reported{}, db.Found(err)
	}
	all, err := r.reported(ctx, scope, []domain.View{v})
	if err != nil {
		return domain.Reported{}, err
	}
	return all[0], nil
}

// reported adds the receivers within the areas, the reactions, and the reports that nobody has settled.
func (r reads) reported(ctx context.Context, scope model.Scope, views []domain.View) ([]domain.Reported, error) {
	if err := r.fill(ctx, domain.Viewer{Scope: model.Scope{All: scope.All, Areas: scope.Areas}}, views); err != nil {
		return nil, err
	}
	all := make([]domain.Reported, len(views))
	for i, v := range views {
		all[i].View = v
		if v.Reports == 0 {
			continue
		}
		var err error
		all[i].Open, err = db.All(ctx, r.q, func(scan db.Scan) (one domain.Report, err error) {
			var created int64
			err = scan(&one.By, &one.Reason, &one.Note, &created)
			one.Time = db.FromMicros(created)
			return one, err
		}, `SELECT reporter, reason, note, create_time FROM recognition_report WHERE recognition = $1 AND NOT settled
			ORDER BY create_time, reporter LIMIT `+strconv.Itoa(mostReports), v.ID)
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Hold reads one as moderators see it, and keeps others from changing it until the transaction ends.
func (s Store) Hold(ctx context.Context, scope model.Scope, id string) (domain.Reported, error) {
	// The lock first: what is read before it may be old by then.
	if _, err := s.tx.ExecContext(ctx, `UPDATE recognition SET reports = reports WHERE id = $1`, id); err != nil {
		return domain.Reported{}, err
	}
	return s.ReportedOne(ctx, scope, id)
}

// Between are the giver, "" where nobody gave it, and the receivers of a recognition.
func (s Store) Between(ctx context.Context, id string) ([]string, error) {
	return db.All(ctx, s.tx, db.Column[string], `SELECT giver FROM recognition WHERE id = $1 UNION SELECT person FROM recognition_receiver WHERE recognition = $1`, id)
}

// Moderate keeps what was decided about one, and that its reports are settled.
func (s Store) Moderate(ctx context.Context, r domain.Recognition) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE recognition SET shown = $1, hidden = $2, hide_reason = $3, hidden_by = $4, taken_back = $5, reports = 0 WHERE id = $6`,
		r.Shown(), r.Hidden, r.HideReason, r.HiddenBy, r.TakenBack, r.ID)
	if err != nil {
		return err
	}
	_, err = s.tx.ExecContext(ctx, `UPDATE recognition_report SET settled = TRUE WHERE recognition = $1`, r.ID)
	return err
}

// Report keeps a report; a second one of the same subject changes nothing.
func (s Store) Report(ctx context.Context, id string, r domain.Report) error {
	result, err := s.tx.ExecContext(ctx, `INSERT INTO recognition_report (recognition, reporter, reason, note, create_time, settled)
		VALUES ($1, $2, $3, $4, $5, FALSE) ON CONFLICT (recognition, reporter) DO NOTHING`, id, r.By, int64(r.Reason), r.Note, db.Micros(r.Time))
	if err != nil {
		return err
	}
	if fresh, err := result.RowsAffected(); err != nil || fresh == 0 {
		return err
	}
	_, err = s.tx.ExecContext(ctx, `UPDATE recognition SET reports = reports + 1 WHERE id = $1`, id)
	return err
}

// React keeps a person's reaction in the place of the one before; 0 takes it away.
func (s Store) React(ctx context.Context, id, person string, reaction domain.Reaction, now time.Time) error {
	if reaction == 0 {
		_, err := s.tx.ExecContext(ctx, `DELETE FROM recognition_reaction WHERE recognition = $1 AND person = $2`, id, person)
		return err
	}
	_, err := s.tx.ExecContext(ctx, `INSERT INTO recognition_reaction (recognition, person, reaction, create_time) VALUES ($1, $2, $3, $4)
		ON CONFLICT (recognition, person) DO UPDATE SET reaction = excluded.reaction, create_time = excluded.create_time`,
		id, person, int64(reaction), db.Micros(now))
	return err
}
