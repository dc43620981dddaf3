package directory_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

func TestUnitsLiveAndAreArchived(t *testing.T) {
	inFirm(t, func(f *firm) {
		root, other := f.unit("root", ""), f.unit("other", "")
		team := f.unit("team", root)
		got, err := f.units.GetUnit(f.admin, &directoryv1.GetUnitRequest{Name: team})
		require.NoError(f, err)
		require.Equal(f, root, got.GetParent())
		require.Equal(f, noon, got.GetCreateTime().AsTime())

		moved, err := f.units.UpdateUnit(f.admin, &directoryv1.UpdateUnitRequest{
			Unit: &directoryv1.Unit{Name: team, Parent: other, Kind: got.GetKind(), DisplayName: named("ignored"), Etag: got.GetEtag()}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"parent"}},
		})
		require.NoError(f, err)
		require.Equal(f, other, moved.GetParent())
		require.Equal(f, "team", moved.GetDisplayName().GetTexts()["en"], "the mask did not name it")
		_, err = f.units.UpdateUnit(f.admin, &directoryv1.UpdateUnitRequest{Unit: got})
		requireRefused(f, err, "ETAG_MISMATCH")

		_, err = f.units.ArchiveUnit(f.admin, &directoryv1.ArchiveUnitRequest{Name: other})
		requireRefused(f, err, "UNIT_NOT_EMPTY")
		archived, err := f.units.ArchiveUnit(f.admin, &directoryv1.ArchiveUnitRequest{Name: team})
		require.NoError(f, err)
		require.NotNil(f, archived.GetArchiveTime())
		again, err := f.units.ArchiveUnit(f.admin, &directoryv1.ArchiveUnitRequest{Name: team})
		require.NoError(f, err)
		require.Empty(f, cmp.Diff(archived, again, protocmp.Transform()))
		_, err = f.units.UpdateUnit(f.admin, &directoryv1.UpdateUnitRequest{Unit: &directoryv1.Unit{Name: team, Kind: got.GetKind(), DisplayName: named("late")}})
		requireRefused(f, err, "ARCHIVED")
		_, err = f.units.CreateUnit(f.admin, &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{Parent: team, Kind: got.GetKind(), DisplayName: named("below")}})
		requireRefused(f, err, "ARCHIVED")
	})
}

func TestUnitsHoldingPeopleStay(t *testing.T) {
	inFirm(t, func(f *firm) {
		team := f.unit("team", "")
		person := f.create(draft("1", team))
		_, err := f.units.ArchiveUnit(f.admin, &directoryv1.ArchiveUnitRequest{Name: team})
		requireRefused(f, err, "UNIT_NOT_EMPTY")
		_, err = f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: person.GetName(), LeaveDate: "2026-09-05"})
		require.NoError(f, err)
		_, err = f.units.ArchiveUnit(f.admin, &directoryv1.ArchiveUnitRequest{Name: team})
		require.NoError(f, err)
	})
}

func TestUnitsAreUpdatedByTheirOwnNamesOnly(t *testing.T) {
	inFirm(t, func(f *firm) {
		unit := f.unit("root", "")
		for _, name := range []string{"", "units/\x00", "sites/" + model.ID(unit)} {
			_, err := f.units.UpdateUnit(f.admin, &directoryv1.UpdateUnitRequest{Unit: &directoryv1.Unit{Name: name, DisplayName: named("other")}})
			requireRefused(f, err, "NOT_FOUND")
		}
	})
}

