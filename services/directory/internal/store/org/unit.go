package org

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

const unitColumns = "id, version, COALESCE(parent, ''), kind, display_name, COALESCE(site, ''), create_time, update_time, archive_time"

// Unit reads a unit.
func (r Reader) Unit(ctx context.Context, id string) (domain.Unit, error) {
	return one(r.units(ctx, "id = $1", id))
}

func (r Reader) units(ctx context.Context, where string, args ...any) ([]domain.Unit, error) {
	units, err := db.All(ctx, r.q, func(scan db.Scan) (u domain.Unit, err error) {
		var h header
		if err := scan(&u.ID, &u.Version, &u.Parent, &u.Kind, &h.name, &u.Site, &h.created, &h.updated, &h.archived); err != nil {
			return u, err
		}
		err = h.into(&u.Header)
		return u, err
	}, "SELECT "+unitColumns+" FROM unit WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	headers := make([]*domain.Header, len(units))
	for i := range units {
		headers[i] = &units[i].Header
	}
	return units, externalIDs(ctx, r.q, headers)
}

// Path is the unit and all units above it, nearest first; empty for a unit that does not exist.
func (r Reader) Path(ctx context.Context, unit string) ([]string, error) {
	tree, err := tables.Tree(ctx, r.q, []string{unit})
	return tree.Path(unit), err
}

var unitFields = map[string]string{
	"id": "id", "kind": "kind", "parent": "COALESCE(parent, '')", "site": "COALESCE(site, '')",
	"create_time": "create_time", "update_time": "update_time",
}

// Units lists the units that the scope sees, one more than a page.
func (r Reader) Units(ctx context.Context, scope model.Scope, list model.List, which domain.UnitsWanted) ([]domain.Unit, error) {
	var conditions []string
	var args []any
	add := func(condition string, values ...any) {
		for _, value := range values {
			args = append(args, value)
			condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		conditions = append(conditions, condition)
	}
	switch {
	case !which.UpdatedAfter.IsZero():
		add("update_time > ?", db.Micros(which.UpdatedAfter))
	case !which.Archived:
		add("archive_time IS NULL")
	}
	for _, condition := range tables.Take(&list, "external_id") {
		from, id, _ := strings.Cut(condition.Value.(string), ":")
		add("id IN (SELECT resource FROM external_id WHERE kind = 'unit' AND source = ? AND id = ?)", from, id)
	}
	within, units := tables.Units.Seen(scope, "id", len(args)+1)
	conditions, args = append(conditions, within), append(args, units...)
	where, order, values := db.ListSQL(list, unitFields, len(args)+1)
	conditions = append(conditions, where)
	return r.units(ctx, fmt.Sprintf("%s ORDER BY %s LIMIT %d", strings.Join(conditions, " AND "), order, list.Size+1), append(args, values...)...)
}

// UnitsBySource finds units by the ids that a source has for them.
func (s Store) UnitsBySource(ctx context.Context, from string, ids []string) (map[string]string, error) {
	return tables.BySource(ctx, s.q, tables.Unit, from, ids)
}

// atOnce bounds the arguments of a statement.
const atOnce = 5000

// Lineage reads units and all above them.
func (s Store) Lineage(ctx context.Context, ids []string) ([]domain.Unit, error) {
	var all []domain.Unit
	seen := map[string]bool{}
	for some := range slices.Chunk(ids, atOnce) {
		found, err := s.units(ctx, `id IN (WITH RECURSIVE above (id, parent) AS (SELECT id, parent FROM unit WHERE id IN `+db.In(1, len(some))+`
			UNION SELECT u.id, u.parent FROM above JOIN unit u ON u.id = above.parent) SELECT id FROM above)`, tables.Args(some)...)
		if err != nil {
			return nil, err
		}
		for _, unit := range found {
			if !seen[unit.ID] {
				seen[unit.ID] = true
				all = append(all, unit)
			}
		}
	}
	return all, nil
}

// Today is the day that a unit has at an instant.
func (s Store) Today(ctx context.Context, unit string, at time.Time) (model.Day, error) {
	tree, err := tables.Tree(ctx, s.q, []string{unit})
	return tree.Today(unit, at), err
}

// UnitInUse says whether units that are not archived stand right below, or people work there on the day or later.
func (s Store) UnitInUse(ctx context.Context, unit string, day model.Day) (used bool, err error) {
	err = s.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM unit WHERE parent = $1 AND archive_time IS NULL)
		OR EXISTS (SELECT 1 FROM placement WHERE unit = $1 AND to_day >= $2)`, unit, int64(day)).Scan(&used)
	return used, err
}

// SaveUnits inserts units of version 1 and updates any other.
func (s Store) SaveUnits(ctx context.Context, units ...domain.Unit) error {
	rows := make([][]any, len(units))
	ids, fresh := make(map[string][]source.ID, len(units)), map[string]bool{}
	for i, u := range units {
		rows[i] = []any{
			u.ID, u.Version, tables.Null(u.Parent), int64(u.Kind), db.JSON(u.DisplayName), tables.Null(u.Site),
			db.Micros(u.CreateTime), db.Micros(u.UpdateTime), db.NullMicros(u.ArchiveTime),
		}
		ids[u.ID], fresh[u.ID] = u.ExternalIDs, u.Version == 1
	}
	err := tables.Insert(ctx, s.tx, "INSERT INTO unit (id, version, parent, kind, display_name, site, create_time, update_time, archive_time)", rows,
		`ON CONFLICT (id) DO UPDATE SET version = excluded.version, parent = excluded.parent, kind = excluded.kind,
			display_name = excluded.display_name, site = excluded.site, update_time = excluded.update_time, archive_time = excluded.archive_time`)
	if err != nil {
		return err
	}
	return tables.SaveExternalIDs(ctx, s.tx, tables.Unit, ids, fresh)
}
