package survey_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// answered makes a survey of all, which each person answers by a rating and half of them by a score besides, and releases it.
func (h *house) answered(instrument *surveyv1.Instrument, belonging func(n int) int32) string {
	h.Helper()
	made, err := h.create("culture", draft(instrument, root, root))
	require.NoError(h, err)
	made, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
	require.NoError(h, err)
	for n := range 18 {
		require.NoError(h, h.submit(n, made.GetName(), answer("belonging", belonging(n)), answer("enps", int32(n*7%11))))
	}
	h.close(made.GetName())
	h.works()
	return made.GetName() + "/release"
}

func cellOf(unit string) *surveyv1.CellKey { return &surveyv1.CellKey{Unit: "units/" + unit} }

func (h *house) compare(token, release, first, second string) (*surveyv1.CellComparison, error) {
	return h.comparisons.CompareCells(h.As(token), &surveyv1.CompareCellsRequest{Parent: release, First: cellOf(first), Second: cellOf(second)})
}

func TestCellsAreComparedWithinReach(t *testing.T) {
	inHouse(t, func(h *house) {
		// The twelve of the first department answer 3, 4 and 5 in turn; the six of the second 1, 2 and 3.
		instrument := h.published()
		release := h.answered(instrument, func(n int) int32 {
			if n < 12 {
				return int32(3 + n%3)
			}
			return int32(1 + n%3)
		})
		got, err := h.compare("culture", release, depA, depB)
		require.NoError(h, err)
		belonging := got.GetItems()[0]
		require.Equal(h, "belonging", belonging.GetItem())
		require.InDelta(h, 2, belonging.GetDifference(), 1e-12)
		require.Equal(h, surveyv1.Verdict_VERDICT_HIGHER, belonging.GetMean().GetVerdict())
		require.Equal(h, surveyv1.ShareMethod_SHARE_METHOD_FISHER, belonging.GetFavourable().GetMethod())
		require.Greater(h, got.GetTests(), int32(2))
		require.False(h, got.GetFirst().GetRest() || got.GetSecond().GetRest())

		back, err := h.compare("culture", release, depB, depA)
		require.NoError(h, err)
		require.InDelta(h, -belonging.GetMean().GetT(), back.GetItems()[0].GetMean().GetT(), 1e-12)

		// The company without its second department is the first one.
		rest, err := h.compare("culture", release, root, depB)
		require.NoError(h, err)
		require.True(h, rest.GetFirst().GetRest())
		require.Equal(h, int64(12), rest.GetFirst().GetCell().GetSheets())
		require.Equal(h, belonging.GetMean().GetT(), rest.GetItems()[0].GetMean().GetT())

		for _, same := range [][2]string{{depA, teamA}, {depA, depA}} {
			_, err = h.compare("culture", release, same[0], same[1])
			h.Refused("CELLS_OVERLAP", err)
		}
		_, err = h.compare("analyst-b", release, depB, depA)
		h.Refused("NOT_FOUND", err)
		_, err = h.compare("culture", release, depB, id(1, 99))
		h.Refused("NOT_FOUND", err)
		_, err = h.compare(token(0), release, depA, depB)
		h.Refused("PERMISSION_DENIED", err)

		// A second wave, of which who reaches the second department sees how it changed there.
		later := h.answered(instrument, func(n int) int32 { return int32(3 + n%3) })
		waves := &surveyv1.CompareCellsRequest{Parent: later, First: cellOf(depB), Second: cellOf(depB), SecondRelease: release}
		change, err := h.comparisons.CompareCells(h.As("analyst-b"), waves)
		require.NoError(h, err)
		require.InDelta(h, 2, change.GetItems()[0].GetDifference(), 1e-12)
		require.Equal(h, release, change.GetSecond().GetRelease())

		other := h.answered(h.published(), func(n int) int32 { return int32(3 + n%3) })
		waves.SecondRelease = other
		_, err = h.comparisons.CompareCells(h.As("analyst-b"), waves)
		h.Refused("INSTRUMENTS_UNRELATED", err)

		open := h.opened(root, root)
		waves.SecondRelease = open.GetName() + "/release"
		_, err = h.comparisons.CompareCells(h.As("culture"), waves)
		h.Refused("SURVEY_NOT_RELEASED", err)
		_, err = h.comparisons.CompareCells(h.As("analyst-b"), waves)
		h.Refused("NOT_FOUND", err)
	})
}
