package tables

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
)

// Units is the tree of units in SQL.
var Units = db.Tree{Table: "unit", ID: "id", Parent: "parent"}

// Tree reads the units named and all above them; nil reads all units.
func Tree(ctx context.Context, q db.Querier, units []string) (people.Tree, error) {
	from := "unit u"
	if units != nil {
		// All columns ride along: PostgreSQL would read the whole table to join them to what was found.
		from = `(WITH RECURSIVE above (id, parent, archive_time, site) AS (SELECT id, parent, archive_time, site FROM unit WHERE id IN ` + db.In(1, len(units)) + `
			UNION SELECT u.id, u.parent, u.archive_time, u.site FROM above JOIN unit u ON u.id = above.parent) SELECT * FROM above) AS u`
	}
	type row struct {
		id, zone string
		node     people.Node
	}
	rows, err := db.All(ctx, q, func(scan db.Scan) (r row, err error) {
		err = scan(&r.id, &r.node.Parent, &r.node.Archived, &r.zone)
		return r, err
	}, "SELECT u.id, COALESCE(u.parent, ''), u.archive_time IS NOT NULL, COALESCE(site.time_zone, '') FROM "+from+
		" LEFT JOIN site ON site.id = u.site", Args(units)...)
	if err != nil {
		return nil, err
	}
	tree := make(people.Tree, len(rows))
	zones := map[string]*time.Location{"": nil}
	for _, r := range rows {
		zone, known := zones[r.zone]
		if !known {
			if zone, err = time.LoadLocation(r.zone); err != nil {
				return nil, err
			}
			zones[r.zone] = zone
		}
		r.node.Zone = zone
		tree[r.id] = r.node
	}
	return tree, nil
}
