package directory_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

func mask(paths ...string) *fieldmaskpb.FieldMask { return &fieldmaskpb.FieldMask{Paths: paths} }

func TestAPersonThroughTheYears(t *testing.T) {
	inFirm(t, func(f *firm) {
		days, nights := f.unit("days", ""), f.unit("nights", "")
		lead := f.create(draft("lead", days))
		person := f.create(draft("1", days))
		name := person.GetName()
		require.Equal(f, directoryv1.PersonState_PERSON_STATE_ACTIVE, person.GetState())
		require.Equal(f, "2026-01-01", person.GetPlacement().GetFromDate())

		// To the night shift in October, known in September; then a manager from today on, who stays in October.
		_, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{
			Person:     &directoryv1.Person{Name: name, Etag: person.GetEtag(), Placement: &directoryv1.Placement{Unit: nights, Shift: "night"}},
			UpdateMask: mask("placement.unit", "placement.shift"), EffectiveDate: "2026-10-01",
		})
		require.NoError(f, err)
		updated, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{
			Person: &directoryv1.Person{Name: name, DisplayName: "Xiao Li 🦊", Placement: &directoryv1.Placement{Manager: lead.GetName()}},
		})
		require.NoError(f, err)
		require.Equal(f, "Xiao Li 🦊", updated.GetDisplayName())
		require.Equal(f, days, updated.GetPlacement().GetUnit())
		for day, want := range map[string][2]string{"2026-05-01": {days, ""}, "2026-09-06": {days, lead.GetName()}, "2026-10-01": {nights, lead.GetName()}} {
			got := f.get(name, day).GetPlacement()
			require.Equal(f, want, [2]string{got.GetUnit(), got.GetManager()}, day)
		}

		// Gone at the end of November, back in February.
		ended, err := f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: name, LeaveDate: "2026-11-30"})
		require.NoError(f, err)
		require.Equal(f, "2026-11-30", ended.GetLeaveDate())
		require.Equal(f, directoryv1.PersonState_PERSON_STATE_ACTIVE, ended.GetState())
		_, err = f.people.RehirePerson(f.admin, &directoryv1.RehirePersonRequest{Name: name, HireDate: "2026-11-30", Placement: draft("", days).GetPlacement()})
		requireRefused(f, err, "STILL_EMPLOYED")
		again, err := f.people.RehirePerson(f.admin, &directoryv1.RehirePersonRequest{Name: name, HireDate: "2027-02-01", PlannedEndDate: "2027-03-01", Placement: draft("", days).GetPlacement()})
		require.NoError(f, err)
		require.Equal(f, "1", again.GetNumber())
		states := map[string]directoryv1.PersonState{
			"2025-12-31": directoryv1.PersonState_PERSON_STATE_EXPECTED, "2026-11-30": directoryv1.PersonState_PERSON_STATE_ACTIVE,
			"2026-12-01": directoryv1.PersonState_PERSON_STATE_EXPECTED, "2027-02-01": directoryv1.PersonState_PERSON_STATE_ACTIVE,
		}
		for day, want := range states {
			require.Equal(f, want, f.get(name, day).GetState(), day)
		}
		require.Equal(f, "2027-03-01", f.get(name, "2027-02-01").GetPlannedEndDate())
		history, err := f.people.ListPlacements(f.admin, &directoryv1.ListPlacementsRequest{Parent: name})
		require.NoError(f, err)
		require.Len(f, history.GetPlacements(), 4)
		events, _ := f.emitted()
		about := []string{}
		for _, event := range events {
			if kind, ok := strings.CutSuffix(event, " "+name); ok && kind != "PersonChanged" {
				about = append(about, kind)
			}
		}
		require.Equal(f, []string{"PersonJoined", "PersonMoved", "PersonMoved", "PersonLeft", "PersonJoined"}, about)
	})
}

func TestWhatIsNotChangedEmitsNothing(t *testing.T) {
	inFirm(t, func(f *firm) {
		person := f.create(draft("1", f.unit("team", "")))
		before, messages := f.emitted()
		for _, message := range messages {
			require.NotContains(f, prototext.Format(message), "Person 1", "no name rides on the bus")
		}
		same, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{Person: person})
		require.NoError(f, err)
		require.Empty(f, cmp.Diff(person, same, protocmp.Transform()))
		after, _ := f.emitted()
		require.Equal(f, before, after)
	})
}

