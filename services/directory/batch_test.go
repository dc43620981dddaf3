package directory_test

import (
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestPeopleRowsAreUpsertedOneByOne(t *testing.T) {
	inFirm(t, func(f *firm) {
		team := f.unit("team", "") // whose id in the source is "team"
		rows := []*directoryv1.PersonRow{personRow("1", "team", "2"), personRow("2", team, ""), personRow("3", "nowhere", ""), personRow("4", "team", "people/"+uuid.NewString())}
		upsert := func(req *directoryv1.BatchUpsertPeopleRequest) []*directoryv1.RowResult {
			response, err := f.people.BatchUpsertPeople(f.admin, req)
			require.NoError(f, err)
			return response.GetResults()
		}
		checked := upsert(&directoryv1.BatchUpsertPeopleRequest{Rows: rows, ValidateOnly: true})
		want := []string{"1 CREATED", "2 CREATED", "3 UNKNOWN_UNIT unit", "4 UNKNOWN_MANAGER manager"}
		require.Equal(f, want, said(checked))
		require.Empty(f, checked[0].GetName())
		require.Zero(f, f.count("SELECT count(*) FROM person"))
		made := upsert(&directoryv1.BatchUpsertPeopleRequest{Rows: rows})
		require.Equal(f, want, said(made))
		require.Equal(f, made[1].GetName(), f.get(made[0].GetName(), "").GetPlacement().GetManager(), "the manager came in the same batch")
		events, _ := f.emitted()
		require.Equal(f, []string{"1 UNCHANGED", "2 UNCHANGED"}, said(upsert(&directoryv1.BatchUpsertPeopleRequest{Rows: rows[:2]})))
		after, _ := f.emitted()
		require.Equal(f, events, after)

		// From a day on, and only from then.
		rows[0].Shift = "night"
		require.Equal(f, []string{"1 UPDATED shift:→night"}, said(upsert(&directoryv1.BatchUpsertPeopleRequest{Rows: rows[:1], EffectiveDate: "2026-10-01"})))
		require.Empty(f, f.get(made[0].GetName(), "2026-09-30").GetPlacement().GetShift())
		require.Equal(f, "night", f.get(made[0].GetName(), "2026-10-01").GetPlacement().GetShift())
		// A manager who comes to stand below, within one batch and against what is there.
		rows[0].Manager, rows[1].Manager = "", "1"
		require.Equal(f, []string{"2 MANAGER_CYCLE manager"}, said(upsert(&directoryv1.BatchUpsertPeopleRequest{Rows: []*directoryv1.PersonRow{personRow("9", "team", "2"), rows[1]}})[1:]))
		require.Equal(f, []string{"1 UPDATED manager:" + made[1].GetName() + "→ shift:→night", "2 UPDATED manager:→" + made[0].GetName()}, said(upsert(&directoryv1.BatchUpsertPeopleRequest{Rows: rows[:2]})))
	})
}

// Rules that span rows hold however many write at once.
func TestTwoAtOnceDoNotCloseACircle(t *testing.T) {
	inFirm(t, func(f *firm) {
		root := f.unit("root", "")
		var people, units []string
		for _, number := range []string{"1", "2", "3", "4"} {
			people = append(people, f.create(draft(number, root)).GetName())
			units = append(units, f.unit(number, root))
		}
		refusals := make([]error, 2*len(people))
		var writing sync.WaitGroup
		for i := range people {
			next := (i + 1) % len(people)
			writing.Go(func() {
				_, refusals[i] = f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{
					Person: &directoryv1.Person{Name: people[i], Placement: &directoryv1.Placement{Manager: people[next]}}, UpdateMask: mask("placement.manager")})
			})
			writing.Go(func() {
				_, refusals[len(people)+i] = f.units.UpdateUnit(f.admin, &directoryv1.UpdateUnitRequest{
					Unit:       &directoryv1.Unit{Name: units[i], Parent: units[next], Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: named("x")},
					UpdateMask: mask("parent")})
			})
		}
		writing.Wait()
		reasons := map[string]int{}
		for _, err := range refusals {
			if err != nil {
				reasons[calltest.Reason(err)]++
			}
		}
		require.Equal(f, map[string]int{"MANAGER_CYCLE": 1, "UNIT_CYCLE": 1}, reasons)
	})
}
