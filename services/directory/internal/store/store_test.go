// What the directory's stores must hold on every engine.
package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/services/directory/internal/store/access"
	"github.com/hearth-culture/hearth/services/directory/internal/store/org"
	"github.com/hearth-culture/hearth/services/directory/internal/store/people"
	"github.com/hearth-culture/hearth/services/directory/internal/store/schema"
)

// at has the finest time that is kept.
var at = time.Date(2026, 6, 1, 8, 0, 0, 123457000, time.UTC)

// rig is a fresh database with the stores over it.
type rig struct{ *db.DB }

// contract runs the cases, each on a fresh database of each engine.
func contract(t *testing.T, cases map[string]func(t *testing.T, r rig)) {
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			testkit.EachEngine(t, func(t *testing.T, d *db.DB) { test(t, rig{d}) }, schema.Migrations(), access.Migrations())
		})
	}
}

func silent(context.Context, *db.Tx, ...model.Fact) error { return nil }

// stores are those of one transaction.
type stores struct {
	org    org.Store
	people people.Store
	access access.Store
}

func (r rig) try(ctx context.Context, fn func(ctx context.Context, s stores) error) error {
	return r.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return fn(ctx, stores{org.New(tx, silent), people.New(tx, silent), access.New(tx)})
	})
}

func (r rig) write(t *testing.T, fn func(ctx context.Context, s stores) error) {
	t.Helper()
	require.NoError(t, r.try(t.Context(), fn))
}

var errUndo = errors.New("undo")

// undone runs fn in a transaction that is taken back.
func (r rig) undone(t *testing.T, fn func(ctx context.Context, s stores) error) {
	t.Helper()
	require.ErrorIs(t, r.try(t.Context(), func(ctx context.Context, s stores) error {
		require.NoError(t, fn(ctx, s))
		return errUndo
	}), errUndo)
}

// together runs fn so many times at once, each in a transaction of its own, and returns what went wrong.
func (r rig) together(t *testing.T, times int, fn func(ctx context.Context, s stores, n int) error) (failed []error) {
	t.Helper()
	errs := make([]error, times)
	var all sync.WaitGroup
	for n := range times {
		all.Go(func() {
			errs[n] = r.try(t.Context(), func(ctx context.Context, s stores) error { return fn(ctx, s, n) })
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			failed = append(failed, err)
		}
	}
	return failed
}

// taken holds an error to the refusal of what is another's.
func taken(t *testing.T, err error, field string) {
	t.Helper()
	fault, ok := errors.AsType[*model.Fault](err)
	require.True(t, ok, "%v", err)
	require.ErrorIs(t, fault, model.ErrAlreadyExists)
	require.Equal(t, field, fault.Meta["field"])
}

func same(t *testing.T, want, got any) {
	t.Helper()
	require.Empty(t, cmp.Diff(want, got, cmpopts.EquateEmpty()))
}

// pages walks through a list one by one. Between any two pages it calls meanwhile.
func pages[T any](t *testing.T, list model.List, read func(model.List) ([]T, error), after func(T) []any, id func(T) string, meanwhile func(page int)) (ids []string) {
	t.Helper()
	list.Size = 1
	for page := 0; ; page++ {
		found, err := read(list)
		require.NoError(t, err)
		if len(found) == 0 {
			return ids
		}
		require.LessOrEqual(t, len(found), 2, "one more than a page")
		ids = append(ids, id(found[0]))
		list.After = after(found[0])
		meanwhile(page)
	}
}

// odd are texts that collations order, fold or trim differently, in the order of their bytes.
var odd = []string{"A", "B", "a", "a ", "b", "z", "Ä", "ä", "中", "ａ", "😀"}
