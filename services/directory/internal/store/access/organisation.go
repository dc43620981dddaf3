package access

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"

	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// upwards are the unit $1 and those above it, with their distance.
const upwards = `WITH RECURSIVE path (id, parent, distance) AS (
		SELECT id, parent, 0 FROM unit WHERE id = $1
		UNION ALL
		SELECT u.id, u.parent, path.distance + 1 FROM unit u JOIN path ON u.id = path.parent)
	`

// Path is the unit and all units above it, nearest first; model.ErrNotFound without such a unit.
func (r Reader) Path(ctx context.Context, unit string) ([]string, error) {
	path, err := db.All(ctx, r.q, db.Column[string], upwards+"SELECT id FROM path ORDER BY distance", unit)
	if err == nil && len(path) == 0 {
		err = model.ErrNotFound
	}
	return path, err
}

var standings = map[people.State]access.Standing{people.Expected: access.Expected, people.Active: access.Employed, people.Left: access.Left}

// Person is how somebody stands at the instant, on the day that they have then; model.ErrNotFound for who does not exist or is erased.
func (r Reader) Person(ctx context.Context, id string, at time.Time) (access.Person, error) {
	var exists bool
	if err := r.q.QueryRowContext(ctx, "SELECT TRUE FROM person WHERE id = $1 AND erase_time IS NULL", id).Scan(&exists); err != nil {
		return access.Person{}, db.Found(err)
	}
	history, err := db.All(ctx, r.q, func(scan db.Scan) (p people.Placement, err error) {
		err = scan(&p.From, &p.To, &p.Hire, &p.Unit, &p.Employer)
		return p, err
	}, "SELECT from_day, to_day, hire_day, unit, employer FROM placement WHERE person = $1 ORDER BY from_day", id)
	if err != nil {
		return access.Person{}, err
	}
	person := people.Person{Header: model.Header{ID: id}, History: history}
	units := []string{}
	for _, placement := range history {
		units = append(units, placement.Unit)
	}
	tree, err := tables.Tree(ctx, r.q, units)
	if err != nil {
		return access.Person{}, err
	}
	today := person.History.Today(tree, at)
	placement, _ := person.History.Shown(today)
	return access.Person{
		Unit: placement.Unit, Employer: placement.Employer, Standing: standings[person.State(today)], Lasting: person.Lasts(today),
	}, nil
}

// Numbered is the person who has the staff number with the employer; model.ErrNotFound without one.
func (r Reader) Numbered(ctx context.Context, employer, number string) (person string, err error) {
	err = r.q.QueryRowContext(ctx, "SELECT id FROM person WHERE employer = $1 AND number = $2", employer, number).Scan(&person)
	if db.IsText(err) {
		return "", model.ErrNotFound
	}
	return person, db.Found(err)
}

// NumberOf is the employer and the staff number by which the person logs in; model.ErrNotFound for who is not there.
func (r Reader) NumberOf(ctx context.Context, person string) (employer, number string, err error) {
	err = r.q.QueryRowContext(ctx, "SELECT employer, number FROM person WHERE id = $1 AND erase_time IS NULL", person).Scan(&employer, &number)
	return employer, number, db.Found(err)
}
