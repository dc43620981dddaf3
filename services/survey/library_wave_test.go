package survey_test

import (
	"fmt"
	"path"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// anything is what the n-th person answers to an instrument: no two neighbours the same. What depends on other answers is left out.
func anything(n int, instrument *surveyv1.Instrument) (answers []*surveyv1.Answer) {
	rated := func(item string, least, most int32) {
		answers = append(answers, given(item, int(least)+(n+3*len(answers))%int(most-least+1)))
	}
	option := func(options []*surveyv1.Choice) string { return options[(n+len(answers))%len(options)].GetId() }
	for _, item := range instrument.GetItems() {
		if item.GetCondition() != "" {
			continue
		}
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

// Every instrument of the library plays a whole wave: it is opened, answered, closed and released, and its factors have figures.
func TestAWaveOfEveryInstrumentOfTheLibrary(t *testing.T) {
	inHouse(t, func(h *house) {
		all, err := h.instruments.ListLibraryInstruments(h.As("culture"), &surveyv1.ListLibraryInstrumentsRequest{})
		require.NoError(h, err)
		surveys := map[string]*surveyv1.Instrument{}
		for _, one := range all.GetInstruments() {
			slug := path.Base(one.GetName())
			one.Name = ""
			survey := h.opens(one)
			for n := range 12 {
				require.NoError(h, h.submit(n, survey, anything(n, one)...), slug)
			}
			h.close(survey)
			surveys[survey], one.Name = one, slug
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
		}
	})
}
