package survey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/roster/rostertest"
)

func (h *house) preview(token, survey string) (*surveyv1.ReleasePreview, error) {
	return surveyv1.NewReleaseServiceClient(h.Conn).PreviewRelease(h.As(token), &surveyv1.PreviewReleaseRequest{Survey: survey})
}

// knows brings a change of the directory to the survey service.
func (h *house) knows(change func(*rostertest.Directory)) {
	h.Helper()
	change(h.directory)
	h.halveRoster()
	h.Snapshot()
}

func TestPreviewRelease(t *testing.T) {
	inHouse(t, func(h *house) {
		asking := draft(h.published(), root, root)
		asking.Attribute, asking.RootAttributes = surveyv1.Attribute_ATTRIBUTE_EMPLOYER, []surveyv1.Attribute{surveyv1.Attribute_ATTRIBUTE_SHIFT}
		made, err := h.create("culture", asking)
		require.NoError(h, err)
		want := &surveyv1.ReleasePreview{
			Eligible: 18, K: 5,
			Units: []*surveyv1.PreviewUnit{
				{Unit: "units/" + root, Reported: true, Eligible: 18, Levels: []string{"acme", "beta"}},
				{Unit: "units/" + depA, Reported: true, Eligible: 12},
				{Unit: "units/" + teamA, Reported: true, Eligible: 12},
				{Unit: "units/" + depB, Reported: true, Eligible: 6},
			},
			RootLevels: []*surveyv1.PreviewLevels{{Attribute: surveyv1.Attribute_ATTRIBUTE_SHIFT, Levels: []string{"night"}}},
		}
		got, err := h.preview("council", made.GetName())
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(want, got, protocmp.Transform()), "three of an employer in the second department would be what is left of the root's")

		// Two of six leave the second department: the four that are left are too few, and the root is all that is reported with the team.
		h.knows(func(d *rostertest.Directory) {
			for n := range 2 {
				d.People[12+n].Version, d.People[12+n].Placements[0].ToDate = 2, "2026-01-02"
			}
		})
		got, err = h.preview("council", made.GetName())
		require.NoError(h, err)
		require.Equal(h, int64(16), got.GetEligible())
		small := got.GetUnits()[3]
		require.Empty(h, cmp.Diff(&surveyv1.PreviewUnit{Unit: "units/" + depB, MergedInto: new("units/" + root)}, small, protocmp.Transform()))

		_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
		require.NoError(h, err)
		h.knows(func(d *rostertest.Directory) {
			for n := range 12 {
				d.People[n].Version, d.People[n].Placements = 2, []*directoryv1.RosterPlacement{}
			}
		})
		frozen, err := h.preview("culture", made.GetName())
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(got, frozen, protocmp.Transform()), "what was frozen stays")

		_, err = h.preview("culture-a", made.GetName())
		h.Refused("NOT_FOUND", err)
		_, err = h.preview("analyst-b", made.GetName())
		h.Refused("PERMISSION_DENIED", err)
	})
}

func TestSeveralSubtreesHaveARootOfTheirOwn(t *testing.T) {
	inHouse(t, func(h *house) {
		preview, err := h.preview("culture", h.opened(root, depB, teamA, depA).GetName())
		require.NoError(h, err)
		units := []string{}
		for _, unit := range preview.GetUnits() {
			units = append(units, unit.GetUnit())
		}
		require.Equal(h, []string{"", "units/" + depA, "units/" + teamA, "units/" + depB}, units)
	})
}

func TestTooManyLevels(t *testing.T) {
	inHouse(t, func(h *house) {
		asking := draft(h.published(), root, root)
		asking.RootAttributes = []surveyv1.Attribute{surveyv1.Attribute_ATTRIBUTE_POSITION}
		made, err := h.create("culture", asking)
		require.NoError(h, err)
		h.knows(func(d *rostertest.Directory) {
			for n := range 9 {
				d.People[n].Version, d.People[n].Placements[0].Position = 2, string(rune('a'+n))
			}
		})
		_, err = h.preview("culture", made.GetName())
		h.Refused("TOO_MANY_LEVELS", err)
		_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
		h.Refused("TOO_MANY_LEVELS", err)
		require.Zero(h, h.count("sheet"))
	})
}
