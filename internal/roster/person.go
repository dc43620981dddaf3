package roster

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

// PersonAt is where one person works on the day that they have at the instant, by the rule of PeopleAt, and their tenure on it. They are
// found by their key, whatever the size of the organisation. Who works nowhere on that day is model.ErrNotFound.
func (r Roster) PersonAt(ctx context.Context, person string, at time.Time) (Placement, Tenure, error) {
	stretches, err := db.All(ctx, r.q, func(scan db.Scan) (s stretch, err error) {
		s.Person = person
		err = scan(&s.from, &s.to, &s.Unit, &s.Employer, &s.Manager, &s.Position, &s.Shift, &s.Channel)
		return s, err
	}, `SELECT from_day, to_day, unit, employer, manager, position, shift, channel FROM roster_placement WHERE person = $1 ORDER BY from_day`, person)
	if err != nil || len(stretches) == 0 {
		return Placement{}, noTenure, orNotFound(err)
	}
	_, shown, err := r.siteOf(ctx, shownOf(stretches, model.DayOf(at.UTC())).Unit)
	if err != nil {
		return Placement{}, noTenure, err
	}
	if shown != "" {
		zone, err := time.LoadLocation(shown)
		if err != nil {
			return Placement{}, noTenure, err
		}
		at = at.In(zone)
	}
	today := model.DayOf(at)
	for _, s := range stretches {
		if s.from <= today && today <= s.to {
			s.Site, _, err = r.siteOf(ctx, s.Unit)
			return s.Placement, Tenure{Since: since(stretches, today), Today: today}, err
		}
	}
	return Placement{}, Tenure{Since: model.NoDay, Today: today}, model.ErrNotFound
}

// stretch is a placement with its first and last day.
type stretch struct {
	Placement
	from, to model.Day
}

// shownOf is the stretch by which a person is shown on a day, as JoinShown has it.
func shownOf(stretches []stretch, day model.Day) stretch {
	for _, s := range stretches {
		if s.to >= day {
			return s
		}
	}
	return stretches[len(stretches)-1]
}

// siteOf is the nearest site at or above a unit and its zone, "" and "" where there is none.
func (r Roster) siteOf(ctx context.Context, unit string) (site, zone string, err error) {
	path, err := r.path(ctx, unit)
	for _, s := range path {
		if s.site != "" {
			return s.site, s.zone, nil
		}
	}
	return "", "", err
}

// ZoneOf is the time zone of a unit's site, or of the nearest one above it; "" where there is none.
func (r Roster) ZoneOf(ctx context.Context, unit string) (string, error) {
	_, zone, err := r.siteOf(ctx, unit)
	return zone, err
}

// Above is a unit and the units above it, the nearest first; empty for one that is not known.
func (r Roster) Above(ctx context.Context, unit string) ([]string, error) {
	path, err := r.path(ctx, unit)
	above := make([]string, len(path))
	for i, s := range path {
		above[i] = s.unit
	}
	return above, err
}

// step is a unit on the way up, with its own site.
type step struct{ unit, parent, site, zone string }

func (r Roster) path(ctx context.Context, unit string) ([]step, error) {
	// UNION drops what was met before: while events are under way the copy may hold a circle for a moment.
	steps, err := db.All(ctx, r.q, func(scan db.Scan) (s step, err error) {
		err = scan(&s.unit, &s.parent, &s.site, &s.zone)
		return s, err
	}, `
		WITH RECURSIVE above(unit, parent, site) AS (
			SELECT unit, parent, site FROM roster_unit WHERE unit = $1
			UNION
			SELECT u.unit, u.parent, u.site FROM above a JOIN roster_unit u ON u.unit = a.parent
		)
		SELECT a.unit, a.parent, a.site, COALESCE(s.time_zone, '') FROM above a LEFT JOIN roster_site s ON s.site = a.site`, unit)
	if err != nil {
		return nil, err
	}
	known := make(map[string]step, len(steps))
	for _, s := range steps {
		known[s.unit] = s
	}
	path := make([]step, 0, len(steps))
	for s, ok := known[unit]; ok; s, ok = known[s.parent] {
		path = append(path, s)
		delete(known, s.unit)
	}
	return path, nil
}

func orNotFound(err error) error {
	if err == nil {
		err = model.ErrNotFound
	}
	return err
}
