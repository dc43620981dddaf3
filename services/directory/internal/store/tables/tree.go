package tables

import (
	"context"
	"database/sql"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
)

// Units is the tree of units in SQL.
var Units = db.Tree{Table: "unit", ID: "id", Parent: "parent"}

// Tree reads the units named and all above them; nil reads all units.
func Tree(ctx context.Context, q db.Querier, units []string) (people.Tree, error) {
	from := "unit"
	if units != nil {
		from = `(WITH RECURSIVE above (id) AS (SELECT id FROM unit WHERE id IN ` + db.In(1, len(units)) + `
			UNION SELECT u.parent FROM unit u JOIN above ON u.id = above.id WHERE u.parent IS NOT NULL)
			SELECT u.id, u.parent, u.archive_time FROM unit u JOIN above ON above.id = u.id) AS above`
	}
	type row struct {
		id   string
		node people.Node
	}
	rows, err := All(ctx, q, func(r *sql.Rows, into *row) error {
		return r.Scan(&into.id, &into.node.Parent, &into.node.Archived)
	}, "SELECT id, COALESCE(parent, ''), archive_time IS NOT NULL FROM "+from, Args(units)...)
	if err != nil {
		return nil, err
	}
	tree := make(people.Tree, len(rows))
	for _, r := range rows {
		tree[r.id] = r.node
	}
	return tree, nil
}
