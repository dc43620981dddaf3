package roster

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fullstorydev/grpchan/inprocgrpc"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// directory answers SnapshotRoster with parts, and after them with err.
type directory struct {
	directoryv1.UnimplementedRosterServiceServer
	parts []*directoryv1.SnapshotRosterResponse
	err   error
}

func (d *directory) SnapshotRoster(_ *directoryv1.SnapshotRosterRequest, stream grpc.ServerStreamingServer[directoryv1.SnapshotRosterResponse]) error {
	for _, part := range d.parts {
		if err := stream.Send(part); err != nil {
			return err
		}
	}
	return d.err
}

func (d *directory) client() directoryv1.RosterServiceClient {
	channel := &inprocgrpc.Channel{}
	directoryv1.RegisterRosterServiceServer(channel, d)
	return directoryv1.NewRosterServiceClient(channel)
}

func unit(id, parent string, version int64) *directoryv1.RosterUnit {
	return &directoryv1.RosterUnit{Unit: "units/" + id, Parent: model.Name("units", parent), Version: version}
}

func person(id string, version int64, placements ...*directoryv1.RosterPlacement) *directoryv1.RosterPerson {
	return &directoryv1.RosterPerson{Person: "people/" + id, Version: version, Placements: placements}
}

func placed(unit, employer, from, to string) *directoryv1.RosterPlacement {
	return &directoryv1.RosterPlacement{Unit: "units/" + unit, Employer: employer, FromDate: from, ToDate: to, Manager: "people/boss", Shift: "night", Channel: "chat", Position: "agent"}
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04", text)
	require.NoError(t, err)
	return at
}

func write(t testing.TB, d *db.DB, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	require.NoError(t, d.Tx(t.Context(), fn))
}

func units(t testing.TB, d *db.DB, all ...*directoryv1.RosterUnit) {
	t.Helper()
	write(t, d, func(ctx context.Context, tx *db.Tx) error { return applyUnits(ctx, tx, all) })
}

func people(t testing.TB, d *db.DB, all ...*directoryv1.RosterPerson) {
	t.Helper()
	write(t, d, func(ctx context.Context, tx *db.Tx) error { return applyPeople(ctx, tx, all) })
}

// on lists who is where on a day, of a copy that knows no sites, as "person@unit".
func on(t testing.TB, d *db.DB, date string, units []string, employers ...string) []string {
	t.Helper()
	found, err := New(d.Read()).PeopleAt(t.Context(), instant(t, date+"T08:00"), units, employers)
	require.NoError(t, err)
	names := []string{}
	for _, p := range found {
		names = append(names, p.Person+"@"+p.Unit)
	}
	return names
}

func TestInScope(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		units(t, d, unit("root", "", 1), unit("a", "root", 1), unit("a1", "a", 1), unit("b", "root", 1))
		tests := []struct {
			name           string
			scope          model.Scope
			unit, employer string
			want           bool
		}{
			{"nothing", model.Scope{}, "a", "", false},
			{"self alone", model.Scope{Self: "p"}, "a", "", false},
			{"everything", model.Scope{All: true}, "anything", "acme", true},
			{"the unit itself", areas(model.Area{Unit: "a"}), "a", "", true},
			{"below", areas(model.Area{Unit: "root"}), "a1", "acme", true},
			{"above", areas(model.Area{Unit: "a1"}), "a", "", false},
			{"beside", areas(model.Area{Unit: "a"}), "b", "", false},
			{"unknown", areas(model.Area{Unit: "a"}), "nowhere", "", false},
			{"unknown under itself", areas(model.Area{Unit: "nowhere"}), "nowhere", "", false},
			{"the employer", areas(model.Area{Unit: "a", Employer: "acme"}), "a1", "acme", true},
			{"another employer", areas(model.Area{Unit: "a", Employer: "acme"}), "a1", "beta", false},
			{"several employers", areas(model.Area{Unit: "a", Employer: "acme"}), "a1", "", false},
			{"an employer everywhere", areas(model.Area{Employer: "acme"}), "b", "acme", true},
			{"an employer everywhere, another one", areas(model.Area{Employer: "acme"}), "b", "beta", false},
			{"the second area", areas(model.Area{Unit: "b"}, model.Area{Unit: "a", Employer: "acme"}), "a1", "acme", true},
			{"areas do not mix", areas(model.Area{Unit: "b"}, model.Area{Unit: "a", Employer: "acme"}), "a1", "beta", false},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				got, err := New(d.Read()).InScope(t.Context(), test.scope, test.unit, test.employer)
				require.NoError(t, err)
				require.Equal(t, test.want, got)
			})
		}
	}, Migrations())
}