func TestUnitRefusals(t *testing.T) {
	inFirm(t, func(f *firm) {
		root := f.unit("root", "")
		below := f.unit("below", root)
		unknown := "units/" + uuid.NewString()
		create := func(unit *directoryv1.Unit) func() error {
			return func() error {
				_, err := f.units.CreateUnit(f.admin, &directoryv1.CreateUnitRequest{Unit: unit})
				return err
			}
		}
		team := directoryv1.UnitKind_UNIT_KIND_TEAM
		for name, test := range map[string]struct {
			do     func() error
			reason string
		}{
			"below itself": {func() error {
				_, err := f.units.UpdateUnit(f.admin, &directoryv1.UpdateUnitRequest{Unit: &directoryv1.Unit{Name: root, Parent: below, Kind: team, DisplayName: named("x")}})
				return err
			}, "UNIT_CYCLE"},
			"its own parent": {func() error {
				_, err := f.units.UpdateUnit(f.admin, &directoryv1.UpdateUnitRequest{Unit: &directoryv1.Unit{Name: root, Parent: root, Kind: team, DisplayName: named("x")}})
				return err
			}, "UNIT_CYCLE"},
			"unknown parent": {create(&directoryv1.Unit{Parent: unknown, Kind: team, DisplayName: named("x")}), "NOT_FOUND"},
			"unknown site":   {create(&directoryv1.Unit{Kind: team, DisplayName: named("x"), Site: "sites/" + uuid.NewString()}), "NOT_FOUND"},
			"no kind":        {create(&directoryv1.Unit{DisplayName: named("x")}), "INVALID_FIELD"},
			"no name":        {create(&directoryv1.Unit{Kind: team}), "INVALID_FIELD"},
			"a NUL":          {create(&directoryv1.Unit{Kind: team, DisplayName: named("a\x00b")}), "INVALID_FIELD"},
			"an id taken": {create(&directoryv1.Unit{Kind: team, DisplayName: named("x"),
				ExternalIds: []*typev1.ExternalId{{Source: "hris", Id: "root"}}}), "ALREADY_EXISTS"},
			"unknown field in the mask": {func() error {
				_, err := f.units.UpdateUnit(f.admin, &directoryv1.UpdateUnitRequest{
					Unit: &directoryv1.Unit{Name: root, Kind: team, DisplayName: named("x")}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"colour"}}})
				return err
			}, "INVALID_FIELD"},
		} {
			f.Run(name, func(t *testing.T) { requireRefused(t, test.do(), test.reason) })
		}
	})
}

func TestUnitsWithinScope(t *testing.T) {
	inFirm(t, func(f *firm) {
		north, south := f.unit("north", ""), f.unit("south", "")
		team := f.unit("team", north)
		admin := f.as("keys/k", model.Binding{Role: model.RoleAdmin, Unit: model.ID(north)})
		vendor := f.as("keys/v", model.Binding{Role: model.RoleAdmin, Unit: model.ID(north), Employer: "acme"})
		page, err := f.units.ListUnits(vendor, &directoryv1.ListUnitsRequest{})
		require.NoError(f, err)
		require.Len(f, page.GetUnits(), 2)
		_, err = f.units.GetUnit(admin, &directoryv1.GetUnitRequest{Name: south})
		requireRefused(f, err, "NOT_FOUND")

		child := &directoryv1.Unit{Parent: team, Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: named("child")}
		_, err = f.units.CreateUnit(vendor, &directoryv1.CreateUnitRequest{Unit: child})
		requireRefused(f, err, "PERMISSION_DENIED")
		_, err = f.units.CreateUnit(admin, &directoryv1.CreateUnitRequest{Unit: child})
		require.NoError(f, err)
		child.Parent = ""
		_, err = f.units.CreateUnit(admin, &directoryv1.CreateUnitRequest{Unit: child})
		requireRefused(f, err, "PERMISSION_DENIED")
		child.Parent = south
		_, err = f.units.CreateUnit(admin, &directoryv1.CreateUnitRequest{Unit: child})
		requireRefused(f, err, "NOT_FOUND")
		_, err = f.units.UpdateUnit(admin, &directoryv1.UpdateUnitRequest{
			Unit: &directoryv1.Unit{Name: team, Parent: south, Kind: child.GetKind(), DisplayName: named("x")}})
		requireRefused(f, err, "NOT_FOUND")
		_, err = f.units.ArchiveUnit(admin, &directoryv1.ArchiveUnitRequest{Name: south})
		requireRefused(f, err, "NOT_FOUND")
	})
}

