package survey_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// Where k is 1 nothing is hidden: each cell in which somebody was asked has each figure that can be computed at all.
func TestAReleaseThatHidesNothing(t *testing.T) {
	inHouse(t, func(h *house) {
		w := h.wave(func(s *surveyv1.Survey) { s.Mode, s.K = identified, 1 }, root)
		w.answered(rand.New(rand.NewPCG(1, 1)))
		got, err := w.cells("culture", "", surveyv1.CellView_CELL_VIEW_FULL)
		require.NoError(h, err)
		asked := map[string]int64{}
		for _, place := range w.places {
			for _, above := range [][]string{{teamA, depA, root}, {depA, root}, {depB, root}} {
				if above[0] != place.unit() {
					continue
				}
				for _, unit := range above {
					asked[unit+" "]++
					asked[unit+" "+place[1]]++
				}
			}
			asked["position "+place[2]]++
		}
		require.Len(h, got, len(asked))
		for _, cell := range got {
			key := cell.GetUnit()[len("units/"):] + " " + cell.GetLevel()
			if cell.GetAttribute() == surveyv1.Attribute_ATTRIBUTE_POSITION {
				key = "position " + cell.GetLevel()
			}
			require.Equal(h, asked[key], cell.GetEligible(), key)
			for _, item := range cell.GetItems() {
				require.False(h, item.GetHidden())
			}
			for _, construct := range cell.GetConstructs() {
				require.False(h, construct.GetHidden())
			}
		}
		whole := 0
		for _, cell := range got {
			if cell.GetAttribute() == 0 {
				part := cell.GetConstructs()[1]
				require.NotNil(h, part.Alpha)
				require.NotNil(h, part.Sd)
				require.Greater(h, len(strconv.FormatFloat(part.GetSd(), 'g', -1, 64)), len("0.12345"), "in full")
				require.NotZero(h, part.GetWholeSheets())
				whole++
			}
		}
		require.Equal(h, 4, whole)
		require.NotNil(h, got[0].GetConstructs()[1].Icc1, "between the departments")
	})
}

func TestAReleaseOfOne(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.naming(func(s *surveyv1.Survey) { s.Audience.Positions = []string{"agent"} }, teamA, depB)
		require.NoError(h, h.submit(12, survey, answer("belonging", 4)))
		h.close(survey)
		h.works()
		page, err := surveyv1.NewReleaseServiceClient(h.Conn).ListCells(h.As("culture-b"), &surveyv1.ListCellsRequest{
			Parent: survey + "/release", View: surveyv1.CellView_CELL_VIEW_FULL,
		})
		require.NoError(h, err)
		require.Len(h, page.GetCells(), 1)
		require.EqualValues(h, 1, page.GetCells()[0].GetSheets())
		require.Equal(h, 4.0, page.GetCells()[0].GetItems()[0].GetMean())
		require.Equal(h, []int64{0, 0, 0, 1, 0}, page.GetCells()[0].GetItems()[0].GetCounts())
		counted, err := h.participation("culture", survey)
		require.NoError(h, err)
		require.EqualValues(h, 1, counted.GetResponses())
	})
}

func TestWhereNothingMayBeHidden(t *testing.T) {
	inHouse(t, func(h *house) {
		instrument := h.published()
		for _, test := range []struct {
			mode   surveyv1.SurveyMode
			k      int32
			reason string
		}{
			{identified, 1, ""}, {identified, 0, ""}, {identified, 5, ""}, {identified, 2, "INVALID_FIELD"}, {identified, 4, "INVALID_FIELD"},
			{surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL, 1, "INVALID_FIELD"}, {surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL, 4, "INVALID_FIELD"},
			{surveyv1.SurveyMode_SURVEY_MODE_ANONYMOUS, 1, "MODE_NOT_AVAILABLE"},
		} {
			survey := draft(instrument, root, depB)
			survey.Mode, survey.K = test.mode, test.k
			survey.Audience.Employers = []string{"acme"} // three people
			made, err := h.create("culture", survey)
			require.Equal(h, test.reason, reasonOf(err), "%+v", test)
			if err != nil {
				continue
			}
			preview, err := surveyv1.NewReleaseServiceClient(h.Conn).PreviewRelease(h.As("culture"), &surveyv1.PreviewReleaseRequest{Survey: made.GetName()})
			require.NoError(h, err)
			_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
			if test.k == 1 {
				require.EqualValues(h, 3, preview.GetEligible())
				require.NoError(h, err)
			} else {
				require.Zero(h, preview.GetEligible())
				h.Refused("AUDIENCE_TOO_SMALL", err)
			}
		}
	})
}