func TestPersonRefusals(t *testing.T) {
	inFirm(t, func(f *firm) {
		team := f.unit("team", "")
		gone := f.unit("gone", "")
		_, err := f.units.ArchiveUnit(f.admin, &directoryv1.ArchiveUnitRequest{Name: gone})
		require.NoError(f, err)
		boss := f.create(draft("boss", team))
		person := f.create(draft("1", team))
		update := func(person *directoryv1.Person, day string, paths ...string) func() error {
			return func() error {
				_, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{Person: person, UpdateMask: mask(paths...), EffectiveDate: day})
				return err
			}
		}
		create := func(change func(p *directoryv1.Person)) func() error {
			return func() error {
				p := draft("2", team)
				p.ExternalIds = nil
				change(p)
				_, err := f.people.CreatePerson(f.admin, &directoryv1.CreatePersonRequest{Person: p})
				return err
			}
		}
		require.NoError(f, update(&directoryv1.Person{Name: person.GetName(), Placement: &directoryv1.Placement{Manager: boss.GetName()}}, "", "placement.manager")())
		for name, test := range map[string]struct {
			do     func() error
			reason string
		}{
			"the number of another": {create(func(p *directoryv1.Person) { p.Number = "1" }), "ALREADY_EXISTS"},
			"an external id taken":  {create(func(p *directoryv1.Person) { p.ExternalIds = person.GetExternalIds() }), "ALREADY_EXISTS"},
			"an external id twice": {create(func(p *directoryv1.Person) {
				p.ExternalIds = []*typev1.ExternalId{{Source: "a", Id: "1"}, {Source: "a", Id: "1"}}
			}), "INVALID_FIELD"},
			"an unknown unit":                 {create(func(p *directoryv1.Person) { p.Placement.Unit = "units/" + uuid.NewString() }), "NOT_FOUND"},
			"an archived unit":                {create(func(p *directoryv1.Person) { p.Placement.Unit = gone }), "ARCHIVED"},
			"an unknown second unit":          {create(func(p *directoryv1.Person) { p.Placement.SecondaryUnits = []string{"units/" + uuid.NewString()} }), "NOT_FOUND"},
			"an unknown manager":              {create(func(p *directoryv1.Person) { p.Placement.Manager = "people/" + uuid.NewString() }), "NOT_FOUND"},
			"no such day":                     {create(func(p *directoryv1.Person) { p.HireDate = "2026-02-30" }), "INVALID_FIELD"},
			"an end before the hire":          {create(func(p *directoryv1.Person) { p.PlannedEndDate = "2025-12-31" }), "INVALID_FIELD"},
			"a line break":                    {create(func(p *directoryv1.Person) { p.DisplayName = "a\nb" }), "INVALID_FIELD"},
			"a NUL":                           {create(func(p *directoryv1.Person) { p.Number = "a\x00" }), "INVALID_FIELD"},
			"too long a name":                 {create(func(p *directoryv1.Person) { p.DisplayName = strings.Repeat("长", 201) }), "INVALID_FIELD"},
			"no language tag":                 {create(func(p *directoryv1.Person) { p.Language = "chinese!" }), "INVALID_FIELD"},
			"a manager below":                 {update(&directoryv1.Person{Name: boss.GetName(), Placement: &directoryv1.Placement{Manager: person.GetName()}}, "", "placement.manager"), "MANAGER_CYCLE"},
			"a manager below in time to come": {update(&directoryv1.Person{Name: boss.GetName(), Placement: &directoryv1.Placement{Manager: person.GetName()}}, "2027-01-01", "placement.manager"), "MANAGER_CYCLE"},
			"oneself":                         {update(&directoryv1.Person{Name: boss.GetName(), Placement: &directoryv1.Placement{Manager: boss.GetName()}}, "", "placement.manager"), "MANAGER_CYCLE"},
			"a day before the hire":           {update(&directoryv1.Person{Name: person.GetName(), Placement: &directoryv1.Placement{Shift: "late"}}, "2025-12-31", "placement.shift"), "NOT_EMPLOYED"},
			"no unit":                         {update(&directoryv1.Person{Name: person.GetName()}, "", "placement.unit"), "INVALID_FIELD"},
			"no name of a unit":               {update(&directoryv1.Person{Name: person.GetName(), Placement: &directoryv1.Placement{Unit: "x\x00"}}, "", "placement.unit"), "INVALID_FIELD"},
			"no name":                         {update(&directoryv1.Person{Name: person.GetName()}, "", "display_name"), "INVALID_FIELD"},
			"an unknown person":               {update(&directoryv1.Person{Name: "people/" + uuid.NewString()}, "", "display_name"), "NOT_FOUND"},
			"an etag of another time":         {update(&directoryv1.Person{Name: person.GetName(), Etag: "99", DisplayName: "x"}, "", "display_name"), "ETAG_MISMATCH"},
			"an end before all": {func() error {
				_, err := f.people.EndEmployment(f.admin, &directoryv1.EndEmploymentRequest{Name: person.GetName(), LeaveDate: "2025-06-01"})
				return err
			}, "NOT_EMPLOYED"},
			"erased at work": {func() error {
				_, err := f.people.ErasePerson(f.admin, &directoryv1.ErasePersonRequest{Name: person.GetName()})
				return err
			}, "STILL_EMPLOYED"},
		} {
			f.Run(name, func(t *testing.T) { requireRefused(t, test.do(), test.reason) })
		}
	})
}

