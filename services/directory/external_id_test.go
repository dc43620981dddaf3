package directory_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"

	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// Whoever has an id of another system is who its next import writes to.
func TestOnlySystemsAndTheWholeInstallationSetExternalIDs(t *testing.T) {
	inFirm(t, func(f *firm) {
		north, south := f.unit("north", ""), f.unit("south", "")
		person := f.create(draft("1", north))
		payroll := func(id string) []*typev1.ExternalId { return []*typev1.ExternalId{{Source: "payroll", Id: id}} }
		for name, test := range map[string]struct {
			binding model.Binding
			may     bool
		}{
			"an administrator of all":         {model.Binding{Role: model.RoleAdmin}, true},
			"a system of all":                 {model.Binding{Role: model.RoleSystem}, true},
			"a system of the subtree":         {model.Binding{Role: model.RoleSystem, Unit: model.ID(north)}, true},
			"an administrator of the subtree": {model.Binding{Role: model.RoleAdmin, Unit: model.ID(north)}, false},
			"an administrator of an employer": {model.Binding{Role: model.RoleAdmin, Employer: "acme"}, false},
		} {
			f.Run(name, func(t *testing.T) {
				ctx := f.as("keys/x", test.binding)
				unitToo := test.binding.Employer == "" // which units belong to nobody alone
				held := func(err error, field string) {
					t.Helper()
					if test.may {
						require.NoError(t, err)
						return
					}
					requireRefused(t, err, "EXTERNAL_ID_RESERVED")
					require.Equal(t, field, fieldOf(err))
				}
				update := func(ids []*typev1.ExternalId) error {
					_, err := f.people.UpdatePerson(ctx, &directoryv1.UpdatePersonRequest{
						Person: &directoryv1.Person{Name: person.GetName(), ExternalIds: ids}, UpdateMask: mask("external_ids")})
					return err
				}
				held(update(payroll("another")), "person.external_ids")
				held(update(nil), "person.external_ids")
				require.NoError(t, update(f.get(person.GetName(), "").GetExternalIds()), "the same again changes nothing")
				fresh := draft(name, north)
				_, err := f.people.CreatePerson(ctx, &directoryv1.CreatePersonRequest{Person: fresh})
				held(err, "person.external_ids")
				fresh.Number, fresh.ExternalIds = "without "+name, nil
				_, err = f.people.CreatePerson(ctx, &directoryv1.CreatePersonRequest{Person: fresh})
				require.NoError(t, err)
				if unitToo {
					held(f.unitNamed(ctx, north, name), "unit.external_ids")
					_, err = f.units.UpdateUnit(ctx, &directoryv1.UpdateUnitRequest{
						Unit: &directoryv1.Unit{Name: north, ExternalIds: []*typev1.ExternalId{{Source: "hris", Id: "north"}}}, UpdateMask: mask("external_ids")})
					require.NoError(t, err, "the same again changes nothing")
					_, err = f.units.UpdateUnit(ctx, &directoryv1.UpdateUnitRequest{
						Unit: &directoryv1.Unit{Name: north, ExternalIds: append(payroll(name), &typev1.ExternalId{Source: "hris", Id: "north"})}, UpdateMask: mask("external_ids")})
					held(err, "unit.external_ids")
				}
				// Put back for the next one.
				_, err = f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{
					Person: &directoryv1.Person{Name: person.GetName(), ExternalIds: person.GetExternalIds()}, UpdateMask: mask("external_ids")})
				require.NoError(t, err)
				_, err = f.units.UpdateUnit(f.admin, &directoryv1.UpdateUnitRequest{
					Unit: &directoryv1.Unit{Name: north, ExternalIds: []*typev1.ExternalId{{Source: "hris", Id: "north"}}}, UpdateMask: mask("external_ids")})
				require.NoError(t, err)
			})
		}
		// A system of one part names nobody in another.
		_, err := f.people.CreatePerson(f.as("keys/n", model.Binding{Role: model.RoleSystem, Unit: model.ID(north)}, model.Binding{Role: model.RoleAdmin, Unit: model.ID(south)}),
			&directoryv1.CreatePersonRequest{Person: draft("s", south)})
		requireRefused(f, err, "EXTERNAL_ID_RESERVED")
	})
}

// To somebody who may bring nobody new, an id that is free and one that is somebody's out of reach are the same.
func TestRowsOfAPartBringNobodyNew(t *testing.T) {
	inFirm(t, func(f *firm) {
		north, south := f.unit("north", ""), f.unit("south", "")
		f.create(draft("near", north))
		f.create(draft("far", south))
		admin := f.as("keys/a", model.Binding{Role: model.RoleAdmin, Unit: model.ID(north)})
		system := f.as("keys/s", model.Binding{Role: model.RoleSystem, Unit: model.ID(north)})
		people := func(ctx context.Context, rows ...*directoryv1.PersonRow) []string {
			response, err := f.people.BatchUpsertPeople(ctx, &directoryv1.BatchUpsertPeopleRequest{Rows: rows, ValidateOnly: true})
			require.NoError(f, err)
			return said(response.GetResults())
		}
		rows := []*directoryv1.PersonRow{personRow("near", north, ""), personRow("far", north, ""), personRow("free", north, ""), personRow("far2", south, "")}
		rows[1].Unit, rows[2].Unit = "nowhere", "nowhere"
		require.Equal(f, []string{"1 UPDATED language:zh-CN→ shift:day→", "2 EXTERNAL_ID_RESERVED external_id", "3 EXTERNAL_ID_RESERVED external_id",
			"4 EXTERNAL_ID_RESERVED external_id"}, people(admin, rows...))
		require.Equal(f, []string{"1 UPDATED language:zh-CN→ shift:day→", "2 CREATED"}, people(system, rows[0], personRow("free", north, "")))
		units := func(ctx context.Context, rows ...*directoryv1.UnitRow) []string {
			response, err := f.units.BatchUpsertUnits(ctx, &directoryv1.BatchUpsertUnitsRequest{Rows: rows, ValidateOnly: true})
			require.NoError(f, err)
			return said(response.GetResults())
		}
		f.unit("team", north)
		require.Equal(f, []string{"1 UNCHANGED", "2 EXTERNAL_ID_RESERVED external_id", "3 EXTERNAL_ID_RESERVED external_id"},
			units(admin, unitRow("team", "north"), unitRow("south", ""), unitRow("free", "nowhere")))
		require.Equal(f, []string{"1 UNCHANGED", "2 CREATED"}, units(system, unitRow("team", "north"), unitRow("free", "north")))
	})
}

// unitNamed adds a unit that another system knows.
func (f *firm) unitNamed(ctx context.Context, parent, id string) error {
	_, err := f.units.CreateUnit(ctx, &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
		Parent: parent, Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: named(id), ExternalIds: []*typev1.ExternalId{{Source: "hris", Id: id}},
	}})
	return err
}

// fieldOf is the first field that a refusal names.
func fieldOf(err error) string {
	for _, detail := range status.Convert(err).Details() {
		if bad, ok := detail.(*errdetails.BadRequest); ok && len(bad.GetFieldViolations()) > 0 {
			return bad.GetFieldViolations()[0].GetField()
		}
	}
	return ""
}
