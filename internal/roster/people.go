package roster

import (
	"context"
	"strconv"

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

// PeopleOn lists the people whose primary unit lies in one of the subtrees on the day, in the order of their ids. With employers,
// only those who work for one of them. Without units it lists nobody.
func (r Roster) PeopleOn(ctx context.Context, day model.Day, units, employers []string) ([]Placement, error) {
	query, args := PeopleSQL(day, units, employers, 1)
	return db.All(ctx, r.q, func(scan db.Scan) (p Placement, err error) {
		err = scan(&p.Person, &p.Unit, &p.Employer, &p.Site, &p.Manager, &p.Position, &p.Shift, &p.Channel)
		return p, err
	}, query+` ORDER BY person`, args...)
}

// PeopleSQL is the query behind PeopleOn, for an INSERT … SELECT that never carries the people through the program. Its columns
// are person, unit, employer, site, manager, position, shift and channel; its arguments begin at $start.
func PeopleSQL(day model.Day, units, employers []string, start int) (query string, args []any) {
	args = append(args, int64(day))
	for _, unit := range units {
		args = append(args, unit)
	}
	asked := db.In(start+1, len(units))
	query = `
		WITH RECURSIVE tree(unit, site, asked) AS (
			SELECT unit, site, unit IN ` + asked + ` FROM roster_unit WHERE parent = ''
			UNION ALL
			SELECT u.unit, CASE WHEN u.site = '' THEN t.site ELSE u.site END, t.asked OR u.unit IN ` + asked + `
			FROM tree t JOIN roster_unit u ON u.parent = t.unit
		)
		SELECT p.person, p.unit, p.employer, t.site, p.manager, p.position, p.shift, p.channel
		FROM roster_placement p JOIN tree t ON t.unit = p.unit
		WHERE t.asked AND $` + strconv.Itoa(start) + ` BETWEEN p.from_day AND p.to_day`
	if len(employers) > 0 {
		query += ` AND p.employer IN ` + db.In(start+len(args), len(employers))
		for _, employer := range employers {
			args = append(args, employer)
		}
	}
	return query, args
}
