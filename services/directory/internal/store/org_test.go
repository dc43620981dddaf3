package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	"github.com/hearth-culture/hearth/services/directory/internal/store/org"
)

func TestOrg(t *testing.T) {
	contract(t, map[string]func(*testing.T, rig){
		"keeping": orgKept, "what is unique": orgUnique, "rollback": orgUndone, "parallel": orgTogether, "paging": orgPaged, "calendars": calendars,
	})
}

func headed(id string) domain.Header {
	return domain.Header{Header: model.NewHeader(id, at), DisplayName: model.Text{"en": "Night shift", "zh-CN": "夜班"}}
}

func team(id, parent string, external ...string) domain.Unit {
	unit := domain.Unit{Header: headed(id), Parent: parent, Kind: domain.Team}
	for _, each := range external {
		unit.ExternalIDs = append(unit.ExternalIDs, source.ID{Source: "hris", ID: each})
	}
	return unit
}

func (r rig) units(t *testing.T, all ...domain.Unit) {
	t.Helper()
	r.write(t, func(ctx context.Context, s stores) error { return s.org.SaveUnits(ctx, all...) })
}

func orgKept(t *testing.T, r rig) {
	site := domain.Site{Header: headed("s"), TimeZone: "Asia/Shanghai"}
	site.ExternalIDs = []source.ID{{Source: "hris", ID: "sh"}}
	r.write(t, func(ctx context.Context, s stores) error { return s.org.SaveSite(ctx, site) })
	below := team("below", "root", "a", "b")
	below.Site = "s"
	r.units(t, team("root", ""), below)
	read := org.NewReader(r.Read())
	kept, err := read.Site(t.Context(), "s")
	require.NoError(t, err)
	same(t, site, kept)
	below.Version, below.UpdateTime, below.ArchiveTime = 2, at.Add(time.Microsecond), at.Add(2*time.Microsecond)
	below.DisplayName, below.ExternalIDs, below.Site, below.Kind = model.Text{"en": "x"}, nil, "", domain.Queue
	r.units(t, below)
	unit, err := read.Unit(t.Context(), "below")
	require.NoError(t, err)
	same(t, below, unit)
	path, err := read.Path(t.Context(), "below")
	require.NoError(t, err)
	require.Equal(t, []string{"below", "root"}, path)
	r.units(t, team("aside", "root", "c"))
	r.write(t, func(ctx context.Context, s stores) error {
		for wanted, lineage := range map[string][]string{"below": {"below", "root"}, "root": {"root"}, "nowhere": nil} {
			found, err := s.org.Lineage(ctx, []string{wanted, wanted})
			require.NoError(t, err)
			var ids []string
			for _, unit := range found {
				alone, err := read.Unit(ctx, unit.ID)
				require.NoError(t, err)
				same(t, alone, unit)
				ids = append(ids, unit.ID)
			}
			require.ElementsMatch(t, lineage, ids, wanted)
		}
		return nil
	})
	for _, nowhere := range []string{"Below", ""} {
		_, err = read.Unit(t.Context(), nowhere)
		require.ErrorIs(t, err, model.ErrNotFound)
		_, err = read.Site(t.Context(), nowhere)
		require.ErrorIs(t, err, model.ErrNotFound)
		path, err = read.Path(t.Context(), nowhere)
		require.NoError(t, err)
		require.Empty(t, path)
	}
	require.Error(t, r.try(t.Context(), func(ctx context.Context, s stores) error { return s.org.SaveUnits(ctx, team("lost", "nowhere")) }),
		"no unit without its parent")
}

