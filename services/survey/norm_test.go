package survey_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

func norm(instrument *surveyv1.Instrument, of string, statistic surveyv1.NormStatistic, value float64) *surveyv1.Norm {
	return &surveyv1.Norm{
		Family: instrument.GetName(), Of: of, Statistic: statistic, Value: value, N: 900, Population: text("Contact centres"),
		Source: "A study, table 3", Licence: "CC BY 4.0", Date: "2025-03-01",
	}
}

func TestNormsStandBesideFigures(t *testing.T) {
	inHouse(t, func(h *house) {
		norms := surveyv1.NewNormServiceClient(h.Conn)
		releases := surveyv1.NewReleaseServiceClient(h.Conn)
		instrument := h.published()
		release := h.answered(instrument, func(n int) int32 { return int32(2 + n%3) })
		cells := func() *surveyv1.ListCellsResponse {
			got, err := releases.ListCells(h.As("analyst-b"), &surveyv1.ListCellsRequest{Parent: release, View: surveyv1.CellView_CELL_VIEW_FULL})
			require.NoError(h, err)
			return got
		}
		before := cells()
		require.Empty(h, before.GetNorms())

		made, err := norms.CreateNorm(h.As("culture"), &surveyv1.CreateNormRequest{
			Norm: norm(instrument, "belonging", surveyv1.NormStatistic_NORM_STATISTIC_MEAN, 3.9),
		})
		require.NoError(h, err)
		require.Equal(h, "A study, table 3", made.GetSource())
		other := h.published()
		_, err = norms.CreateNorm(h.As("culture"), &surveyv1.CreateNormRequest{
			Norm: norm(other, "enps", surveyv1.NormStatistic_NORM_STATISTIC_INDEX, 60),
		})
		require.NoError(h, err)

		after := cells()
		require.Len(h, after.GetNorms(), 1)
		require.True(h, proto.Equal(made, after.GetNorms()[0]))
		after.Norms = nil
		require.True(h, proto.Equal(before, after), "no figure is made of a norm")
		compared, err := h.compare("culture", release, depA, depB)
		require.NoError(h, err)
		require.Len(h, compared.GetNorms(), 1)

		listed, err := norms.ListNorms(h.As("analyst-b"), &surveyv1.ListNormsRequest{Filter: `of = "enps"`})
		require.NoError(h, err)
		require.Len(h, listed.GetNorms(), 1)
		require.Equal(h, other.GetFamily(), listed.GetNorms()[0].GetFamily())

		_, err = norms.DeleteNorm(h.As("analyst-b"), &surveyv1.DeleteNormRequest{Name: made.GetName()})
		h.Refused("PERMISSION_DENIED", err)
		_, err = norms.DeleteNorm(h.As("culture"), &surveyv1.DeleteNormRequest{Name: made.GetName()})
		require.NoError(h, err)
		_, err = norms.DeleteNorm(h.As("culture"), &surveyv1.DeleteNormRequest{Name: made.GetName()})
		h.Refused("NOT_FOUND", err)
		require.Empty(h, cells().GetNorms())
	})
}

func TestNormsThatAreRefused(t *testing.T) {
	inHouse(t, func(h *house) {
		instrument := h.published()
		absent := proto.CloneOf(instrument)
		absent.Name = "instruments/" + id(9, 9)
		dated := norm(instrument, "belonging", surveyv1.NormStatistic_NORM_STATISTIC_MEAN, 3)
		dated.Date = "2025-02-30"
		for reason, all := range map[string][]*surveyv1.Norm{
			"NOT_FOUND": {norm(absent, "belonging", surveyv1.NormStatistic_NORM_STATISTIC_MEAN, 3)},
			"INVALID_FIELD": {
				dated,
				norm(instrument, "absent", surveyv1.NormStatistic_NORM_STATISTIC_MEAN, 3),
				norm(instrument, "belonging", surveyv1.NormStatistic_NORM_STATISTIC_MEAN, 5.1),
				norm(instrument, "belonging", surveyv1.NormStatistic_NORM_STATISTIC_FAVOURABLE, 70),
				norm(instrument, "belonging", surveyv1.NormStatistic_NORM_STATISTIC_SCORE, 10),
				norm(instrument, "belonging", surveyv1.NormStatistic_NORM_STATISTIC_UNSPECIFIED, 3),
			},
		} {
			for _, one := range all {
				_, err := surveyv1.NewNormServiceClient(h.Conn).CreateNorm(h.As("culture"), &surveyv1.CreateNormRequest{Norm: one})
				h.Refused(reason, err)
			}
		}
	})
}
