package roster

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

// What other stores ask of the copy within statements of their own, and in whole: its tables are named in this package alone.

// Heard is the condition that the copy has heard of the person of a column, also of one who was erased.
func Heard(person string) string {
	return `EXISTS (SELECT 1 FROM roster_person heard WHERE heard.person = ` + person + `)`
}

// NotErased is the condition that the copy has heard of the person of a column, who was not erased.
func NotErased(person string) string {
	return `EXISTS (SELECT 1 FROM roster_person there WHERE there.person = ` + person + ` AND NOT there.erased)`
}

// StillWorks is the condition that the person of a column works on a day or later. The day is an expression, such as a placeholder.
func StillWorks(person, day string) string {
	return `EXISTS (SELECT 1 FROM roster_placement still WHERE still.person = ` + person + ` AND still.to_day >= ` + day + `)`
}

// WorkedBy is the condition that somebody worked anywhere on a day or before it, be it in another employment. Both are columns or
// placeholders.
func WorkedBy(person, day string) string {
	return `EXISTS (SELECT 1 FROM roster_placement worked WHERE worked.person = ` + person + ` AND worked.from_day <= ` + day + `)`
}

// ZoneSQL is the time zone of the site of a column, empty for one that is not known.
func ZoneSQL(site string) string {
	return `COALESCE((SELECT zoned.time_zone FROM roster_site zoned WHERE zoned.site = ` + site + `), '')`
}

// Roots are the units above which there is none.
func (r Roster) Roots(ctx context.Context) ([]string, error) {
	return db.All(ctx, r.q, db.Column[string], `SELECT unit FROM roster_unit WHERE parent = '' ORDER BY unit`)
}

// SiteZone is the time zone of a site, "" for one that is not known.
func (r Roster) SiteZone(ctx context.Context, site string) (zone string, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT `+ZoneSQL("$1"), site).Scan(&zone)
	return zone, err
}

// Erased says whether a person was erased. Hold keeps it so until the transaction ends.
func (r Roster) Erased(ctx context.Context, person string) (erased bool, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM roster_person WHERE person = $1 AND erased)`, person).Scan(&erased)
	return erased, err
}

// Known are those of some people whom the copy knows and who were not erased.
func (r Roster) Known(ctx context.Context, people []string) (map[string]bool, error) {
	args := arguments(people)
	return set(db.All(ctx, r.q, db.Column[string], `SELECT person FROM roster_person WHERE NOT erased AND person IN `+db.In(1, len(args)), args...))
}

// CountHeard is how many of some people the copy has heard of, those among them who were erased.
func (r Roster) CountHeard(ctx context.Context, people []string) (heard int, err error) {
	args := arguments(people)
	err = r.q.QueryRowContext(ctx, `SELECT count(*) FROM roster_person WHERE person IN `+db.In(1, len(args)), args...).Scan(&heard)
	return heard, err
}

// Parents are the units of subtrees, each with the one above it.
func (r Roster) Parents(ctx context.Context, units []string) (map[string]string, error) {
	above := map[string]string{}
	for _, unit := range units {
		_, err := db.All(ctx, r.q, func(scan db.Scan) (none struct{}, err error) {
			var unit, parent string
			err = scan(&unit, &parent)
			above[unit] = parent
			return none, err
		}, `SELECT unit, parent FROM roster_unit WHERE unit IN `+Units.Below(1), unit)
		if err != nil {
			return nil, err
		}
	}
	return above, nil
}

// Reached are the units in which the scope holds an employer's people, by the tree as it is now.
func (r Roster) Reached(ctx context.Context, scope model.Scope, employer string) (map[string]bool, error) {
	within, args := Units.Reached(scope, "u.unit", "u.employer", 2)
	return set(db.All(ctx, r.q, db.Column[string],
		`SELECT u.unit FROM (SELECT unit, CAST($1 AS TEXT) AS employer FROM roster_unit) u WHERE `+within, append([]any{employer}, args...)...))
}

func arguments(people []string) []any {
	args := make([]any, len(people))
	for i, person := range people {
		args[i] = person
	}
	return args
}

func set(all []string, err error) (map[string]bool, error) {
	is := make(map[string]bool, len(all))
	for _, one := range all {
		is[one] = true
	}
	return is, err
}
