package directory_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
)

func TestPeopleAreListedByWhatTheyAreOnADay(t *testing.T) {
	inFirm(t, func(f *firm) {
		root := f.unit("root", "")
		team, other := f.unit("team", root), f.unit("other", "")
		hire := func(number, unit string, change func(p *directoryv1.Person)) string {
			person := draft(number, unit)
			if change != nil {
				change(person)
			}
			return f.create(person).GetName()
		}
		boss := hire("boss", root, nil)
		night := hire("night", team, func(p *directoryv1.Person) { p.Placement.Shift, p.Placement.Manager = "night", boss })
		vendor := hire("vendor", team, func(p *directoryv1.Person) { p.Placement.Employer = "vendor" })
		coming := hire("coming", team, func(p *directoryv1.Person) { p.HireDate = "2026-12-01" })
		gone := hire("gone", other, nil)
		_, err := f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: gone, LeaveDate: "2026-03-31"})
		require.NoError(f, err)
		_, err = f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{
			Person: &directoryv1.Person{Name: night, Placement: &directoryv1.Placement{Unit: other}}, UpdateMask: mask("placement.unit"), EffectiveDate: "2026-10-01",
		})
		require.NoError(f, err)
		for query, want := range map[string][]string{
			``:                            {boss, night, vendor, coming},
			`unit = "` + team + `"`:       {night, vendor, coming},
			`unit != "` + team + `"`:      {boss},
			`subtree = "` + root + `"`:    {boss, night, vendor, coming},
			`subtree = "` + other + `"`:   {},
			`manager = "` + boss + `"`:    {night},
			`employer = "acme"`:           {boss, night, coming},
			`shift = "night"`:             {night},
			`state = ACTIVE`:              {boss, night, vendor},
			`state = EXPECTED`:            {coming},
			`state = LEFT`:                {gone},
			`number = "vendor"`:           {vendor},
			`number = "VENDOR"`:           {},
			`external_id = "hris:coming"`: {coming},
			`external_id = "acd:coming"`:  {},
			`hire_date > "2026-01-01"`:    {coming},
			`hire_date <= "2026-01-01"`:   {boss, night, vendor},
			`employer = "acme" AND state = ACTIVE AND unit = "` + team + `"`: {night},
		} {
			require.Equal(f, want, f.list(f.admin, &directoryv1.ListPeopleRequest{Filter: query, PageSize: 2}), query)
		}
		require.Equal(f, []string{night}, f.list(f.admin, &directoryv1.ListPeopleRequest{Filter: `subtree = "` + other + `"`, AsOf: "2026-10-01"}))
		require.Equal(f, []string{gone}, f.list(f.admin, &directoryv1.ListPeopleRequest{Filter: `unit = "` + other + `" AND state = ACTIVE`, AsOf: "2026-02-01"}))
		require.Len(f, f.list(f.admin, &directoryv1.ListPeopleRequest{ShowLeft: true}), 5)
		require.Equal(f, []string{boss, coming, gone, night, vendor}, f.list(f.admin, &directoryv1.ListPeopleRequest{ShowLeft: true, OrderBy: "number", PageSize: 2}))
		require.Equal(f, []string{vendor, night, gone, coming, boss}, f.list(f.admin, &directoryv1.ListPeopleRequest{ShowLeft: true, OrderBy: "number desc", PageSize: 2}))
		for _, query := range []string{`display_name = "x"`, `unit = "team"`, `state > ACTIVE`, `number = "a" OR number = "b"`} {
			_, err := f.people.ListPeople(f.admin, &directoryv1.ListPeopleRequest{Filter: query})
			requireRefused(f, err, "FILTER_INVALID")
		}
	})
}

