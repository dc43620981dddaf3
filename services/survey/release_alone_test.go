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
		w := h.wave(nil, root)
		w.answered(rand.New(rand.NewPCG(7, 7)))
		files := func() (all []string) {
			for _, token := range []string{"culture", "lead-a", "acme"} {
				for format := range surveyv1.ExportFormat_name {
					if format == 0 {
						continue
					}
					for _, language := range []string{"en", "zh-CN"} {
						text, _, _, err := w.exported(token, surveyv1.ExportFormat(format), language)
						require.NoError(h, err)
						all = append(all, token+" "+surveyv1.ExportFormat(format).String()+" "+language+"\n"+text)
					}
				}
			}
			slices.Sort(all)
			return all
		}
		before := files()
		require.Len(h, before, 3*5*2)
		for _, table := range []string{"sheet", "writing", "comment", "survey_unit", "survey_level"} {
			h.Exec(`DELETE FROM ` + table)
		}
		require.Zero(h, h.count("sheet"))
		require.Positive(h, h.count("release_statistic"))
		require.Equal(h, before, files())
	})
}
