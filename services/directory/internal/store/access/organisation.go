package access

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"

	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
)

// upwards are the unit $1 and those above it, with their distance.
const upwards = `WITH RECURSIVE path (id, parent, site, distance) AS (
		SELECT id, parent, site, 0 FROM unit WHERE id = $1
		UNION ALL
		SELECT u.id, u.parent, u.site, path.distance + 1 FROM unit u JOIN path ON u.id = path.parent)
	`

// Path is the unit and all units above it, nearest first; model.ErrNotFound without such a unit.
func (r Reader) Path(ctx context.Context, unit string) ([]string, error) {
	path, err := all(ctx, r.q, text, upwards+"SELECT id FROM path ORDER BY distance", unit)
	if err == nil && len(path) == 0 {
		err = model.ErrNotFound
	}
	return path, err
}

type stretch struct {
	from, to       model.Day
	unit, employer string
}

// Person is how somebody stands at the instant, by the calendar of the site where they work; model.ErrNotFound for who does not exist
// or is erased.
func (r Reader) Person(ctx context.Context, id string, at time.Time) (access.Person, error) {
	var exists bool
	if err := r.q.QueryRowContext(ctx, "SELECT TRUE FROM person WHERE id = $1 AND erase_time IS NULL", id).Scan(&exists); err != nil {
		return access.Person{}, found(err)
	}
	stretches, err := all(ctx, r.q, func(scan func(into ...any) error) (s stretch, err error) {
		return s, scan(&s.from, &s.to, &s.unit, &s.employer)
	}, "SELECT from_day, to_day, unit, employer FROM placement WHERE person = $1 ORDER BY from_day", id)
	if err != nil {
		return access.Person{}, err
	}
	person := access.Person{Standing: access.Left}
	for _, s := range stretches {
		today, err := r.today(ctx, s, at)
		if err != nil {
			return access.Person{}, err
		}
		switch {
		case s.from <= today && today <= s.to:
			return access.Person{Unit: s.unit, Employer: s.employer, Standing: access.Employed}, nil
		case s.from > today && person.Standing != access.Expected:
			person = access.Person{Unit: s.unit, Employer: s.employer, Standing: access.Expected}
		case person.Standing == access.Left:
			person.Unit, person.Employer = s.unit, s.employer
		}
	}
	return person, nil
}

// today is the day at the site of the stretch's unit. Far from the ends of the stretch the zone makes no difference.
func (r Reader) today(ctx context.Context, s stretch, at time.Time) (model.Day, error) {
	today := model.DayOf(at.UTC())
	if today < s.from-1 || today > s.to+1 || (today > s.from && today < s.to) {
		return today, nil
	}
	zone, err := r.zone(ctx, s.unit)
	return model.DayOf(at.In(zone)), err
}

// zone is that of the nearest site at or above the unit, and UTC where there is none.
func (r Reader) zone(ctx context.Context, unit string) (*time.Location, error) {
	names, err := all(ctx, r.q, text, upwards+"SELECT time_zone FROM path JOIN site ON site.id = path.site ORDER BY distance LIMIT 1", unit)
	if err != nil || len(names) == 0 {
		return time.UTC, err
	}
	return time.LoadLocation(names[0])
}

// Numbered is the person who has the staff number with the employer; model.ErrNotFound without one.
func (r Reader) Numbered(ctx context.Context, employer, number string) (person string, err error) {
	err = r.q.QueryRowContext(ctx, "SELECT id FROM person WHERE employer = $1 AND number = $2", employer, number).Scan(&person)
	if db.IsText(err) {
		return "", model.ErrNotFound
	}
	return person, found(err)
}

// NumberOf is the employer and the staff number by which the person logs in; model.ErrNotFound for who is not there.
func (r Reader) NumberOf(ctx context.Context, person string) (employer, number string, err error) {
	err = r.q.QueryRowContext(ctx, "SELECT employer, number FROM person WHERE id = $1 AND erase_time IS NULL", person).Scan(&employer, &number)
	return employer, number, found(err)
}
