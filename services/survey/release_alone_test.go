package survey_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// What is exported of a release follows from what the release keeps, which is the counts of its cells and its statistics: when all sheets are
// gone, what was written, and who was asked, each export is the same to the byte.
func TestExportsComeFromTheReleaseAlone(t *testing.T) {
	inHouse(t, func(h *house) {
		first := h.wave(nil, root)
		first.answered(rand.New(rand.NewPCG(6, 6)))
		w := h.wave(func(again *surveyv1.Survey) {
			again.Instrument, again.Previous = first.survey.GetInstrument(), first.survey.GetName()
		}, root)
		w.answered(rand.New(rand.NewPCG(7, 7)))
		files := func() (all []string) {
			for _, token := range []string{"culture", "lead-a", "acme"} {
				for format := range surveyv1.ExportFormat_name {
					if format == 0 {
						continue
					}
					for table := range surveyv1.ExportTable_name {
						text, _, name, err := w.exportedTable(token, surveyv1.ExportFormat(format), surveyv1.ExportTable(table), "zh-CN")
						require.NoError(h, err)
						all = append(all, token+" "+name+"\n"+text)
					}
					text, _, _, err := w.exported(token, surveyv1.ExportFormat(format), "en")
					require.NoError(h, err)
					all = append(all, token+" "+surveyv1.ExportFormat(format).String()+"\n"+text)
				}
			}
			slices.Sort(all)
			return all
		}
		for _, table := range []surveyv1.ExportTable{surveyv1.ExportTable_EXPORT_TABLE_CHANGES, surveyv1.ExportTable_EXPORT_TABLE_TRENDS} {
			text, _, _, err := w.exportedTable("lead-a", surveyv1.ExportFormat_EXPORT_FORMAT_CSV, table, "en")
			require.NoError(h, err)
			require.Contains(h, text, teamA, "there is a wave before")
			require.NotContains(h, text, depB)
		}
		before := files()
		require.Len(h, before, 3*5*(len(surveyv1.ExportTable_name)+1))
		for _, table := range []string{"sheet", "writing", "comment", "survey_unit", "survey_level"} {
			h.Exec(`DELETE FROM ` + table)
		}
		require.Zero(h, h.count("sheet"))
		require.Positive(h, h.count("release_statistic"))
		require.Equal(h, before, files())
	})
}
