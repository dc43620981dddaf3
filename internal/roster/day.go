package roster

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
)

// PeopleOn lists everybody who works on a day, whenever their own clock has it, in the order of their ids: where they worked then, as the
// directory tells it now, in units as they lie now.
func (r Roster) PeopleOn(ctx context.Context, day model.Day) ([]Placement, error) {
	return db.All(ctx, r.q, scanPlacement, `
		WITH RECURSIVE tree(unit, site) AS (
			SELECT unit, site FROM roster_unit WHERE parent = ''
			UNION ALL
			SELECT u.unit, CASE WHEN u.site = '' THEN t.site ELSE u.site END FROM tree t JOIN roster_unit u ON u.parent = t.unit
		)
		SELECT p.person, p.unit, p.employer, t.site, p.manager, p.position, p.shift, p.channel
		FROM roster_placement p JOIN tree t ON t.unit = p.unit WHERE p.from_day <= $1 AND p.to_day >= $1 ORDER BY p.person`, int64(day))
}

func scanPlacement(scan db.Scan) (p Placement, err error) {
	err = scan(&p.Person, &p.Unit, &p.Employer, &p.Site, &p.Manager, &p.Position, &p.Shift, &p.Channel)
	return p, err
}
