package recognition

import (
	"context"
	"strconv"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

// query gathers the arguments of a statement.
type query struct{ args []any }

func (q *query) place(value any) string {
	q.args = append(q.args, value)
	return "$" + strconv.Itoa(len(q.args))
}

// sight is what a viewer sees, as conditions over r, a recognition, and over rows of its receivers.
type sight struct {
	*query
	viewer domain.Viewer
	// self and employer are the placeholders of the viewer's own id and of their employer.
	self, employer string
}

func newSight(q *query, v domain.Viewer) sight {
	if v.Scope.All {
		v.Employer = "" // whoever reaches everything needs none
	}
	s := sight{query: q, viewer: v}
	if v.Scope.Self != "" {
		s.self = q.place(v.Scope.Self)
	}
	if v.Employer != "" {
		s.employer = q.place(v.Employer)
	}
	return s
}

// reached is the condition that a receiver's row lies within the areas, or works for the viewer's employer. It is asked of the few rows of
// a recognition, which SQLite would rather find by the many of an employer, and PostgreSQL by a join with all units: IS TRUE hides from both
// what could be found by it, and has PostgreSQL read the units once.
func (s sight) reached(row string) string {
	where, args := roster.Units.Reached(s.viewer.Scope, row+".unit", row+".employer", len(s.args)+1)
	s.args = append(s.args, args...)
	if s.viewer.Employer != "" {
		where = row + ".employer = " + s.employer + " OR " + where
	}
	return "((" + where + ") IS TRUE)"
}

// someReceiver is the condition that a row of r's receivers, w, is like this. It is asked of one recognition after the other: PostgreSQL would
// rather read all receivers of all recognitions first, which it cannot where there is an OFFSET.
func someReceiver(where string) string {
	return "EXISTS (SELECT 1 FROM recognition_receiver w WHERE w.recognition = r.id AND " + where + " LIMIT 1 OFFSET 0)"
}

// mine is the condition that the viewer gave r or got it.
func (s sight) mine() string {
	if s.viewer.Scope.Self == "" {
		return "FALSE"
	}
	return "(r.giver = " + s.self + " OR EXISTS (SELECT 1 FROM recognition_receiver m WHERE m.recognition = r.id AND m.person = " + s.self + "))"
}

// seen is the condition that the viewer sees r.
func (s sight) seen() string {
	if s.viewer.Scope.All {
		return "(r.shown OR " + s.mine() + ")"
	}
	return "(" + s.mine() + " OR r.shown AND " + someReceiver(s.reached("w")) + ")"
}

// told is the condition that the viewer, who sees r, is told of the receiver in w: of themselves, of those whom they named, of those whom
// they reach.
func (s sight) told() string {
	where := s.reached("w")
	if s.viewer.Scope.Self == "" {
		return "(NOT w.unnamed AND " + where + ")"
	}
	return "(w.person = " + s.self + " OR r.giver = " + s.self + " AND r.team = '' OR NOT w.unnamed AND " + where + ")"
}

// moderated is the condition that a moderator may hide or restore r: what is or was shown, was reported, or is hidden, and has a receiver
// within their areas. What is private is theirs to see once a receiver has reported it.
func moderated(q *query, scope model.Scope) string {
	s := newSight(q, domain.Viewer{Scope: model.Scope{All: scope.All, Areas: scope.Areas}})
	return "(r.shown OR r.hidden OR r.reports > 0 OR r.withdraw_time > 0 AND r.visibility = " + strconv.Itoa(public) + ") AND " + someReceiver(s.reached("w"))
}

// The numbers of the visibilities in the contract.
const (
	public  = 1
	private = 2
)

const recognitionSQL = `SELECT r.id, r.kind, r.giver, r.team, r.behavior, r.story, r.visibility, r.points, r.years, r.receivers, r.create_time,
	r.hidden, r.hide_reason, r.hidden_by, r.taken_back, r.reports, r.letter, r.withdraw_time FROM recognition r`

func scanView(scan db.Scan) (v domain.View, err error) {
	var created, visibility, withdrawn int64
	err = scan(&v.ID, &v.Kind, &v.Giver, &v.Team, &v.Behavior, &v.Story, &visibility, &v.Points, &v.Years, &v.All, &created,
		&v.Hidden, &v.HideReason, &v.HiddenBy, &v.TakenBack, &v.Reports, &v.Letter, &withdrawn)
	v.CreateTime, v.Private = db.FromMicros(created), visibility == private
	if withdrawn != 0 {
		v.WithdrawTime = db.FromMicros(withdrawn)
	}
	return v, err
}

// fill adds to recognitions, which the viewer sees, the receivers of whom they are told, and the reactions.
func (r reads) fill(ctx context.Context, viewer domain.Viewer, views []domain.View) error {
	if len(views) == 0 {
		return nil
	}
	at := make(map[string]*domain.View, len(views))
	var ids []any
	for i := range views {
		at[views[i].ID] = &views[i]
		ids = append(ids, views[i].ID)
		views[i].Mine = viewer.Scope.Self != "" && views[i].Giver == viewer.Scope.Self
	}
	q := &query{args: ids}
	s := newSight(q, viewer)
	told := s.told()
	type row struct {
		of string
		domain.Receiver
	}
	receivers, err := db.All(ctx, r.q, func(scan db.Scan) (w row, err error) {
		err = scan(&w.of, &w.Person, &w.Unit, &w.Employer)
		return w, err
	}, `SELECT w.recognition, w.person, w.unit, w.employer FROM recognition_receiver w JOIN recognition r ON r.id = w.recognition
		WHERE w.recognition IN `+db.In(1, len(ids))+` AND `+told+` ORDER BY w.recognition, w.person`, q.args...)
	if err != nil {
		return err
	}
	for _, w := range receivers {
		v := at[w.of]
		v.Receivers = append(v.Receivers, w.Receiver)
		v.Mine = v.Mine || w.Person == viewer.Scope.Self
	}
	_, err = db.All(ctx, r.q, func(scan db.Scan) (struct{}, error) {
		var of string
		var count domain.Count
		var own bool
		err := scan(&of, &count.Reaction, &count.People, &own)
		v := at[of]
		v.Reactions = append(v.Reactions, count)
		if own {
			v.Own = count.Reaction
		}
		return struct{}{}, err
	}, `SELECT recognition, reaction, count(*), max(CASE person WHEN $`+strconv.Itoa(len(ids)+1)+` THEN 1 ELSE 0 END) = 1 FROM recognition_reaction
		WHERE recognition IN `+db.In(1, len(ids))+` GROUP BY recognition, reaction ORDER BY recognition, reaction`, append(ids[:len(ids):len(ids)], viewer.Scope.Self)...)
	return err
}