func orgUnique(t *testing.T, r rig) {
	r.units(t, team("root", "", odd...))
	for _, id := range odd {
		err := r.try(t.Context(), func(ctx context.Context, s stores) error { return s.org.SaveUnits(ctx, team("second", "root", id)) })
		taken(t, err, "external_ids")
	}
	r.units(t, team("second", "root", "AA", "aA"))
	r.write(t, func(ctx context.Context, s stores) error {
		site := domain.Site{Header: headed("s"), TimeZone: "UTC"}
		site.ExternalIDs = []source.ID{{Source: "hris", ID: "A"}} // which names a unit, too
		require.NoError(t, s.org.SaveSite(ctx, site))
		found, err := s.org.UnitsBySource(ctx, "hris", []string{"A", "a", "aa", "aA", "a\x00"})
		require.Equal(t, map[string]string{"A": "root", "a": "root", "aA": "second"}, found)
		return err
	})
	failed := r.together(t, 8, func(ctx context.Context, s stores, n int) error {
		return s.org.SaveUnits(ctx, team(fmt.Sprint("racer ", n), "root", "raced for"))
	})
	require.Len(t, failed, 7)
	for _, err := range failed {
		taken(t, err, "external_ids")
	}
}

func orgUndone(t *testing.T, r rig) {
	r.units(t, team("root", "", "a"))
	r.undone(t, func(ctx context.Context, s stores) error {
		moved := team("root", "", "b")
		moved.Version = 2
		require.NoError(t, s.org.SaveUnits(ctx, team("below", "root")))
		return s.org.SaveUnits(ctx, moved)
	})
	unit, err := org.NewReader(r.Read()).Unit(t.Context(), "root")
	require.NoError(t, err)
	same(t, team("root", "", "a"), unit)
	r.units(t, team("other", "", "b"))
}

func orgTogether(t *testing.T, r rig) {
	r.units(t, team("root", ""))
	turns := make([]int64, 12)
	require.Empty(t, r.together(t, len(turns), func(ctx context.Context, s stores, n int) (err error) {
		if turns[n], err = s.org.Turn(ctx); err != nil {
			return err
		}
		unit, err := s.org.Unit(ctx, "root")
		if err != nil {
			return err
		}
		unit.Version++
		return s.org.SaveUnits(ctx, unit)
	}))
	unit, err := org.NewReader(r.Read()).Unit(t.Context(), "root")
	require.NoError(t, err)
	require.EqualValues(t, 1+len(turns), unit.Version)
	slices.Sort(turns)
	require.Len(t, slices.Compact(turns), 12, "every turn has a number of its own")
}

func orgPaged(t *testing.T, r rig) {
	r.units(t, team("d", ""), team("b", ""), team("f", ""))
	read := org.NewReader(r.Read())
	got := pages(t, model.List{Order: []model.Order{{Field: "create_time"}}},
		func(l model.List) ([]domain.Unit, error) {
			return read.Units(t.Context(), model.Everything(), l, domain.UnitsWanted{})
		},
		func(u domain.Unit) []any { return []any{db.Micros(u.CreateTime), u.ID} }, func(u domain.Unit) string { return u.ID },
		func(page int) {
			if page == 0 {
				r.units(t, team("a", ""), team("c", ""))
			}
		})
	require.Equal(t, []string{"b", "c", "d", "f"}, got)
}

func calendars(t *testing.T, r rig) {
	version := func(n int64) domain.Calendar { return domain.Calendar{Site: "s", Version: n, CreateTime: at} }
	add := func(n int64) error {
		return r.try(t.Context(), func(ctx context.Context, s stores) error { return s.org.AddCalendar(ctx, version(n)) })
	}
	require.Error(t, add(1), "no calendar without its site")
	r.write(t, func(ctx context.Context, s stores) error {
		return s.org.SaveSite(ctx, domain.Site{Header: headed("s"), TimeZone: "UTC"})
	})
	for n := range 3 {
		require.NoError(t, add(int64(n+1)))
	}
	require.Equal(t, "calendar(site, version)", db.Duplicate(add(2)))
	for asked, want := range map[int64]int64{0: 3, 2: 2} {
		got, err := org.NewReader(r.Read()).Calendar(t.Context(), "s", asked)
		require.NoError(t, err)
		same(t, version(want), got)
	}
	_, err := org.NewReader(r.Read()).Calendar(t.Context(), "s", 4)
	require.ErrorIs(t, err, model.ErrNotFound)
}
