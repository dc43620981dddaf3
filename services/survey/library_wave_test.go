package survey_test

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// anything is what the n-th person answers to an instrument: no two neighbours the same, whether it is shown to them or not.
func anything(n int, instrument *surveyv1.Instrument) (answers []*surveyv1.Answer) {
	rated := func(item string, least, most int32) {
		answers = append(answers, given(item, int(least)+(n+3*len(answers))%int(most-least+1)))
	}
	option := func(options []*surveyv1.Choice) string { return options[(n+len(answers))%len(options)].GetId() }
	for _, item := range instrument.GetItems() {
		switch kind := item.GetKind().(type) {
		case *surveyv1.Item_Rating:
			rated(item.GetId(), kind.Rating.GetMin(), kind.Rating.GetMax())
		case *surveyv1.Item_Matrix:
			for _, row := range kind.Matrix.GetRows() {
				rated(item.GetId()+"."+row.GetId(), kind.Matrix.GetScale().GetMin(), kind.Matrix.GetScale().GetMax())
			}
		case *surveyv1.Item_Nps:
			rated(item.GetId(), 0, 10)
		case *surveyv1.Item_Ces:
			rated(item.GetId(), 1, 7)
		case *surveyv1.Item_Single:
			answers = append(answers, chosen(item.GetId(), option(kind.Single.GetOptions())))
		case *surveyv1.Item_Multi:
			answers = append(answers, given(item.GetId(), []string{option(kind.Multi.GetOptions())}))
		case *surveyv1.Item_ShortText, *surveyv1.Item_LongText:
			answers = append(answers, written(item.GetId(), fmt.Sprintf("第 %d 位的意见", n)))
		}
	}
	return answers
}

// answersShown has somebody answer all that an instrument shows them, and says which items their other answers did not show.
func (h *house) answersShown(n int, survey string, instrument *surveyv1.Instrument) (hidden map[string]bool) {
	h.Helper()
	hidden = map[string]bool{}
	for {
		var shown []*surveyv1.Answer
		for _, answer := range anything(n, instrument) {
			item, _, _ := strings.Cut(answer.GetItem(), ".")
			if !hidden[item] {
				shown = append(shown, answer)
			}
		}
		err := h.submit(n, survey, shown...)
		if err == nil {
			return hidden
		}
		h.Refused("ANSWER_INVALID", err)
		info, _ := refusal(err)
		require.Equal(h, "NOT_SHOWN", info["problem"], "%s: %s", instrument.GetName(), info["item"])
		item, _, _ := strings.Cut(info["item"], ".")
		require.False(h, hidden[item], "%s: %s", instrument.GetName(), item)
		hidden[item] = true
	}
}

// Every instrument of the library plays a whole wave: it is opened, answered, closed and released, its factors have figures, and every file
// that is made of it holds what was asked, in the language of who reads. Of each condition there are people who meet it and people who do not.
func TestAWaveOfEveryInstrumentOfTheLibrary(t *testing.T) {
	inHouse(t, func(h *house) {
		all, err := h.instruments.ListLibraryInstruments(h.As("culture"), &surveyv1.ListLibraryInstrumentsRequest{})
		require.NoError(h, err)
		require.Len(h, all.GetInstruments(), 16)
		surveys := map[string]*surveyv1.Instrument{}
		for _, one := range all.GetInstruments() {
			slug := path.Base(one.GetName())
			one.Name = ""
			survey := h.opens(one)
			one.Name = slug
			missed := map[string]int{}
			for n := range 12 {
				for item := range h.answersShown(n, survey, one) {
					missed[item]++
				}
			}
			for _, item := range one.GetItems() {
				if item.GetCondition() == "" {
					require.Zero(h, missed[item.GetId()], "%s: %s", slug, item.GetId())
				} else {
					require.Greater(h, missed[item.GetId()], 0, "%s: everybody meets the condition of %s", slug, item.GetId())
					require.Less(h, missed[item.GetId()], 12, "%s: nobody meets the condition of %s", slug, item.GetId())
				}
			}
			h.close(survey)
			surveys[survey] = one
		}
		h.works()
		for survey, one := range surveys {
			released, err := surveyv1.NewReleaseServiceClient(h.Conn).ListCells(h.As("culture"), &surveyv1.ListCellsRequest{
				Parent: survey + "/release", View: surveyv1.CellView_CELL_VIEW_FULL,
			})
			require.NoError(h, err, one.GetName())
			require.NotEmpty(h, released.GetCells(), one.GetName())
			cell := released.GetCells()[0]
			require.EqualValues(h, 12, cell.GetSheets(), one.GetName())
			require.Len(h, cell.GetConstructs(), len(one.GetConstructs()), one.GetName())
			for _, construct := range cell.GetConstructs() {
				require.False(h, construct.GetHidden(), "%s: %s", one.GetName(), construct.GetConstruct())
				require.NotNil(h, construct.Index, "%s: %s", one.GetName(), construct.GetConstruct())
				require.NotNil(h, construct.Favourable, "%s: %s", one.GetName(), construct.GetConstruct())
			}
			h.exportsAll(survey, one)
		}
	})
}