func TestNumbersAreUniqueByteForByteWithinTheEmployer(t *testing.T) {
	inFirm(t, func(f *firm) {
		team := f.unit("team", "")
		for i, number := range []string{"a1", "A1", "a1 ", "ａ１", "😀"} {
			person := draft(number, team)
			person.ExternalIds[0].Id = number + "x"
			f.create(person)
			require.Equal(f, i+1, f.count("SELECT count(*) FROM person"))
		}
		vendor := draft("a1", team)
		vendor.Placement.Employer, vendor.ExternalIds = "vendor", nil
		other := f.create(vendor)
		_, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{
			Person: &directoryv1.Person{Name: other.GetName(), Placement: &directoryv1.Placement{Employer: "acme"}}, UpdateMask: mask("placement.employer"), EffectiveDate: "2026-12-01",
		})
		requireRefused(f, err, "ALREADY_EXISTS")
	})
}

func TestARepeatedRequestCreatesOnce(t *testing.T) {
	inFirm(t, func(f *firm) {
		req := &directoryv1.CreatePersonRequest{Person: draft("1", f.unit("team", "")), RequestId: uuid.NewString()}
		first, err := f.people.CreatePerson(f.admin, req)
		require.NoError(f, err)
		f.Clock.Advance(time.Hour)
		second, err := f.people.CreatePerson(f.admin, req)
		require.NoError(f, err)
		require.Empty(f, cmp.Diff(first, second, protocmp.Transform()))
		req.RequestId, req.ValidateOnly, req.Person.Number, req.Person.ExternalIds = "", true, "2", nil
		_, err = f.people.CreatePerson(f.admin, req)
		require.NoError(f, err)
		require.Equal(f, 1, f.count("SELECT count(*) FROM person"))
	})
}

// TestAnUpdateHoldsToTheRulesOfCreation, also for the fields that its mask names alone.
func TestAnUpdateHoldsToTheRulesOfCreation(t *testing.T) {
	inFirm(t, func(f *firm) {
		team, other := f.unit("team", ""), f.unit("other", "")
		name := f.create(draft("1", team)).GetName()
		for path, person := range map[string]*directoryv1.Person{
			"language":                  {Language: "de-" + strings.Repeat("x", 33)},
			"placement.secondary_units": {Placement: &directoryv1.Placement{SecondaryUnits: []string{other, other}}},
			"placement.manager":         {Placement: &directoryv1.Placement{Manager: "people/somebody"}},
			"placement.shift":           {Placement: &directoryv1.Placement{Shift: strings.Repeat("x", 65)}},
		} {
			person.Name = name
			_, err := f.people.UpdatePerson(f.admin, &directoryv1.UpdatePersonRequest{Person: person, UpdateMask: mask(path)})
			requireRefused(f, err, "INVALID_FIELD")
			require.Contains(f, fieldOf(err), "person."+path)
		}
	})
}