func TestPeopleWithinScope(t *testing.T) {
	inFirm(t, func(f *firm) {
		north, south := f.unit("north", ""), f.unit("south", "")
		team := f.unit("team", north)
		own, vendor := f.create(draft("own", team)).GetName(), draft("vendor", team)
		vendor.Placement.Employer = "vendor"
		beside := f.create(vendor).GetName()
		far := f.create(draft("far", south)).GetName()
		moving := f.create(draft("moving", north)).GetName()
		move := func(day string) {
			_, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{
				Person: &directoryv1.Person{Name: moving, Placement: &directoryv1.Placement{Unit: south}}, UpdateMask: mask("placement.unit"), EffectiveDate: day,
			})
			require.NoError(f, err)
		}
		move("2026-09-10")
		for name, test := range map[string]struct {
			areas []model.Area
			self  string
			want  []string
		}{
			"a subtree":                  {[]model.Area{{Unit: model.ID(north)}}, "", []string{own, beside, moving}},
			"a subtree and an employer":  {[]model.Area{{Unit: model.ID(north), Employer: "vendor"}}, "", []string{beside}},
			"an employer":                {[]model.Area{{Employer: "vendor"}}, "", []string{beside}},
			"two areas":                  {[]model.Area{{Unit: model.ID(south)}, {Employer: "vendor"}}, "", []string{beside, far}},
			"an employer that nobody is": {[]model.Area{{Unit: model.ID(north), Employer: "Vendor"}}, "", []string{}},
			"oneself":                    {nil, far, []string{far}},
			"oneself and a subtree":      {[]model.Area{{Unit: model.ID(team)}}, far, []string{own, beside, far}},
		} {
			f.Run(name, func(t *testing.T) {
				subject := "keys/k"
				if test.self != "" {
					subject = test.self
				}
				var bindings []model.Binding
				for _, area := range test.areas {
					bindings = append(bindings, model.Binding{Role: model.RoleManager, Unit: area.Unit, Employer: area.Employer})
				}
				ctx := f.as(subject, bindings...)
				require.Equal(t, test.want, f.list(ctx, &directoryv1.ListPeopleRequest{PageSize: 1}))
				for _, name := range []string{own, beside, far, moving} {
					_, err := f.people.GetPerson(ctx, &directoryv1.GetPersonRequest{Name: name})
					_, history := f.people.ListPlacements(ctx, &directoryv1.ListPlacementsRequest{Parent: name})
					if slices.Contains(test.want, name) {
						require.NoError(t, err)
						require.NoError(t, history)
					} else {
						requireRefused(t, err, "NOT_FOUND")
						requireRefused(t, history, "NOT_FOUND")
					}
				}
			})
		}
		// The placement of today decides, also for what was on another day; and for who has left the last one.
		manager := f.as("keys/m", model.Binding{Role: model.RoleManager, Unit: model.ID(north)})
		f.Clock.Advance(4 * 24 * time.Hour)
		require.Equal(f, []string{own, beside}, f.list(manager, &directoryv1.ListPeopleRequest{AsOf: "2026-09-01"}))
		_, err := f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: own, LeaveDate: "2026-09-09"})
		require.NoError(f, err)
		require.Equal(f, []string{own, beside}, f.list(manager, &directoryv1.ListPeopleRequest{ShowLeft: true}))
	})
}

func TestChangesStayWithinScope(t *testing.T) {
	inFirm(t, func(f *firm) {
		north, south := f.unit("north", ""), f.unit("south", "")
		person, far := f.create(draft("1", north)).GetName(), f.create(draft("2", south)).GetName()
		admin := f.as("keys/a", model.Binding{Role: model.RoleSystem, Unit: model.ID(north), Employer: "acme"})
		update := func(placement *directoryv1.Placement, path string) error {
			_, err := f.people.UpdatePerson(admin, &directoryv1.UpdatePersonRequest{
				Person: &directoryv1.Person{Name: person, Placement: placement}, UpdateMask: mask("placement." + path)})
			return err
		}
		require.NoError(f, update(&directoryv1.Placement{Shift: "late"}, "shift"))
		requireRefused(f, update(&directoryv1.Placement{Unit: south}, "unit"), "NOT_FOUND")
		requireRefused(f, update(&directoryv1.Placement{Employer: "vendor"}, "employer"), "NOT_FOUND")
		requireRefused(f, update(&directoryv1.Placement{Manager: far}, "manager"), "NOT_FOUND")
		requireRefused(f, update(&directoryv1.Placement{SecondaryUnits: []string{south}}, "secondary_units"), "NOT_FOUND")
		_, err := f.people.EndEmployment(admin, &directoryv1.EndEmploymentRequest{Name: far, LeaveDate: "2026-09-06"})
		requireRefused(f, err, "NOT_FOUND")
		rows := []*directoryv1.PersonRow{personRow("1", north, ""), personRow("2", north, ""), personRow("3", south, ""), personRow("4", north, far), personRow("5", north, "1")}
		response, err := f.people.BatchUpsertPeople(admin, &directoryv1.BatchUpsertPeopleRequest{Rows: rows})
		require.NoError(f, err)
		require.Equal(f, []string{"1 UPDATED language:zh-CN→ shift:late→", "2 NOT_FOUND external_id", "3 UNKNOWN_UNIT unit", "4 UNKNOWN_MANAGER manager", "5 CREATED"},
			said(response.GetResults()))
	})
}

func TestUpdatedAfterBringsLeaversAndTombstones(t *testing.T) {
	inFirm(t, func(f *firm) {
		team := f.unit("team", "")
		for _, number := range []string{"1", "2", "3"} {
			f.create(draft(number, team))
		}
		all := f.list(f.admin, &directoryv1.ListPeopleRequest{})
		since := timestamppb.New(f.Clock.Now())
		f.Clock.Advance(time.Minute)
		for _, name := range all[1:] {
			_, err := f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: name, LeaveDate: "2026-09-05"})
			require.NoError(f, err)
		}
		_, err := f.people.ErasePerson(f.admin, &directoryv1.ErasePersonRequest{Name: all[2]})
		require.NoError(f, err)
		require.Equal(f, all[1:], f.list(f.admin, &directoryv1.ListPeopleRequest{UpdatedAfter: since, PageSize: 1}))
		tombstone := f.get(all[2], "")
		require.Equal(f, directoryv1.PersonState_PERSON_STATE_ERASED, tombstone.GetState())
		require.Equal(f, []string{"", "", ""}, []string{tombstone.GetDisplayName(), tombstone.GetNumber(), tombstone.GetPlacement().GetUnit()})
	})
}
