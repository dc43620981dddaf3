package roster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

func site(id string, version int64, zone string) *directoryv1.RosterSite {
	return &directoryv1.RosterSite{Site: "sites/" + id, Version: version, TimeZone: zone}
}

func unitAt(id, parent, site string, version int64) *directoryv1.RosterUnit {
	at := unit(id, parent, version)
	at.Site = model.Name("sites", site)
	return at
}

func sites(t testing.TB, d *db.DB, all ...*directoryv1.RosterSite) {
	t.Helper()
	write(t, d, func(ctx context.Context, tx *db.Tx) error { return applySites(ctx, tx, all) })
}

// at lists who is where at an instant.
func at(t testing.TB, d *db.DB, when time.Time) []string {
	t.Helper()
	found, err := New(d.Read()).PeopleAt(t.Context(), when, []string{"root"}, nil)
	require.NoError(t, err)
	names := []string{}
	for _, p := range found {
		names = append(names, p.Person+"@"+p.Unit)
	}
	return names
}

// Whoever begins in Shanghai works there when it is still the day before in UTC; in New York the day goes on when it is over in UTC.
func TestPeopleHaveTheDayOfTheirSite(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		units(t, d, unit("root", "", 1), unitAt("china", "root", "sh", 1), unit("team", "china", 1), unitAt("coast", "root", "ny", 1))
		sites(t, d, site("sh", 1, "Asia/Shanghai"), site("ny", 1, "America/New_York"))
		for _, unit := range []string{"root", "team", "coast"} {
			people(t, d, person(unit+"-begins", 1, placed(unit, "acme", "2026-03-10", "")), person(unit+"-ends", 1, placed(unit, "acme", "2026-01-01", "2026-03-09")))
		}
		people(t, d, person("travels", 1, placed("team", "acme", "2026-01-01", "2026-03-09"), placed("coast", "acme", "2026-03-10", "")))
		before, after := "@%s %s-ends", "@%s %s-begins"
		tests := []struct {
			when              string
			root, team, coast string
		}{
			{"2026-03-09T15:59", before, before, before},
			{"2026-03-09T16:00", before, after, before},
			{"2026-03-09T23:00", before, after, before}, // seven in the morning in Shanghai
			{"2026-03-10T00:00", after, after, before},
			{"2026-03-10T03:59", after, after, before}, // summer time has begun in New York
			{"2026-03-10T04:00", after, after, after},
		}
		for _, test := range tests {
			found := at(t, d, instant(t, test.when))
			require.Len(t, found, 4, test.when)
			for unit, want := range map[string]string{"root": test.root, "team": test.team, "coast": test.coast} {
				who := unit + map[string]string{before: "-ends", after: "-begins"}[want]
				require.Contains(t, found, who+"@"+unit, test.when)
			}
		}

		// Nothing needs to be told twice: a zone, a site or a place in the tree that changes is enough.
		when := instant(t, "2026-03-09T23:00")
		require.Contains(t, at(t, d, when), "team-begins@team")
		units(t, d, unit("team", "coast", 2))
		require.Contains(t, at(t, d, when), "team-ends@team", "the unit has moved below another site")
		units(t, d, unitAt("team", "coast", "sh", 3))
		require.Contains(t, at(t, d, when), "team-begins@team", "the unit has got a site of its own")
		sites(t, d, site("sh", 2, "Europe/Berlin"))
		require.Contains(t, at(t, d, when), "team-begins@team", "it is midnight in Berlin")
		sites(t, d, site("sh", 1, "Asia/Shanghai"), site("sh", 3, "Europe/London"))
		require.Contains(t, at(t, d, when), "team-ends@team", "the newest zone holds, whichever comes last")
		sites(t, d, site("sh", 2, "Asia/Shanghai"))
		require.Contains(t, at(t, d, when), "team-ends@team")
		require.Contains(t, at(t, d, when.In(time.FixedZone("the process", 3600))), "root-begins@root", "without a site the clock of the process decides")
	}, Migrations())
}

// stint is a stretch of days at a unit.
type stint struct {
	unit     string
	from, to model.Day
}

// today is the rule, said in another way than in SQL.
func today(zones map[string]*time.Location, history []stint, when time.Time) model.Day {
	held := history[len(history)-1]
	for i := len(history) - 1; i >= 0 && model.DayOf(when.UTC()) <= history[i].to; i-- {
		held = history[i]
	}
	return model.DayOf(when.In(zones[held.unit]))
}

