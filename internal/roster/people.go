package roster

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

// Placement is where and for whom a person works on a day. All ids are bare.
type Placement struct {
	Person   string
	Unit     string
	Employer string
	// Site is the unit's own, or the nearest above it.
	Site     string
	Manager  string
	Position string
	Shift    string
	Channel  string
}

// PeopleAt lists the people whose primary unit lies in one of the subtrees on the day that they have at the instant, in the order of
// their ids. With employers, only those who work for one of them. Without units it lists nobody.
//
// A person has the day of the nearest site at or above the unit where they work; without a site, that of the clock which the instant was
// read from. It is the directory's rule.
func (r Roster) PeopleAt(ctx context.Context, at time.Time, units, employers []string) ([]Placement, error) {
	query, args, err := r.PeopleSQL(ctx, at, units, employers, 1)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, r.q, scanPlacement, query+` ORDER BY p.person`, args...)
}

// PeopleSQL is the query behind PeopleAt, for an INSERT … SELECT that never carries the people through the program. Its columns
// are person, unit, employer, site, manager, position, shift and channel; its arguments begin at $start.
func (r Roster) PeopleSQL(ctx context.Context, at time.Time, units, employers []string, start int) (query string, args []any, err error) {
	return r.peopleSQL(ctx, `p.person, p.unit, p.employer, t.site, p.manager, p.position, p.shift, p.channel`, at, units, employers, start)
}

// PeopleEverywhereSQL is PeopleSQL of all units.
func (r Roster) PeopleEverywhereSQL(ctx context.Context, at time.Time, start int) (query string, args []any, err error) {
	roots, err := r.Roots(ctx)
	if err != nil {
		return "", nil, err
	}
	return r.PeopleSQL(ctx, at, roots, nil, start)
}

func (r Roster) peopleSQL(ctx context.Context, columns string, at time.Time, units, employers []string, start int) (query string, args []any, err error) {
	zones, err := db.All(ctx, r.q, db.Column[string], `SELECT DISTINCT time_zone FROM roster_site ORDER BY time_zone`)
	if err != nil {
		return "", nil, err
	}
	elsewhere, err := model.Elsewhere(at, zones)
	if err != nil {
		return "", nil, err
	}
	in := func(values []string) string {
		first := start + len(args)
		for _, value := range values {
			args = append(args, value)
		}
		return db.In(first, len(values))
	}
	asked := in(units)
	query = `
		WITH RECURSIVE tree(unit, site, asked) AS (
			SELECT unit, site, unit IN ` + asked + ` FROM roster_unit WHERE parent = ''
			UNION ALL
			SELECT u.unit, CASE WHEN u.site = '' THEN t.site ELSE u.site END, t.asked OR u.unit IN ` + asked + `
			FROM tree t JOIN roster_unit u ON u.parent = t.unit
		)
		SELECT ` + columns + `
		FROM roster_placement p JOIN tree t ON t.unit = p.unit`
	today := number(model.DayOf(at))
	// Mostly it is the same day everywhere, and nobody's own needs to be looked for.
	if len(elsewhere) > 0 {
		query += shown(at)
		days := slices.Sorted(maps.Keys(elsewhere))
		own := `CASE`
		for _, day := range days {
			own += ` WHEN shown_site.time_zone IN ` + in(elsewhere[day]) + ` THEN ` + number(day)
		}
		own += ` ELSE ` + today + ` END`
		days = append(days, model.DayOf(at))
		query += ` WHERE p.from_day <= ` + number(slices.Max(days)) + ` AND p.to_day >= ` + number(slices.Min(days)) + ` AND t.asked`
		today = own
	} else {
		query += ` WHERE t.asked`
	}
	query += ` AND ` + today + ` BETWEEN p.from_day AND p.to_day`
	if len(employers) > 0 {
		query += ` AND p.employer IN ` + in(employers)
	}
	return query, args, nil
}

// JoinShown joins, as shown, the row of roster_placement by which the person of a column is shown: where they work, before an employment
// where it begins, after the last one where it ended. The unit depends on the day and the day on the unit, so it is the unit of the day
// in UTC, which is never more than one away from any other.
func JoinShown(person string, at time.Time) string {
	return `
		JOIN roster_placement shown ON shown.person = ` + person + ` AND shown.from_day = COALESCE(
			(SELECT min(h.from_day) FROM roster_placement h WHERE h.person = ` + person + ` AND h.to_day >= ` + number(model.DayOf(at.UTC())) + `),
			(SELECT max(h.from_day) FROM roster_placement h WHERE h.person = ` + person + `))`
}

// shown joins the site of the unit by which a person is shown.
func shown(at time.Time) string {
	return JoinShown("p.person", at) + `
		LEFT JOIN tree shown_unit ON shown_unit.unit = shown.unit
		LEFT JOIN roster_site shown_site ON shown_site.site = shown_unit.site`
}

func number(day model.Day) string { return strconv.FormatInt(int64(day), 10) }
