package survey_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// The library's questionnaires for customers play a whole survey of contacts: contacts before the opening and after it, answers by the
// conditions, the release by channel, and every file that is made of it.
func TestTheLibraryAsksCustomers(t *testing.T) {
	inHouse(t, func(h *house) {
		surveys := map[string]*surveyv1.Instrument{}
		for _, slug := range []string{"customer-csat", "customer-ces", "customer-nps"} {
			one, err := h.instruments.GetLibraryInstrument(h.As("culture"), &surveyv1.GetLibraryInstrumentRequest{Name: "libraryInstruments/" + slug})
			require.NoError(h, err)
			one.Name = ""
			surveys[h.servedBy(one)] = one
			one.Name = slug
		}
		h.works()
		for survey, one := range surveys {
			released, err := surveyv1.NewReleaseServiceClient(h.Conn).ListCells(h.As("culture"), &surveyv1.ListCellsRequest{
				Parent: survey + "/release", View: surveyv1.CellView_CELL_VIEW_FULL,
			})
			require.NoError(h, err, one.GetName())
			var shown []string
			for _, cell := range released.GetCells() {
				shown = append(shown, fmt.Sprintf("%s %s %d of %d", cell.GetUnit(), cell.GetLevel(), cell.GetSheets(), cell.GetEligible()))
			}
			require.Equal(h, []string{
				" " + " 24 of 30", " chat 12 of 15", " phone 12 of 15",
				"units/" + depA + "  12 of 15", "units/" + depA + " chat 12 of 15",
				"units/" + teamA + "  12 of 15", "units/" + teamA + " chat 12 of 15",
				"units/" + depB + "  12 of 15", "units/" + depB + " phone 12 of 15",
			}, shown, one.GetName())
			h.exportsAll(survey, one)

			lead, err := surveyv1.NewReleaseServiceClient(h.Conn).ListCells(h.As("lead-a"), &surveyv1.ListCellsRequest{Parent: survey + "/release"})
			require.NoError(h, err)
			require.Len(h, lead.GetCells(), 2, "a lead reads what was said of their team")
		}
	})
}

// servedBy asks thirty contacts of two departments, twenty-four of whom answer, and closes.
func (h *house) servedBy(asks *surveyv1.Instrument) (survey string) {
	h.Helper()
	made, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: asks})
	require.NoError(h, err)
	_, err = h.instruments.PublishInstrument(h.As("culture"), &surveyv1.PublishInstrumentRequest{Name: made.GetName()})
	require.NoError(h, err)
	survey = h.forContacts(func(s *surveyv1.Survey) {
		s.Instrument, s.Attribute = made.GetName(), surveyv1.Attribute_ATTRIBUTE_CHANNEL
	}, depA, depB)
	contact := func(n int) *surveyv1.ResponseRow {
		one := served(fmt.Sprint("T-", n), []string{teamA, depB}[n%2])
		one.Contact.Channel = []string{"chat", "phone"}[n%2]
		return one
	}
	var early []*surveyv1.ResponseRow
	for n := range 15 {
		early = append(early, contact(n))
	}
	done, err := h.batch("system", survey, early...)
	require.Empty(h, became(h, done, err))
	require.NoError(h, h.open(survey))
	for n := 24; n < 30; n++ {
		done, err := h.batch("system", survey, contact(n))
		require.Empty(h, became(h, done, err))
	}
	hidden := map[int]map[string]bool{}
	for {
		var rows []*surveyv1.ResponseRow
		for n := range 24 {
			row := contact(n)
			for _, answer := range anything(n/2, asks) {
				if item, _, _ := strings.Cut(answer.GetItem(), "."); !hidden[n][item] {
					row.Answers = append(row.Answers, answer)
				}
			}
			rows = append(rows, row)
		}
		done, err := h.batch("system", survey, rows...)
		require.NoError(h, err)
		for _, refused := range done.GetRefusals() {
			require.Equal(h, "NOT_SHOWN", refused.GetProblem(), refused)
			n, item := int(refused.GetRow())-1, strings.Split(refused.GetItem(), ".")[0]
			require.False(h, hidden[n][item], refused)
			if hidden[n] == nil {
				hidden[n] = map[string]bool{}
			}
			hidden[n][item] = true
		}
		if done.GetRefused() == 0 {
			break
		}
	}
	require.NotEmpty(h, hidden, "conditions hide questions")
	require.EqualValues(h, 30, h.close(survey).GetEligible())
	return survey
}
