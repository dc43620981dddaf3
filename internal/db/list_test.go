package db_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
)

var listed = db.Set{Name: "listed", FS: fstest.MapFS{"0001_row.sql": {Data: []byte(`-- +goose Up
CREATE TABLE listed_row (
	key TEXT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL,
	rank BIGINT NOT NULL,
	flag BOOLEAN NOT NULL
) STRICT;
`)}}}

var listedColumns = map[string]string{"id": "key", "name": "name", "rank": "rank", "flag": "flag"}

type listedRow struct {
	key, name string
	rank      int64
	flag      bool
}

func (r listedRow) value(field string) any {
	switch field {
	case "name":
		return r.name
	case "rank":
		return r.rank
	case "flag":
		return r.flag
	default:
		return r.key
	}
}

func compareValues(a, b any) int {
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string))
	case int64:
		return cmp.Compare(a, b.(int64))
	default:
		return cmp.Compare(strconv.FormatBool(a.(bool)), strconv.FormatBool(b.(bool)))
	}
}

// compare is the order that ListSQL promises: the fields, then the unique key in the direction of the last field.
func (r listedRow) compare(other listedRow, order []model.Order) int {
	desc := false
	for _, by := range append(slices.Clone(order), model.Order{Field: "id"}) {
		if by.Field != "id" {
			desc = by.Desc
		}
		if c := compareValues(r.value(by.Field), other.value(by.Field)); c != 0 {
			if desc {
				return -c
			}
			return c
		}
	}
	return 0
}

func (r listedRow) meets(conditions []model.Condition) bool {
	return !slices.ContainsFunc(conditions, func(c model.Condition) bool {
		by := compareValues(r.value(c.Field), c.Value)
		met := map[string]bool{"=": by == 0, "!=": by != 0, "<": by < 0, "<=": by <= 0, ">": by > 0, ">=": by >= 0}
		return !met[c.Op]
	})
}

func page(t require.TestingT, ctx context.Context, q db.Querier, l model.List) (rows []listedRow) {
	where, order, args := db.ListSQL(l, listedColumns, 2)
	found, err := q.QueryContext(ctx, fmt.Sprintf("SELECT key, name, rank, flag FROM listed_row WHERE key <> $1 AND %s ORDER BY %s LIMIT %d",
		where, order, l.Size), append([]any{"never"}, args...)...)
	require.NoError(t, err)
	defer func() { require.NoError(t, found.Close()) }()
	for found.Next() {
		var row listedRow
		require.NoError(t, found.Scan(&row.key, &row.name, &row.rank, &row.flag))
		rows = append(rows, row)
	}
	require.NoError(t, found.Err())
	return rows
}

func put(t require.TestingT, ctx context.Context, d *db.DB, clear bool, rows ...listedRow) {
	require.NoError(t, d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if clear {
			if _, err := tx.ExecContext(ctx, "DELETE FROM listed_row"); err != nil {
				return err
			}
		}
		for _, row := range rows {
			if _, err := tx.ExecContext(ctx, "INSERT INTO listed_row (key, name, rank, flag) VALUES ($1, $2, $3, $4)",
				row.key, row.name, row.rank, row.flag); err != nil {
				return err
			}
		}
		return nil
	}))
}

var (
	// Few values, so that there are many ties; and such as engines like to see as equal or in another order.
	names  = rapid.SampledFrom([]string{"", "a", "A", "a ", "ä", "z", "夜班", "💥", "_", "%"})
	anyRow = rapid.Custom(func(t *rapid.T) listedRow {
		return listedRow{"", names.Draw(t, "name"), rapid.Int64Range(-2, 2).Draw(t, "rank"), rapid.Bool().Draw(t, "flag")}
	})
	conditions = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) model.Condition {
		field := rapid.SampledFrom([]string{"name", "rank", "flag"}).Draw(t, "field")
		ops := []string{"=", "!=", "<", "<=", ">", ">="}
		if field == "flag" {
			ops = ops[:2]
		}
		return model.Condition{Field: field, Op: rapid.SampledFrom(ops).Draw(t, "op"), Value: anyRow.Draw(t, "value").value(field)}
	}), 0, 2)
)