func areas(all ...model.Area) model.Scope { return model.Scope{Areas: all} }

func TestACircleEnds(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		units(t, d, unit("a", "b", 1), unit("b", "a", 1))
		people(t, d, person("p", 1, placed("a", "acme", "2026-01-01", "")))
		in, err := New(d.Read()).InScope(t.Context(), areas(model.Area{Unit: "root"}), "a", "")
		require.NoError(t, err)
		require.False(t, in)
		where, args := Units.Reached(areas(model.Area{Unit: "a"}), "unit", "parent", 1)
		var count int
		require.NoError(t, d.Read().QueryRowContext(t.Context(), `SELECT count(*) FROM roster_unit WHERE `+where, args...).Scan(&count))
		require.Equal(t, 2, count)
		require.Empty(t, on(t, d, "2026-02-01", []string{"a"}), "what hangs under no root is asked once the tree is whole again")
	}, Migrations())
}

func TestPeopleAt(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		root := unit("root", "", 1)
		root.Site = "sites/north"
		south := unit("b", "root", 1)
		south.Site = "sites/south"
		units(t, d, root, unit("a", "root", 1), unit("a1", "a", 1), south)
		people(t, d,
			person("mover", 1, placed("a", "acme", "2026-01-01", "2026-03-31"), placed("b", "acme", "2026-04-01", "")),
			person("leaver", 1, placed("a1", "beta", "2026-01-01", "2026-02-28")),
			person("joiner", 1, placed("a1", "beta", "2026-03-01", "")),
			person("never", 1))
		tests := []struct {
			date      string
			units     []string
			employers []string
			want      []string
		}{
			{"2025-12-31", []string{"root"}, nil, []string{}},
			{"2026-01-01", []string{"root"}, nil, []string{"leaver@a1", "mover@a"}},
			{"2026-02-28", []string{"a1"}, nil, []string{"leaver@a1"}},
			{"2026-03-01", []string{"a1"}, nil, []string{"joiner@a1"}},
			{"2026-03-31", []string{"a"}, nil, []string{"joiner@a1", "mover@a"}},
			{"2026-04-01", []string{"a"}, nil, []string{"joiner@a1"}},
			{"2026-04-01", []string{"a", "b"}, nil, []string{"joiner@a1", "mover@b"}},
			{"2026-04-01", []string{"root", "a"}, nil, []string{"joiner@a1", "mover@b"}},
			{"2026-04-01", []string{"root"}, []string{"acme", "other"}, []string{"mover@b"}},
			{"2026-04-01", []string{"root"}, []string{"Acme"}, []string{}},
			{"2026-04-01", nil, nil, []string{}},
			{"2026-04-01", []string{"nowhere"}, nil, []string{}},
		}
		for _, test := range tests {
			require.Equal(t, test.want, on(t, d, test.date, test.units, test.employers...), "%+v", test)
		}
		found, err := New(d.Read()).PeopleAt(t.Context(), instant(t, "2026-04-01T08:00"), []string{"root"}, nil)
		require.NoError(t, err)
		require.Equal(t, []Placement{
			{Person: "joiner", Unit: "a1", Employer: "beta", Site: "north", Manager: "boss", Position: "agent", Shift: "night", Channel: "chat"},
			{Person: "mover", Unit: "b", Employer: "acme", Site: "south", Manager: "boss", Position: "agent", Shift: "night", Channel: "chat"},
		}, found)
	}, Migrations())
}

