package recognition

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

// window is how many of the newest recognitions of all a page is first sought among. Who reaches one in forty of them or more finds a page
// of fifty there; who reaches less finds theirs by their receivers, of whom there are then not too many to be sorted.
const window = 2000

var feedFields = map[string]string{
	"id": "r.id", "create_time": "r.create_time", "giver": "r.giver", "behavior": "r.behavior", "visibility": "r.visibility", "kind": "r.kind",
	"receiver": "w.person", "unit": "w.unit",
}

// View is one recognition as a viewer sees it.
func (r reads) View(ctx context.Context, viewer domain.Viewer, id string) (domain.View, error) {
	q := &query{}
	s := newSight(q, viewer)
	return r.one(ctx, viewer, `r.id = `+q.place(id)+` AND `+s.seen(), q)
}

func (r reads) one(ctx context.Context, viewer domain.Viewer, where string, q *query) (domain.View, error) {
	v, err := scanView(r.q.QueryRowContext(ctx, recognitionSQL+` WHERE `+where, q.args...).Scan)
	if err != nil {
		return v, db.Found(err)
	}
	views := []domain.View{v}
	err = r.fill(ctx, viewer, views)
	return views[0], err
}

// Feed lists what a viewer sees, the newest first, one more than a page.
func (r reads) Feed(ctx context.Context, viewer domain.Viewer, l model.List) ([]domain.View, error) {
	if viewer.Scope.Empty() {
		return nil, nil
	}
	by := func(field string) bool {
		return slices.ContainsFunc(l.Conditions, func(c model.Condition) bool { return c.Field == field })
	}
	if slices.Contains(l.Conditions, model.Condition{Field: "visibility", Op: "=", Value: int64(private)}) {
		viewer = domain.Viewer{Scope: model.Scope{Self: viewer.Scope.Self}} // nobody reaches what is private
		if viewer.Scope.Empty() {
			return nil, nil
		}
	}
	var views []domain.View
	var err error
	switch {
	case by("receiver") || by("unit"):
		views, err = r.byReceiver(ctx, viewer, l)
	case by("giver") || viewer.Scope.All:
		views, err = r.walk(ctx, viewer, l, 0)
	case viewer.Employer == "" && len(viewer.Scope.Areas) == 0:
		views, err = r.gather(ctx, viewer, l)
	default:
		views, err = r.walk(ctx, viewer, l, window)
		if err == nil && len(views) <= l.Size {
			views, err = r.gather(ctx, viewer, l)
		}
	}
	if err != nil {
		return nil, err
	}
	return views, r.fill(ctx, viewer, views)
}

// walk goes through recognitions from the newest on; with a bound, through no more than so many.
func (r reads) walk(ctx context.Context, viewer domain.Viewer, l model.List, bound int) ([]domain.View, error) {
	q := &query{}
	s := newSight(q, viewer)
	seen := s.seen()
	where, order, args := db.ListSQL(l, feedFields, len(q.args)+1)
	q.args = append(q.args, args...)
	statement := recognitionSQL + ` WHERE ` + where + ` AND ` + seen
	if bound > 0 {
		statement = strings.Replace(recognitionSQL, `FROM recognition r`,
			`FROM (SELECT * FROM recognition r WHERE `+where+` ORDER BY `+order+` LIMIT `+strconv.Itoa(bound)+`) r`, 1) + ` WHERE ` + seen
	}
	return db.All(ctx, r.q, scanView, statement+` ORDER BY `+order+` LIMIT `+strconv.Itoa(l.Size+1), q.args...)
}

// byReceiver goes through the rows of a receiver or a unit.
func (r reads) byReceiver(ctx context.Context, viewer domain.Viewer, l model.List) ([]domain.View, error) {
	q := &query{}
	s := newSight(q, viewer)
	// Only rows of which the viewer is told, or a filter would tell them.
	seen := s.told() + ` AND (r.shown OR ` + s.mine() + `)`
	where, order, args := db.ListSQL(l, feedFields, len(q.args)+1)
	q.args = append(q.args, args...)
	return db.All(ctx, r.q, scanView, recognitionSQL+` WHERE r.id IN (SELECT w.recognition FROM recognition_receiver w JOIN recognition r ON r.id = w.recognition
		WHERE `+where+` AND `+seen+`) ORDER BY `+order+` LIMIT `+strconv.Itoa(l.Size+1), q.args...)
}

// gather takes together what the viewer gave, what they got, and what their reach may show them, by the indexes alone. Of these, from the newest
// on, it reads what they see.
func (r reads) gather(ctx context.Context, viewer domain.Viewer, l model.List) ([]domain.View, error) {
	q := &query{}
	s := newSight(q, viewer)
	var sources []string
	if viewer.Scope.Self != "" {
		sources = append(sources, `SELECT id, create_time FROM recognition WHERE giver = `+s.self, received(`w.person = `+s.self))
	}
	if viewer.Employer != "" {
		sources = append(sources, received(`w.employer = `+s.employer))
	}
	for _, area := range viewer.Scope.Areas {
		one, args := roster.Units.Sought(r.q.Engine(), model.Scope{Areas: []model.Area{area}}, "w.unit", "w.employer", len(q.args)+1)
		q.args = append(q.args, args...)
		sources = append(sources, received(one))
	}
	page, rest := l, model.List{}
	page.Conditions = nil
	for _, condition := range l.Conditions {
		if condition.Field == "create_time" {
			page.Conditions = append(page.Conditions, condition)
		} else {
			rest.Conditions = append(rest.Conditions, condition)
		}
	}
	found, order, args := db.ListSQL(page, map[string]string{"id": "f.id", "create_time": "f.create_time"}, len(q.args)+1)
	q.args = append(q.args, args...)
	where, _, args := db.ListSQL(rest, feedFields, len(q.args)+1)
	q.args = append(q.args, args...)
	return db.All(ctx, r.q, scanView, strings.Replace(recognitionSQL, `FROM recognition r`,
		`FROM (SELECT f.id, f.create_time FROM (`+strings.Join(sources, ` UNION `)+`) f WHERE `+found+` ORDER BY `+order+`) f JOIN recognition r ON r.id = f.id`, 1)+
		` WHERE `+where+` AND `+s.seen()+` ORDER BY `+order+` LIMIT `+strconv.Itoa(l.Size+1), q.args...)
}

func received(where string) string {
	return `SELECT w.recognition AS id, w.create_time FROM recognition_receiver w WHERE ` + where
}
