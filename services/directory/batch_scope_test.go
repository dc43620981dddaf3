package directory_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// A row may begin a new employment that ends before the day from which the rows hold. It reaches no further for that.
func TestNobodyIsRehiredBeyondTheScope(t *testing.T) {
	inFirm(t, func(f *firm) {
		north, south := f.unit("north", ""), f.unit("south", "")
		name := f.create(draft("1", north)).GetName()
		_, err := f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: name, LeaveDate: "2026-03-01"})
		require.NoError(f, err)
		row := personRow("1", south, "")
		row.HireDate, row.LeaveDate = "2026-04-01", "2026-05-01"
		elsewhere := personRow("1", north, "")
		elsewhere.HireDate, elsewhere.LeaveDate, elsewhere.Employer = row.HireDate, row.LeaveDate, "vendor"
		admin := f.as("keys/a", model.Binding{Role: model.RoleAdmin, Unit: model.ID(north), Employer: "acme"})
		for _, beyond := range []*directoryv1.PersonRow{row, elsewhere} {
			response, err := f.people.BatchUpsertPeople(admin, &directoryv1.BatchUpsertPeopleRequest{Rows: []*directoryv1.PersonRow{beyond}})
			require.NoError(f, err)
			require.Equal(f, []string{"1 UNKNOWN_UNIT unit"}, said(response.GetResults()))
		}
		response, err := f.people.BatchUpsertPeople(f.admin, &directoryv1.BatchUpsertPeopleRequest{Rows: []*directoryv1.PersonRow{row}})
		require.NoError(f, err)
		require.Equal(f, directoryv1.RowOutcome_ROW_OUTCOME_UPDATED, response.GetResults()[0].GetOutcome())
	})
}

// What another system calls a unit outside the scope is as unknown as what it calls nothing.
func TestRowsDoNotTellWhichUnitsThereAre(t *testing.T) {
	inFirm(t, func(f *firm) {
		north := f.unit("north", "")
		f.unit("south", "")
		system := f.as("keys/a", model.Binding{Role: model.RoleSystem, Unit: model.ID(north)})
		response, err := f.units.BatchUpsertUnits(system, &directoryv1.BatchUpsertUnitsRequest{
			Rows: []*directoryv1.UnitRow{unitRow("a", "north"), unitRow("b", "south"), unitRow("c", "nowhere"), unitRow("d", "a")}})
		require.NoError(f, err)
		require.Equal(f, []string{"1 CREATED", "2 UNKNOWN_UNIT parent_id", "3 UNKNOWN_UNIT parent_id", "4 CREATED"}, said(response.GetResults()))
	})
}