func TestVersionsDecide(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		units(t, d, unit("a", "", 5), unit("b", "", 1), unit("b", "a", 2))
		units(t, d, unit("a", "b", 4), unit("a", "b", 5))
		exists, err := New(d.Read()).UnitExists(t.Context(), "a")
		require.NoError(t, err)
		require.True(t, exists)
		in, err := New(d.Read()).InScope(t.Context(), areas(model.Area{Unit: "a"}), "b", "")
		require.NoError(t, err)
		require.True(t, in, "the newer of two in one batch holds, and older ones change nothing")

		archived := unit("a", "", 6)
		archived.Archived = true
		units(t, d, archived)
		exists, err = New(d.Read()).UnitExists(t.Context(), "a")
		require.NoError(t, err)
		require.False(t, exists)

		people(t, d, person("p", 2, placed("a", "acme", "2026-01-01", "")))
		people(t, d, person("p", 1, placed("b", "acme", "2026-01-01", "")), person("q", 1, placed("b", "acme", "2026-01-01", "")))
		require.Equal(t, []string{"p@a", "q@b"}, on(t, d, "2026-02-01", []string{"a"}))
		people(t, d, person("p", 3, placed("b", "acme", "2026-02-01", "")))
		require.Equal(t, []string{"q@b"}, on(t, d, "2026-01-31", []string{"a"}), "the placements of before are gone")
	}, Migrations())
}

func TestTheErasedStayAway(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		units(t, d, unit("a", "", 1))
		erase := func(id string) {
			write(t, d, func(ctx context.Context, tx *db.Tx) error { return Erase(ctx, tx, id) })
		}
		at := placed("a", "acme", "2026-01-01", "")
		people(t, d, person("p", 1, at), person("q", 1, at), person("r", 1, at))
		erase("p")
		erase("p")
		people(t, d, &directoryv1.RosterPerson{Person: "people/q", Version: 2, Erased: true})
		erase("unheard-of")
		require.Equal(t, []string{"r@a"}, on(t, d, "2026-02-01", []string{"a"}))
		people(t, d, person("p", 9, at), person("q", 9, at), person("unheard-of", 9, at))
		require.Equal(t, []string{"r@a"}, on(t, d, "2026-02-01", []string{"a"}), "a late event brings nobody back")
	}, Migrations())
}

func TestSnapshot(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		at := placed("u", "acme", "2026-01-01", "")
		dir := &directory{parts: []*directoryv1.SnapshotRosterResponse{
			{Watermark: timestamppb.Now(), Units: []*directoryv1.RosterUnit{unit("u", "", 3)}},
			{People: []*directoryv1.RosterPerson{person("p1", 1, at), person("p2", 7, at)}},
			{People: []*directoryv1.RosterPerson{person("p3", 1, at), {Person: "people/p4", Version: 2, Erased: true}}},
		}, err: errors.New("the directory stops")}
		ready := func() bool {
			ready, err := New(d.Read()).Ready(t.Context())
			require.NoError(t, err)
			return ready
		}
		whole := dir.parts
		for cut := range whole {
			dir.parts = whole[:cut]
			require.Error(t, snapshot(t.Context(), d, dir.client()))
			require.False(t, ready(), "a part of a snapshot is none")
		}
		people(t, d, person("p1", 2)) // an event that is newer than the snapshot
		dir.parts, dir.err = whole, nil
		require.NoError(t, snapshot(t.Context(), d, dir.client()))
		require.True(t, ready())
		require.Equal(t, []string{"p2@u", "p3@u"}, on(t, d, "2026-02-01", []string{"u"}))
		require.NoError(t, snapshot(t.Context(), d, dir.client()), "once more changes nothing")
		require.Equal(t, []string{"p2@u", "p3@u"}, on(t, d, "2026-02-01", []string{"u"}))
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			held, err := Hold(ctx, tx)
			require.True(t, held)
			return err
		})
		dir.parts = nil
		require.Error(t, snapshot(t.Context(), d, dir.client()), "an empty stream is not a snapshot")
	}, Migrations())
}

func TestOddDatesAreRefused(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		for _, dates := range []string{"|", "|2026-01-01", "yesterday|", "2026-01-01|never"} {
			from, to, _ := strings.Cut(dates, "|")
			err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				return applyPeople(ctx, tx, []*directoryv1.RosterPerson{person("p", 1, placed("u", "acme", from, to))})
			})
			require.ErrorContains(t, err, "people/p", dates)
		}
	}, Migrations())
}

// bigTree is 5,000 units, seven to a parent.
func bigTree() (tree []*directoryv1.RosterUnit) {
	for i := range 5000 {
		parent := ""
		if i > 0 {
			parent = fmt.Sprintf("unit-%d", (i-1)/7)
		}
		tree = append(tree, unit(fmt.Sprintf("unit-%d", i), parent, 1))
	}
	return tree
}
