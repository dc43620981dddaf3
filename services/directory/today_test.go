package directory_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	accessstore "github.com/hearth-culture/hearth/services/directory/internal/store/access"
)

// placed is a unit with a site of its own in a zone, or without one.
func (f *firm) placed(name, parent, zone string) string {
	f.Helper()
	unit := f.unit(name, parent)
	if zone == "" {
		return unit
	}
	site, err := f.sites.CreateSite(f.admin, &directoryv1.CreateSiteRequest{Site: &directoryv1.Site{DisplayName: named(name), TimeZone: zone}})
	require.NoError(f, err)
	_, err = f.units.UpdateUnit(f.admin, &directoryv1.UpdateUnitRequest{Unit: &directoryv1.Unit{Name: unit, Site: site.GetName()}, UpdateMask: mask("site")})
	require.NoError(f, err)
	return unit
}

// Everything that asks which day it is gets the day at the site of the person: reading, listing, reaching and logging in agree at every hour.
func TestAPersonHasTheDayOfTheirSite(t *testing.T) {
	inFirm(t, func(f *firm) {
		root := f.unit("root", "")
		china, coast := f.placed("china", root, "Asia/Shanghai"), f.placed("coast", root, "America/Los_Angeles")
		team, nowhere := f.unit("team", china), f.unit("nowhere", root) // the team inherits its site, and the last has none
		first, last := time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC), time.Date(2026, 9, 9, 0, 0, 0, 0, time.UTC)
		zones := map[string]*time.Location{nowhere: time.UTC}
		for unit, zone := range map[string]string{team: "Asia/Shanghai", coast: "America/Los_Angeles"} {
			var err error
			zones[unit], err = time.LoadLocation(zone)
			require.NoError(f, err)
		}
		staff := map[string]string{} // the unit by person
		for unit := range zones {
			person := draft(unit, unit)
			person.HireDate = first.Format(time.DateOnly)
			staff[f.create(person).GetName()] = unit
		}
		for name := range staff {
			_, err := f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: name, LeaveDate: last.Format(time.DateOnly)})
			require.NoError(f, err)
		}
		mover := f.create(draft("mover", team)).GetName()
		_, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{
			Person:     &directoryv1.Person{Name: mover, Placement: &directoryv1.Placement{Unit: coast}},
			UpdateMask: mask("placement.unit"), EffectiveDate: "2026-09-08"})
		require.NoError(f, err)
		standings := map[directoryv1.PersonState]access.Standing{
			directoryv1.PersonState_PERSON_STATE_EXPECTED: access.Expected, directoryv1.PersonState_PERSON_STATE_ACTIVE: access.Employed,
			directoryv1.PersonState_PERSON_STATE_LEFT: access.Left,
		}
		manager := f.as("keys/m", model.Binding{Role: model.RoleManager, Unit: model.ID(china)})
		seen := map[string]int{}
		for at := first.Add(-24 * time.Hour); at.Before(last.Add(48 * time.Hour)); at = at.Add(5 * time.Hour) {
			f.Clock.Set(at)
			agree := func(name string, want directoryv1.PersonState) {
				f.Helper()
				what := fmt.Sprint(name, " of ", staff[name], " at ", at)
				person := f.get(name, "")
				require.Equal(f, want, person.GetState(), what)
				for state := range standings {
					found := f.list(f.admin, &directoryv1.ListPeopleRequest{Filter: "state = " + state.String()})
					require.Equal(f, state == want, slices.Contains(found, name), what)
				}
				stands, err := accessstore.NewReader(f.DB.Read()).Person(f.Context(), model.ID(name), f.Clock.Now())
				require.NoError(f, err)
				require.Equal(f, standings[want], stands.Standing, what)
				require.Equal(f, model.ID(person.GetPlacement().GetUnit()), stands.Unit, what)
				// Whoever is over the unit of today reaches them, and finds them in a list.
				_, err = f.people.GetPerson(manager, &directoryv1.GetPersonRequest{Name: name})
				require.Equal(f, person.GetPlacement().GetUnit() == team, err == nil, what)
				found := f.list(manager, &directoryv1.ListPeopleRequest{ShowLeft: true})
				require.Equal(f, err == nil, slices.Contains(found, name), what)
			}
			for name, unit := range staff {
				want := directoryv1.PersonState_PERSON_STATE_ACTIVE
				switch day := model.DayOf(at.In(zones[unit])); {
				case day < model.DayOf(first):
					want = directoryv1.PersonState_PERSON_STATE_EXPECTED
				case day > model.DayOf(last):
					want = directoryv1.PersonState_PERSON_STATE_LEFT
				}
				seen[want.String()+unit]++
				agree(name, want)
			}
			// Whoever moves between the two is never between them.
			agree(mover, directoryv1.PersonState_PERSON_STATE_ACTIVE)
		}
		require.Len(f, seen, 9, "all were expected, active and left")
		// A day that is asked for is the same for all.
		f.Clock.Set(first)
		require.Len(f, f.list(f.admin, &directoryv1.ListPeopleRequest{AsOf: "2026-09-07"}), 4)
		require.Len(f, f.list(f.admin, &directoryv1.ListPeopleRequest{AsOf: "2026-09-07", Filter: "state = PERSON_STATE_ACTIVE"}), 4)
		require.Len(f, f.list(f.admin, &directoryv1.ListPeopleRequest{Filter: "state = PERSON_STATE_ACTIVE"}), 3, "on the coast it is the day before")
	})
}

// A change without a day holds from the day that it is for the person.
func TestAChangeHoldsFromThePersonsToday(t *testing.T) {
	inFirm(t, func(f *firm) {
		team, coast := f.placed("team", "", "Asia/Shanghai"), f.placed("coast", "", "America/Los_Angeles")
		f.Clock.Set(time.Date(2026, 9, 6, 20, 0, 0, 0, time.UTC))
		for unit, day := range map[string]string{team: "2026-09-07", coast: "2026-09-06"} {
			number := unit
			name := f.create(draft(number, unit)).GetName()
			changed, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{
				Person: &directoryv1.Person{Name: name, Placement: &directoryv1.Placement{Shift: "late"}}, UpdateMask: mask("placement.shift")})
			require.NoError(f, err)
			require.Equal(f, day, changed.GetPlacement().GetFromDate())
			row := personRow(number, unit, "")
			row.HireDate, row.Channel = "2026-01-01", "chat"
			brought := f.create(draft(number+"b", unit))
			row.ExternalId.Id, row.Number = number+"b", number+"b"
			response, err := f.people.BatchUpsertPeople(f.admin, &directoryv1.BatchUpsertPeopleRequest{Rows: []*directoryv1.PersonRow{row}})
			require.NoError(f, err)
			require.Equal(f, directoryv1.RowOutcome_ROW_OUTCOME_UPDATED, response.GetResults()[0].GetOutcome())
			require.Equal(f, day, f.get(brought.GetName(), "").GetPlacement().GetFromDate())
		}
	})
}
