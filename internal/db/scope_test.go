package db_test

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
)

var placed = db.Set{Name: "placed", FS: fstest.MapFS{"0001_place.sql": {Data: []byte(`-- +goose Up
CREATE TABLE place (id TEXT NOT NULL PRIMARY KEY, above TEXT) STRICT;
CREATE TABLE thing (id TEXT NOT NULL PRIMARY KEY, place TEXT NOT NULL, firm TEXT NOT NULL) STRICT;
`)}}}

var places = db.Tree{Table: "place", ID: "id", Parent: "above"}

// plant has the tree be as parents says it, "" for a root, and in every place a thing of each firm; some also where there is no place.
func plant(t testing.TB, d *db.DB, parents map[string]string, firms []string) (things []thing) {
	t.Helper()
	require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		exec := func(query string, args ...any) {
			_, err := tx.ExecContext(ctx, query, args...)
			require.NoError(t, err)
		}
		things = nil
		exec("DELETE FROM place")
		exec("DELETE FROM thing")
		in := []string{"", "nowhere"}
		for place, above := range parents {
			exec("INSERT INTO place (id, above) VALUES ($1, NULLIF($2, ''))", place, above)
			in = append(in, place)
		}
		for _, place := range in {
			for _, firm := range firms {
				one := thing{place + "/" + firm, place, firm}
				exec("INSERT INTO thing (id, place, firm) VALUES ($1, $2, $3)", one.id, one.place, one.firm)
				things = append(things, one)
			}
		}
		return nil
	}))
	return things
}

type thing struct{ id, place, firm string }

// path is the place and all above it.
func path(parents map[string]string, place string) (path []string) {
	for range parents {
		if _, ok := parents[place]; ok && !slices.Contains(path, place) {
			path = append(path, place)
			place = parents[place]
		}
	}
	return path
}

func query(t require.TestingT, d *db.DB, query string, args ...any) (ids []string) {
	rows, err := d.Read().QueryContext(context.Background(), query, args...)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	for rows.Next() {
		var id string
		require.NoError(t, rows.Scan(&id))
		ids = append(ids, id)
	}
	require.NoError(t, rows.Err())
	return ids
}

// A list shows exactly the rows that the scope says it reaches, one by one.
func TestListsReachWhatScopesReach(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(r *rapid.T) {
			ids := []string{"u0", "u1", "u2", "u3", "u4", "u5", "u6"}
			firms := []string{"", "acme", "beta"}
			parents := map[string]string{}
			for i, id := range ids {
				// Some stand below themselves, or in a circle: while events are under way, a copy of a tree may.
				parents[id] = rapid.SampledFrom(append([]string{"", "nowhere"}, ids[:min(i+2, len(ids))]...)).Draw(r, "parent of "+id)
			}
			things := plant(t, d, parents, firms)
			scope := model.Scope{All: rapid.IntRange(0, 9).Draw(r, "all") == 0, Self: "u1/acme"}
			for range rapid.IntRange(0, 3).Draw(r, "areas") {
				scope.Areas = append(scope.Areas, model.Area{
					Unit:     rapid.SampledFrom(append([]string{"", "nowhere"}, ids...)).Draw(r, "unit"),
					Employer: rapid.SampledFrom(firms).Draw(r, "employer"),
				})
			}
			start := rapid.IntRange(1, 3).Draw(r, "start")
			before := make([]any, start-1) // arguments of conditions before it
			var use string
			for i := range before {
				before[i] = "x"
				use += "$" + strconv.Itoa(i+1) + " = 'x' AND "
			}
			var reached, seen []string
			for _, thing := range things {
				if scope.Reaches(path(parents, thing.place), thing.firm) {
					reached = append(reached, thing.id)
				}
				if scope.Sees(path(parents, thing.place)) {
					seen = append(seen, thing.id)
				}
			}
			where, args := places.Reached(scope, "t.place", "t.firm", start)
			require.ElementsMatch(r, reached, query(r, d, "SELECT t.id FROM thing t WHERE "+use+where, append(slices.Clone(before), args...)...))
			where, args = places.Sought(d.Engine(), scope, "t.place", "t.firm", start)
			require.ElementsMatch(r, reached, query(r, d, "SELECT t.id FROM thing t WHERE "+use+where, append(slices.Clone(before), args...)...))
			where, args = places.Seen(scope, "t.place", start)
			require.ElementsMatch(r, seen, query(r, d, "SELECT t.id FROM thing t WHERE "+use+where, append(slices.Clone(before), args...)...))
		})
	}, placed)
}

func TestScopesOfLists(t *testing.T) {
	parents := map[string]string{"root": "", "a": "root", "a1": "a", "b": "root"}
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		plant(t, d, parents, []string{"", "acme", "beta"})
		area := func(areas ...model.Area) model.Scope { return model.Scope{Areas: areas} }
		for name, test := range map[string]struct {
			scope         model.Scope
			reached, seen []string
		}{
			"nothing":    {model.Scope{}, nil, nil},
			"self alone": {model.Scope{Self: "a/acme"}, nil, nil},
			"a leaf":     {area(model.Area{Unit: "b"}), []string{"b/", "b/acme", "b/beta"}, []string{"b/", "b/acme", "b/beta"}},
			"a subtree, one employer": {area(model.Area{Unit: "a", Employer: "acme"}), []string{"a/acme", "a1/acme"},
				[]string{"a/", "a/acme", "a/beta", "a1/", "a1/acme", "a1/beta"}},
			"areas do not mix": {area(model.Area{Unit: "a1", Employer: "acme"}, model.Area{Unit: "b", Employer: "beta"}),
				[]string{"a1/acme", "b/beta"}, []string{"a1/", "a1/acme", "a1/beta", "b/", "b/acme", "b/beta"}},
			"a unit that there is not": {area(model.Area{Unit: "nowhere"}), nil, nil},
			"another's spelling":       {area(model.Area{Unit: "A", Employer: "Acme"}), nil, nil},
			"a name that is no name":   {area(model.Area{Unit: "a' OR TRUE --", Employer: "') OR (TRUE"}), nil, nil},
		} {
			t.Run(name, func(t *testing.T) {
				where, args := places.Reached(test.scope, "place", "firm", 1)
				require.Equal(t, test.reached, query(t, d, "SELECT id FROM thing WHERE "+where+" ORDER BY id", args...))
				where, args = places.Seen(test.scope, "place", 1)
				require.Equal(t, test.seen, query(t, d, "SELECT id FROM thing WHERE "+where+" ORDER BY id", args...))
			})
		}
		where, args := places.Reached(area(model.Area{Employer: "acme"}), "place", "firm", 1)
		require.Equal(t, []string{"/acme", "a/acme", "a1/acme", "b/acme", "nowhere/acme", "root/acme"},
			query(t, d, "SELECT id FROM thing WHERE "+where+" ORDER BY id", args...), "an employer everywhere")
	}, placed)
}