func anyOrder(t *rapid.T) []model.Order {
	var order []model.Order
	for _, field := range rapid.Permutation([]string{"name", "rank", "flag"}).Draw(t, "fields")[:rapid.IntRange(0, 3).Draw(t, "length")] {
		order = append(order, model.Order{Field: field, Desc: rapid.Bool().Draw(t, "desc")})
	}
	if rapid.Bool().Draw(t, "key") {
		desc := len(order) > 0 && order[len(order)-1].Desc
		order = append(order, model.Order{Field: "id", Desc: desc})
	}
	return order
}

// Going through a listing page by page shows every row that was there from the beginning exactly once and in order, whatever the
// filter, the order and the size, and whatever others add meanwhile.
func TestPagingNeverRepeatsAndNeverSkips(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		rapid.Check(t, func(t *rapid.T) {
			rows := rapid.SliceOfN(anyRow, 0, 30).Draw(t, "rows")
			for i := range rows {
				rows[i].key = fmt.Sprintf("%02d", i)
			}
			put(t, ctx, d, true, rows...)
			l := model.List{Conditions: conditions.Draw(t, "conditions"), Order: anyOrder(t), Size: rapid.IntRange(1, 7).Draw(t, "size")}

			want := slices.DeleteFunc(slices.Clone(rows), func(row listedRow) bool { return !row.meets(l.Conditions) })
			slices.SortFunc(want, func(a, b listedRow) int { return a.compare(b, l.Order) })

			var got []listedRow
			added := map[string]bool{}
			for {
				rows := page(t, ctx, d.Read(), l)
				got = append(got, rows...)
				require.LessOrEqual(t, len(got), 50, "it comes to an end")
				if len(rows) < l.Size {
					break
				}
				last := rows[len(rows)-1]
				l.After = nil
				for _, by := range l.Order {
					if by.Field != "id" {
						l.After = append(l.After, last.value(by.Field))
					}
				}
				l.After = append(l.After, last.key)
				if len(added) < 20 && rapid.Bool().Draw(t, "others add a row") {
					other := anyRow.Draw(t, "other")
					other.key = fmt.Sprintf("%02d.%d", rapid.IntRange(0, 30).Draw(t, "place"), len(added))
					added[other.key] = true
					put(t, ctx, d, false, other)
				}
			}
			require.True(t, slices.IsSortedFunc(got, func(a, b listedRow) int { return a.compare(b, l.Order) }))
			require.Len(t, slices.CompactFunc(slices.Clone(got), func(a, b listedRow) bool { return a == b }), len(got), "no row twice")
			first := slices.DeleteFunc(got, func(row listedRow) bool { return added[row.key] })
			require.Equal(t, want, append(make([]listedRow, 0), first...))
		})
	}, listed)
}

func TestListSQLRefusesWhatNobodyAllowed(t *testing.T) {
	for name, l := range map[string]model.List{
		"a filter without a column": {Conditions: []model.Condition{{Field: "secret", Op: "="}}},
		"an order without a column": {Order: []model.Order{{Field: "secret"}}},
		"an operator of another":    {Conditions: []model.Condition{{Field: "name", Op: "= 1 OR"}}},
		"too few values":            {Order: []model.Order{{Field: "name"}}, After: []any{"a"}},
	} {
		require.Panics(t, func() { db.ListSQL(l, listedColumns, 1) }, name)
	}
}

func TestListSQL(t *testing.T) {
	l := model.List{Conditions: []model.Condition{{Field: "rank", Op: "!=", Value: int64(1)}},
		Order: []model.Order{{Field: "name", Desc: true}}, After: []any{"n", "k"}}
	where, order, args := db.ListSQL(l, listedColumns, 3)
	require.Equal(t, "rank <> $3 AND (name, key) < ($4, $5)", where, "one comparison, which an index can serve")
	require.Equal(t, "name DESC, key DESC", order)
	require.Equal(t, []any{int64(1), "n", "k"}, args)
	where, order, args = db.ListSQL(model.List{}, listedColumns, 1)
	require.Equal(t, "TRUE", where)
	require.Equal(t, "key", order)
	require.Empty(t, args)
}