func TestUnitsAreListedInPagesAndSince(t *testing.T) {
	inFirm(t, func(f *firm) {
		var all []string
		root := f.unit("root", "")
		all = append(all, root)
		for _, name := range []string{"b", "a", "C", "ü", "💥"} {
			all = append(all, f.unit(name, root))
		}
		names := func(req *directoryv1.ListUnitsRequest) []string {
			found := []string{}
			for {
				page, err := f.units.ListUnits(f.admin, req)
				require.NoError(f, err)
				for _, unit := range page.GetUnits() {
					found = append(found, unit.GetName())
				}
				if req.PageToken = page.GetNextPageToken(); req.PageToken == "" {
					return found
				}
			}
		}
		require.Equal(f, all, names(&directoryv1.ListUnitsRequest{PageSize: 2}))
		require.Equal(f, all[1:], names(&directoryv1.ListUnitsRequest{Filter: `parent = "` + root + `"`, PageSize: 2}))
		require.Equal(f, []string{all[5]}, names(&directoryv1.ListUnitsRequest{Filter: `external_id = "hris:💥"`}))
		before := f.Clock.Now()
		f.Clock.Advance(time.Hour)
		_, err := f.units.ArchiveUnit(f.admin, &directoryv1.ArchiveUnitRequest{Name: all[2]})
		require.NoError(f, err)
		require.NotContains(f, names(&directoryv1.ListUnitsRequest{}), all[2])
		require.Equal(f, []string{all[2]}, names(&directoryv1.ListUnitsRequest{UpdatedAfter: timestamppb.New(before)}))
		require.Equal(f, all[2], names(&directoryv1.ListUnitsRequest{ShowArchived: true, OrderBy: "update_time desc", PageSize: 1})[0])
		_, err = f.units.ListUnits(f.admin, &directoryv1.ListUnitsRequest{Filter: `colour = "red"`})
		requireRefused(f, err, "FILTER_INVALID")
	})
}

func TestUnitRowsComeInAnyOrder(t *testing.T) {
	inFirm(t, func(f *firm) {
		row := func(id, parent string) *directoryv1.UnitRow {
			return &directoryv1.UnitRow{ExternalId: &typev1.ExternalId{Source: "hris", Id: id}, ParentId: parent, Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: named(id)}
		}
		upsert := func(rows ...*directoryv1.UnitRow) []*directoryv1.RowResult {
			response, err := f.units.BatchUpsertUnits(f.admin, &directoryv1.BatchUpsertUnitsRequest{Rows: rows})
			require.NoError(f, err)
			return response.GetResults()
		}
		outcomes := func(results []*directoryv1.RowResult) (said []string) {
			for i, result := range results {
				require.EqualValues(f, i+1, result.GetRow())
				if result.GetReason() != "" {
					require.NotEmpty(f, result.GetMessage())
					said = append(said, result.GetReason())
				} else {
					said = append(said, result.GetOutcome().String()[len("ROW_OUTCOME_"):])
				}
			}
			return said
		}
		results := upsert(row("leaf", "middle"), row("middle", "top"), row("top", ""), row("a", "b"), row("b", "c"), row("c", "b"),
			row("twice", ""), row("twice", "top"), row("lost", "nowhere"), &directoryv1.UnitRow{}, row("below lost", "lost"))
		require.Equal(f, []string{"CREATED", "CREATED", "CREATED", "UNKNOWN_UNIT", "UNIT_CYCLE", "UNIT_CYCLE", "ROW_TWICE", "ROW_TWICE", "UNKNOWN_UNIT",
			"INVALID_FIELD", "UNKNOWN_UNIT"}, outcomes(results))
		events, _ := f.emitted()
		require.Len(f, events, 3)
		// Turned upside down: the old top stands below the old leaf.
		turned := upsert(row("top", "middle"), row("middle", "leaf"), row("leaf", ""))
		require.Equal(f, []string{"UPDATED", "UPDATED", "UPDATED"}, outcomes(turned))
		require.Equal(f, "parent", turned[0].GetChanges()[0].GetField())
		require.Equal(f, []string{"UNCHANGED", "UNCHANGED", "UNCHANGED"}, outcomes(upsert(row("top", "middle"), row("middle", "leaf"), row("leaf", ""))))
		events, _ = f.emitted()
		require.Len(f, events, 6, "what did not change emits nothing")
		// A move below one's own child that is not in the batch.
		require.Equal(f, []string{"UNIT_CYCLE"}, outcomes(upsert(row("leaf", "top"))))
	})
}
