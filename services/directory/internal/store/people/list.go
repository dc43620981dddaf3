package people

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// shown is the first day of the placement by which a person is shown on a day, as domain.History.Shown says it.
func shown(day string) string {
	return `COALESCE((SELECT min(h.from_day) FROM placement h WHERE h.person = p.id AND h.to_day >= ` + day + `),
		(SELECT max(h.from_day) FROM placement h WHERE h.person = p.id))`
}

// state is how a person stands on a day; s is the placement by which they are shown on it.
func state(day string) string {
	return `CASE WHEN p.erase_time IS NOT NULL THEN 4 WHEN s.from_day > ` + day + ` THEN 1 WHEN s.to_day >= ` + day + ` THEN 2 ELSE 3 END`
}

const expected = int64(domain.Active) // up to here, people have not left

var personFields = map[string]string{
	"id": "p.id", "create_time": "p.create_time", "update_time": "p.update_time", "number": "COALESCE(p.number, '')",
	"hire_date": "COALESCE(s.hire_day, 0)",
	"unit":      "COALESCE(s.unit, '')", "manager": "COALESCE(s.manager, '')", "employer": "COALESCE(s.employer, '')", "shift": "COALESCE(s.shift, '')",
	"channel": "COALESCE(s.channel, '')", "position": "COALESCE(s.position, '')", "legal_entity": "COALESCE(s.legal_entity, '')",
}

// query is a statement in the making.
type query struct {
	conditions []string
	args       []any
	// today is the day that the person p has, and asOf that on which they are shown.
	today, asOf string
}

// place is the placeholder of one more argument.
func (q *query) place(value any) string {
	q.args = append(q.args, value)
	return "$" + strconv.Itoa(len(q.args))
}

// where adds a condition; each ? stands for the next value.
func (q *query) where(condition string, values ...any) {
	for _, value := range values {
		condition = strings.Replace(condition, "?", q.place(value), 1)
	}
	q.conditions = append(q.conditions, condition)
}

// below is the subquery for a unit and all below it.
func (q *query) below(unit string) string {
	q.args = append(q.args, unit)
	return tables.Units.Below(len(q.args))
}

// People lists the people within the scope, one more than a page.
func (r Reader) People(ctx context.Context, scope model.Scope, list model.List, which domain.Wanted) ([]domain.Person, error) {
	var q query
	persons, err := r.withToday(ctx, &q, which.Now)
	if err != nil {
		return nil, err
	}
	q.asOf = q.today
	if which.AsOf != model.NoDay {
		q.asOf = q.place(int64(which.AsOf))
	}
	q.scope(scope)
	q.wanted(&list, which)
	fields := maps.Clone(personFields)
	fields["state"] = state(q.asOf)
	where, order, values := db.ListSQL(list, fields, len(q.args)+1)
	// s is the placement by which a person is shown, r the one by which others reach them.
	text := "SELECT p.id FROM " + persons + " LEFT JOIN placement s ON s.person = p.id AND s.from_day = " + shown(q.asOf) +
		" LEFT JOIN placement r ON r.person = p.id AND r.from_day = " + shown(q.today) +
		" WHERE " + strings.Join(append(q.conditions, where), " AND ") + " ORDER BY " + order + " LIMIT " + strconv.Itoa(list.Size+1)
	ids, err := db.All(ctx, r.q, db.Column[string], text, append(q.args, values...)...)
	if err != nil {
		return nil, err
	}
	return r.inOrder(ctx, ids)
}

// scope keeps whom the scope reaches.
func (q *query) scope(scope model.Scope) {
	if scope.All {
		return
	}
	// The candidates are found by an index, whatever the number of people; who is reached is decided by the placement of today.
	reached, args := tables.Units.Reached(scope, "r.unit", "r.employer", len(q.args)+1)
	q.args = append(q.args, args...)
	candidates, args := tables.Units.Seen(scope, "unit", len(q.args)+1)
	q.args = append(q.args, args...)
	q.where("(p.id = ? AND p.erase_time IS NULL OR r.person IS NOT NULL AND "+reached+
		" AND p.id IN (SELECT person FROM placement WHERE "+candidates+"))", scope.Self)
}

// wanted keeps what is asked for besides the filter, and the parts of the filter that are more than a comparison with a column.
func (q *query) wanted(list *model.List, which domain.Wanted) {
	byState := false
	for _, condition := range list.Conditions {
		byState = byState || condition.Field == "state"
		// What follows does not change who is found, only how fast.
		if condition.Op == "=" && (condition.Field == "unit" || condition.Field == "manager") && condition.Value != "" {
			q.where("p.id IN (SELECT person FROM placement WHERE "+condition.Field+" = ?)", condition.Value)
		}
	}
	switch {
	case !which.UpdatedAfter.IsZero():
		q.where("p.update_time > ?", db.Micros(which.UpdatedAfter))
	case byState:
	case which.Left:
		q.where("p.erase_time IS NULL")
	default:
		q.where("("+state(q.asOf)+") <= ?", expected)
	}
	for _, condition := range tables.Take(list, "subtree") {
		q.where("s.unit IN " + q.below(condition.Value.(string)))
	}
	for _, condition := range tables.Take(list, "external_id") {
		from, id, _ := strings.Cut(condition.Value.(string), ":")
		q.where("p.id IN (SELECT resource FROM external_id WHERE kind = 'person' AND source = ? AND id = ?)", from, id)
	}
}

// Next reads all people, the erased among them, in the order of their ids: so many that follow an id. It needs the whole installation.
func (r Reader) Next(ctx context.Context, scope model.Scope, after string, most int) ([]domain.Person, error) {
	if !scope.All {
		return nil, model.ErrPermissionDenied
	}
	ids, err := db.All(ctx, r.q, db.Column[string],
		"SELECT id FROM person WHERE id > $1 ORDER BY id LIMIT $2", after, most)
	if err != nil {
		return nil, err
	}
	return r.inOrder(ctx, ids)
}

func (r Reader) inOrder(ctx context.Context, ids []string) ([]domain.Person, error) {
	found, err := r.Load(ctx, ids)
	if err != nil {
		return nil, err
	}
	people := make([]domain.Person, 0, len(ids))
	for _, id := range ids {
		if person, ok := found[id]; ok {
			people = append(people, person)
		}
	}
	return people, nil
}
