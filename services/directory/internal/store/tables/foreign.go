package tables

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// Kind is a kind of resource that other systems have ids for.
type Kind string

// The kinds.
const (
	Unit   Kind = "unit"
	Site   Kind = "site"
	Person Kind = "person"
)

// BySource finds resources by the ids that a source has for them; nil finds all of the source.
func BySource(ctx context.Context, q db.Querier, kind Kind, from string, ids []string) (map[string]string, error) {
	found := map[string]string{}
	query := "SELECT id, resource FROM external_id WHERE kind = $1 AND source = $2"
	const atOnce = 5000
	if ids != nil {
		ids = Storable(ids)
	}
	for start := 0; ids == nil || start < len(ids); start += atOnce {
		args, narrow := []any{string(kind), from}, ""
		if ids != nil {
			some := ids[start:min(start+atOnce, len(ids))]
			args, narrow = append(args, Args(some)...), " AND id IN "+db.In(3, len(some))
		}
		rows, err := db.All(ctx, q, func(scan db.Scan) (row [2]string, err error) {
			err = scan(&row[0], &row[1])
			return row, err
		}, query+narrow, args...)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			found[row[0]] = row[1]
		}
		if ids == nil {
			break
		}
	}
	return found, nil
}

// ExternalIDs are the ids that other systems have for resources of any kind, in order.
func ExternalIDs(ctx context.Context, q db.Querier, resources []string) (map[string][]source.ID, error) {
	if len(resources) == 0 {
		return nil, nil
	}
	type row struct {
		resource string
		id       source.ID
	}
	rows, err := db.All(ctx, q, func(scan db.Scan) (r row, err error) {
		err = scan(&r.resource, &r.id.Source, &r.id.ID)
		return r, err
	}, "SELECT resource, source, id FROM external_id WHERE resource IN "+db.In(1, len(resources)), Args(resources)...)
	if err != nil {
		return nil, err
	}
	ids := make(map[string][]source.ID, len(resources))
	for _, r := range rows {
		ids[r.resource] = append(ids[r.resource], r.id)
	}
	for _, of := range ids {
		slices.SortFunc(of, func(a, b source.ID) int {
			return cmp.Or(strings.Compare(a.Source, b.Source), strings.Compare(a.ID, b.ID))
		})
	}
	return ids, nil
}

// SaveExternalIDs makes ids those of their resources. The resources in fresh are new and have none yet.
func SaveExternalIDs(ctx context.Context, tx *db.Tx, kind Kind, ids map[string][]source.ID, fresh map[string]bool) error {
	var old []string
	var rows [][]any
	for resource := range ids {
		if !fresh[resource] {
			old = append(old, resource)
		}
	}
	before, err := ExternalIDs(ctx, tx, old)
	if err != nil {
		return err
	}
	for resource, now := range ids {
		if !fresh[resource] {
			if same(before[resource], now) {
				continue
			}
			if _, err := tx.ExecContext(ctx, "DELETE FROM external_id WHERE kind = $1 AND resource = $2", string(kind), resource); err != nil {
				return err
			}
		}
		for _, id := range now {
			rows = append(rows, []any{string(kind), id.Source, id.ID, resource})
		}
	}
	// In the order of the key, which is cheap to insert.
	slices.SortFunc(rows, func(a, b []any) int {
		return slices.CompareFunc(a[1:3], b[1:3], func(x, y any) int { return strings.Compare(x.(string), y.(string)) })
	})
	return Insert(ctx, tx, "INSERT INTO external_id (kind, source, id, resource)", rows, "")
}

func same(a, b []source.ID) bool {
	if len(a) != len(b) {
		return false
	}
	for _, id := range a {
		if !slices.Contains(b, id) {
			return false
		}
	}
	return true
}