func TestThePeopleOfAnInstantAreThoseOfTheRule(t *testing.T) {
	names := []string{"root", "line", "west", "none"}
	parents := map[string]string{"line": "root", "west": "line", "none": ""}
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(r *rapid.T) {
			zone := func(label string) string {
				return rapid.SampledFrom([]string{"Pacific/Kiritimati", "Asia/Shanghai", "UTC", "Pacific/Pago_Pago"}).Draw(r, label)
			}
			east, west := zone("east"), zone("west")
			at := map[string]string{"root": "", "line": "", "west": "w", "none": ""}
			at[rapid.SampledFrom([]string{"root", "line"}).Draw(r, "who is in the east")] = "e"
			loaded := map[string]*time.Location{}
			for site, name := range map[string]string{"e": east, "w": west, "": "UTC"} {
				var err error
				loaded[site], err = time.LoadLocation(name)
				require.NoError(r, err)
			}
			zones := map[string]*time.Location{}
			for _, unit := range names {
				nearest := unit
				for nearest != "" && at[nearest] == "" {
					nearest = parents[nearest]
				}
				zones[unit] = loaded[at[nearest]]
			}
			first := model.Day(20_000)
			when := time.Unix(int64(first)*24*3600, 0).UTC().Add(time.Duration(rapid.IntRange(-3*24, 6*24).Draw(r, "hours")) * time.Hour)
			asked := rapid.SampledFrom(names).Draw(r, "asked")
			want := []string{}
			var everybody []*directoryv1.RosterPerson
			for n := range 6 {
				var history []stint
				day := first
				for range rapid.IntRange(1, 3).Draw(r, "stints") {
					day += model.Day(rapid.IntRange(0, 2).Draw(r, "gap"))
					one := stint{rapid.SampledFrom(names).Draw(r, "unit"), day, day + model.Day(rapid.IntRange(0, 2).Draw(r, "days"))}
					history = append(history, one)
					day = one.to + 1
				}
				who := person(fmt.Sprintf("p%d", n), 1)
				for _, one := range history {
					who.Placements = append(who.Placements, placed(one.unit, "acme", one.from.String(), one.to.String()))
					below := one.unit
					for below != "" && below != asked {
						below = parents[below]
					}
					if on := today(zones, history, when); below == asked && one.from <= on && on <= one.to {
						want = append(want, fmt.Sprintf("p%d@%s", n, one.unit))
					}
				}
				everybody = append(everybody, who)
			}
			undo := errors.New("undo")
			err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				if err := applySites(ctx, tx, []*directoryv1.RosterSite{site("e", 1, east), site("w", 1, west)}); err != nil {
					return err
				}
				var tree []*directoryv1.RosterUnit
				for _, name := range names {
					tree = append(tree, unitAt(name, parents[name], at[name], 1))
				}
				if err := errors.Join(applyUnits(ctx, tx, tree), applyPeople(ctx, tx, everybody)); err != nil {
					return err
				}
				found, err := New(tx).PeopleAt(ctx, when, []string{asked}, nil)
				if err != nil {
					return err
				}
				got := []string{}
				for _, p := range found {
					got = append(got, p.Person+"@"+p.Unit)
				}
				require.Equal(r, want, got)
				return undo
			})
			require.ErrorIs(r, err, undo)
		})
	}, Migrations())
}

func TestASnapshotTellsItsSites(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		begins := person("p", 1, placed("root", "acme", "2026-03-10", ""))
		dir := &directory{parts: []*directoryv1.SnapshotRosterResponse{
			{Watermark: timestamppb.Now(), Sites: []*directoryv1.RosterSite{site("sh", 2, "Asia/Shanghai")}},
			{Units: []*directoryv1.RosterUnit{unitAt("root", "", "sh", 1)}, People: []*directoryv1.RosterPerson{begins}},
		}}
		sites(t, d, site("sh", 1, "UTC"))
		require.NoError(t, snapshot(t.Context(), d, dir.client()))
		require.Equal(t, []string{"p@root"}, at(t, d, instant(t, "2026-03-09T16:00")))
		dir.parts[0].Sites = nil
		require.ErrorContains(t, snapshot(t.Context(), d, dir.client()), "sites/sh")
	}, Migrations())
}

// A copy that was filled before it knew sites waits for the next snapshot, and for a directory that tells them.
func TestACopyFromBeforeItKnewSites(t *testing.T) {
	before := db.Set{Name: Migrations().Name, FS: fstest.MapFS{}}
	for _, name := range []string{"0001_roster.sql", "0002_erased_for_good.sql"} {
		text, err := fs.ReadFile(Migrations().FS, name)
		require.NoError(t, err)
		before.FS.(fstest.MapFS)[name] = &fstest.MapFile{Data: text}
	}
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		units(t, d, unitAt("root", "", "sh", 1))
		people(t, d, person("p", 1, placed("root", "acme", "2026-03-10", "")))
		ready := func() bool {
			ready, err := New(d.Read()).Ready(t.Context())
			require.NoError(t, err)
			return ready
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE roster_state SET ready = TRUE, watermark = 1`)
			return err
		})
		require.NoError(t, db.Migrate(t.Context(), d, Migrations()))
		require.False(t, ready())
		old := &directory{parts: []*directoryv1.SnapshotRosterResponse{{Watermark: timestamppb.Now(), Units: []*directoryv1.RosterUnit{unitAt("root", "", "sh", 1)}}}}
		require.Error(t, snapshot(t.Context(), d, old.client()))
		require.False(t, ready())
		old.parts[0].Sites = []*directoryv1.RosterSite{site("sh", 1, "Asia/Shanghai")}
		require.NoError(t, snapshot(t.Context(), d, old.client()))
		require.True(t, ready())
		require.Equal(t, []string{"p@root"}, at(t, d, instant(t, "2026-03-09T16:00")))
	}, before)
}
