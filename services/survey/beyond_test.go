package survey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/roster/rostertest"
)

// Whoever runs a survey need not reach all whom it asks: of the others the preview says nothing, before the opening and after.
func TestPreviewTellsOfUnitsWithinReach(t *testing.T) {
	inHouse(t, func(h *house) {
		asking := draft(h.published(), depA, depA, depB)
		asking.Attribute, asking.RootAttributes = surveyv1.Attribute_ATTRIBUTE_EMPLOYER, []surveyv1.Attribute{surveyv1.Attribute_ATTRIBUTE_SHIFT}
		made, err := h.create("culture", asking)
		require.NoError(h, err)
		part := &surveyv1.ReleasePreview{K: 5, Units: []*surveyv1.PreviewUnit{
			{Unit: "units/" + depA, Reported: true, Eligible: 12},
			{Unit: "units/" + teamA, Reported: true, Eligible: 12},
		}}
		for range 2 {
			all, err := h.preview("culture", made.GetName())
			require.NoError(h, err)
			require.EqualValues(h, 18, all.GetEligible())
			require.Len(h, all.GetUnits(), 4)
			require.NotEmpty(h, all.GetRootLevels())
			got, err := h.preview("culture-a", made.GetName())
			require.NoError(h, err)
			require.Empty(h, cmp.Diff(part, got, protocmp.Transform()))
			_ = h.open(made.GetName())
		}
		// Who loses the reach of a unit is told of it no more, though it was frozen as theirs.
		h.knows(func(d *rostertest.Directory) {
			d.Units[2] = rostertest.Unit(teamA, depB)
			d.Units[2].Version = 2
		})
		got, err := h.preview("culture-a", made.GetName())
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(part.GetUnits()[:1], got.GetUnits(), protocmp.Transform()))
	})
}

// A unit that is counted with one beyond reach says that it is not shown, and not with which.
func TestPreviewNamesNoUnitBeyondReach(t *testing.T) {
	inHouse(t, func(h *house) {
		h.knows(func(d *rostertest.Directory) {
			for n := range 9 {
				d.People[n].Version, d.People[n].Placements[0].Unit = 2, "units/"+depB
			}
		})
		made, err := h.create("culture", draft(h.published(), depA, root))
		require.NoError(h, err)
		all, err := h.preview("culture", made.GetName())
		require.NoError(h, err)
		require.Equal(h, "units/"+root, all.GetUnits()[1].GetMergedInto())
		got, err := h.preview("culture-a", made.GetName())
		require.NoError(h, err)
		require.Empty(h, cmp.Diff([]*surveyv1.PreviewUnit{
			{Unit: "units/" + depA}, {Unit: "units/" + teamA},
		}, got.GetUnits(), protocmp.Transform()))
	})
}

// Who moved is read where they are now, and where they came from is told to who reaches that.
func TestWhereAPersonCameFromIsToldWithinReach(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.naming(nil, teamA, depB)
		for _, n := range []int{0, 13} {
			require.NoError(h, h.submit(n, survey, answer("belonging", 3)))
		}
		h.knows(func(d *rostertest.Directory) {
			d.People[0].Version = 2
			d.People[0].Placements[0].ToDate = "2026-11-20"
			there := rostertest.Person(person(0), depB, "beta").GetPlacements()[0]
			there.FromDate = "2026-11-21"
			d.People[0].Placements = append(d.People[0].Placements, there)
		})
		type told struct{ person, unit, employer string }
		for _, test := range []struct {
			token, filter string
			want          []told
		}{
			{"culture", "", []told{{person(0), "units/" + teamA, "acme"}, {person(13), "units/" + depB, "beta"}}},
			{"culture", `unit = "units/` + teamA + `"`, []told{{person(0), "units/" + teamA, "acme"}}},
			{"culture-b", "", []told{{person(0), "", ""}, {person(13), "units/" + depB, "beta"}}},
			{"culture-b", `unit = "units/` + teamA + `"`, nil},
			{"culture-b", `unit != "units/` + teamA + `"`, []told{{person(0), "", ""}, {person(13), "units/" + depB, "beta"}}},
			{"beta", "", []told{{person(0), "", ""}, {person(13), "units/" + depB, "beta"}}},
		} {
			found, err := h.named(test.token, survey, test.filter)
			require.NoError(h, err)
			var got []told
			for _, one := range found {
				got = append(got, told{one.GetPerson()[len("people/"):], one.GetUnit(), one.GetEmployer()})
			}
			require.Equal(h, test.want, got, "%+v", test)
		}
	})
}

// Ids of tickets are easily guessed. Who runs a survey and reaches a part of those whom it asks learns of none that is known elsewhere.
func TestContactsAreBroughtByWhoReachesThemAll(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.forContacts(func(s *surveyv1.Survey) { s.OwnerUnit = "units/" + depA }, depA, depB)
		guesses := []*surveyv1.ResponseRow{served("T-1", ""), served("T-1", teamA), served("T-2", teamA), served("T-3", depB)}
		refused := func() {
			h.Helper()
			for _, guess := range guesses {
				_, err := h.batch("culture-a", survey, guess)
				h.Refused("NOT_FOUND", err)
				_, err = h.stream("culture-a", &surveyv1.ImportResponsesOptions{Name: survey}, []*surveyv1.ResponseRow{guess})
				h.Refused("NOT_FOUND", err)
			}
		}
		refused()
		done, err := h.batch("culture", survey, served("T-1", depB))
		require.Empty(h, became(h, done, err))
		require.NoError(h, h.open(survey))
		refused()
		require.Equal(h, 1, h.count("sheet"))

		own := h.forContacts(func(s *surveyv1.Survey) { s.OwnerUnit = "units/" + depA }, depA)
		done, err = h.batch("culture-a", own, served("T-1", teamA))
		require.Empty(h, became(h, done, err), "another survey's contacts are others")
	})
}
