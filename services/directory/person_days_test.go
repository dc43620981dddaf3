package directory_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

// Somebody was in the south until the end of March, is in the north, and goes south again in October. Whoever administers the north
// changes the days between.
func TestEveryDayThatIsTouchedLiesWithinReach(t *testing.T) {
	inFirm(t, func(f *firm) {
		north, south := f.unit("north", ""), f.unit("south", "")
		scopes := map[string]model.Binding{
			"the north":             {Role: model.RoleSystem, Unit: model.ID(north)},
			"the north's employees": {Role: model.RoleSystem, Unit: model.ID(north), Employer: "acme"},
		}
		for name, test := range map[string]struct {
			// day and placement are an update, hire a corrected day of hire, leave the last day of work; row is brought in by a batch.
			day, hire, leave string
			placement        *directoryv1.Placement
			row              bool
			planned          bool
			field            string
		}{
			"from today":                   {day: "2026-09-06"},
			"from the first day there":     {day: "2026-04-01"},
			"from the day before":          {day: "2026-03-31", field: "effective_date"},
			"from long before":             {day: "2026-01-01", field: "effective_date"},
			"into a planned move":          {day: "2026-09-06", planned: true, field: "effective_date"},
			"a move dated back":            {day: "2026-03-01", placement: &directoryv1.Placement{Unit: north}, field: "effective_date"},
			"hired earlier":                {hire: "2025-12-01", field: "person.hire_date"},
			"hired later, but before":      {hire: "2026-02-01", field: "person.hire_date"},
			"the end":                      {leave: "2026-09-30"},
			"the end, dated back":          {leave: "2026-04-01"},
			"the end before":               {leave: "2026-03-30", field: "leave_date"},
			"the end before a planned one": {leave: "2026-09-30", planned: true, field: "leave_date"},
			"a row from today":             {row: true, day: "2026-09-06"},
			"a row dated back":             {row: true, day: "2026-03-31", field: "external_id"},
			"a row into a planned move":    {row: true, day: "2026-09-06", planned: true, field: "external_id"},
		} {
			for scope, binding := range scopes {
				f.Run(name+" of "+scope, func(t *testing.T) {
					number := name + scope
					person := f.create(draft(number, south)).GetName()
					move := func(to, day string) {
						_, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{
							Person: &directoryv1.Person{Name: person, Placement: &directoryv1.Placement{Unit: to}}, UpdateMask: mask("placement.unit"), EffectiveDate: day})
						require.NoError(t, err)
					}
					move(north, "2026-04-01")
					if test.planned {
						move(south, "2026-10-01")
					}
					before := f.get(person, "")
					ctx := f.as("keys/n", binding)
					var err error
					refused := ""
					switch {
					case test.row:
						row := personRow(number, north, "")
						row.HireDate = "2026-01-01"
						var response *directoryv1.BatchUpsertPeopleResponse
						response, err = f.people.BatchUpsertPeople(ctx, &directoryv1.BatchUpsertPeopleRequest{Rows: []*directoryv1.PersonRow{row}, EffectiveDate: test.day})
						require.NoError(t, err)
						if result := response.GetResults()[0]; result.GetReason() != "" {
							refused = result.GetField()
							require.Equal(t, "NOT_FOUND", result.GetReason())
						}
					case test.leave != "":
						_, err = f.people.EndEmployment(ctx, &directoryv1.EndEmploymentRequest{Name: person, LeaveDate: test.leave})
					case test.hire != "":
						_, err = f.people.UpdatePerson(ctx, &directoryv1.UpdatePersonRequest{
							Person: &directoryv1.Person{Name: person, HireDate: test.hire}, UpdateMask: mask("hire_date")})
					case test.placement != nil:
						_, err = f.people.UpdatePerson(ctx, &directoryv1.UpdatePersonRequest{
							Person: &directoryv1.Person{Name: person, Placement: test.placement}, UpdateMask: mask("placement.unit"), EffectiveDate: test.day})
					default:
						_, err = f.people.UpdatePerson(ctx, &directoryv1.UpdatePersonRequest{
							Person: &directoryv1.Person{Name: person, Placement: &directoryv1.Placement{Shift: "late"}}, UpdateMask: mask("placement.shift"), EffectiveDate: test.day})
					}
					if err != nil {
						requireRefused(t, err, "NOT_FOUND")
						refused = fieldOf(err)
					}
					require.Equal(t, test.field, refused, "%v", err)
					if test.field != "" {
						require.Empty(t, cmp.Diff(before, f.get(person, ""), protocmp.Transform()))
					}
				})
			}
		}
	})
}
