package survey_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// answered makes a survey of all, which each person answers by a rating and a score, and releases it.
func (h *house) answered(instrument *surveyv1.Instrument, belonging func(n int) int32) string {
	h.Helper()
	return h.answers(draft(instrument, root, root), belonging)
}

// answers is answered of a draft.
func (h *house) answers(draft *surveyv1.Survey, belonging func(n int) int32) string {
	h.Helper()
	made, err := h.create("culture", draft)
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

func TestTrendsFollowACell(t *testing.T) {
	inHouse(t, func(h *house) {
		instrument := h.published()
		risen := func(by int) func(int) int32 { return func(n int) int32 { return int32(1 + by + n%3) } }
		releases := []string{h.answered(instrument, risen(0)), h.answered(instrument, risen(1)), h.answered(instrument, risen(2))}
		of := &surveyv1.ListTrendsRequest{Parent: releases[2], Cell: cellOf(depB), Releases: []string{releases[1], releases[0]}}
		for _, token := range []string{"culture", "analyst-b"} {
			got, err := h.comparisons.ListTrends(h.As(token), of)
			require.NoError(h, err)
			require.Len(h, got.GetWaves(), 3)
			belonging := got.GetTrends()[0]
			require.Equal(h, "belonging", belonging.GetItem())
			for i, point := range belonging.GetPoints() {
				require.Equal(h, releases[i], got.GetWaves()[point.GetWave()].GetRelease())
				require.InDelta(h, 2+i, point.GetMean(), 1e-12)
				require.Equal(h, point.GetMean(), point.GetMeanLow(), "all were asked and answered")
			}
		}
		alone, err := h.comparisons.ListTrends(h.As("culture"), &surveyv1.ListTrendsRequest{Parent: releases[2], Cell: cellOf(depB)})
		require.NoError(h, err)
		require.Len(h, alone.GetWaves(), 1, "it repeats no other")
		of.Cell = cellOf(depA)
		_, err = h.comparisons.ListTrends(h.As("analyst-b"), of)
		h.Refused("NOT_FOUND", err)

		// A wave that repeats another is found by itself; one that is not released yet is left out.
		next := draft(instrument, root, root)
		next.Previous = releases[2][:len(releases[2])-len("/release")]
		last := h.answers(next, risen(1))
		got, err := h.comparisons.ListTrends(h.As("culture"), &surveyv1.ListTrendsRequest{Parent: last, Cell: cellOf(depB)})
		require.NoError(h, err)
		require.Len(h, got.GetWaves(), 2)
		of = &surveyv1.ListTrendsRequest{Parent: last, Cell: cellOf(depB), Releases: []string{h.opened(root, root).GetName() + "/release"}}
		got, err = h.comparisons.ListTrends(h.As("culture"), of)
		require.NoError(h, err)
		require.Len(h, got.GetWaves(), 1)
		of.Releases = []string{h.answered(h.published(), risen(1))}
		_, err = h.comparisons.ListTrends(h.As("culture"), of)
		h.Refused("INSTRUMENTS_UNRELATED", err)
	})
}

// Every two cells of a release are compared as different people, or not at all; and by each caller only those that they can list.
func TestEveryTwoCells(t *testing.T) {
	inHouse(t, func(h *house) {
		w := h.wave(nil, root)
		w.answered(rand.New(rand.NewPCG(5, 5)))
		everything, err := w.cells("culture", "", surveyv1.CellView_CELL_VIEW_BASIC)
		require.NoError(h, err)
		require.Greater(h, len(everything), 6)
		key := func(c *surveyv1.Cell) *surveyv1.CellKey {
			return &surveyv1.CellKey{Unit: c.GetUnit(), Attribute: c.GetAttribute(), Level: c.GetLevel()}
		}
		refused, rests := 0, 0
		for _, token := range []string{"culture", "acme", "analyst-b"} {
			own, err := w.cells(token, "", surveyv1.CellView_CELL_VIEW_BASIC)
			require.NoError(h, err)
			reach := map[string]bool{}
			for _, cell := range own {
				reach[key(cell).String()] = true
			}
			for i, first := range everything {
				for _, second := range everything[:i] {
					got, err := h.comparisons.CompareCells(h.As(token), &surveyv1.CompareCellsRequest{
						Parent: w.survey.GetName() + "/release", First: key(first), Second: key(second),
					})
					if !reach[key(first).String()] || !reach[key(second).String()] {
						h.Refused("NOT_FOUND", err)
						continue
					}
					if err != nil {
						h.Refused("CELLS_OVERLAP", err)
						refused++
						continue
					}
					one, other := got.GetFirst().GetCell().GetSheets(), got.GetSecond().GetCell().GetSheets()
					require.True(h, min(one, other) >= 5 && one+other <= everything[0].GetSheets(), "%d and %d", one, other)
					for _, item := range got.GetItems() {
						for of, sheets := range map[*surveyv1.ItemFigures]int64{item.GetFirst(): one, item.GetSecond(): other} {
							require.True(h, item.GetHidden() || of.GetN()+of.GetBlank() == sheets, "every item of a cell is of all its sheets")
						}
					}
					if got.GetFirst().GetRest() || got.GetSecond().GetRest() {
						rests++
					}
				}
			}
		}
		require.Positive(h, refused)
		require.Positive(h, rests)
	})
}
