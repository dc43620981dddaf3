package survey_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/driver"
)

// The drivers of a released survey are those that its whole sheets give, of units with enough of them.
func TestDriversOfAnOutcome(t *testing.T) {
	inHouse(t, func(h *house) {
		asks := waveItems()
		asks.Outcome = "nps"
		asks.Constructs = []*surveyv1.Construct{
			{Id: "first", DisplayName: text("first"), Items: []*surveyv1.ConstructItem{{Item: "q1"}, {Item: "q2", Reversed: true}}},
			{Id: "second", DisplayName: text("second"), Items: []*surveyv1.ConstructItem{{Item: "q3"}}},
		}
		asks.LinearIndexes = nil
		made, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: asks})
		require.NoError(h, err)
		require.Equal(h, "nps", made.GetOutcome())
		made, err = h.instruments.PublishInstrument(h.As("culture"), &surveyv1.PublishInstrumentRequest{Name: made.GetName()})
		require.NoError(h, err)
		w := h.wave(func(s *surveyv1.Survey) { s.Instrument = made.GetName() }, root)
		w.answered(rand.New(rand.NewPCG(3, 3)))

		var rows [][]float64
		for _, sheet := range w.sheets {
			if sheet != nil && !slices.Contains(sheet[:4], 0) {
				rows = append(rows, []float64{(float64(sheet[0]) + 6 - float64(sheet[1])) / 2, float64(sheet[2]), float64(sheet[3]) - 1})
			}
		}
		slices.SortFunc(rows, slices.Compare)
		columns := make([][]float64, 3)
		for _, row := range rows {
			for i, value := range row {
				columns[i] = append(columns[i], value)
			}
		}
		want, err := driver.Analyse(columns[2], columns[:2], 1)
		require.NoError(h, err)

		cells, err := w.cells("culture", "", surveyv1.CellView_CELL_VIEW_FULL)
		require.NoError(h, err)
		got := cells[0].GetDrivers()
		require.Equal(h, "nps", got.GetOutcome())
		require.Equal(h, int64(len(rows)), got.GetSheets())
		require.InDelta(h, want.RSquared, got.GetRSquared(), 1e-12)
		for i, one := range want.Drivers {
			driver := got.GetDrivers()[i]
			require.Equal(h, []string{"first", "second"}[i], driver.GetConstruct())
			require.InDelta(h, one.R, driver.GetR(), 1e-12)
			require.InDelta(h, one.Interval.High, driver.GetRHigh(), 1e-12)
			require.InDelta(h, one.Q, driver.GetQ(), 1e-12)
			require.InDelta(h, one.Share, driver.GetShare(), 1e-12)
			require.InDelta(h, one.ShareInterval.Low, driver.GetShareLow(), 1e-12)
			index := cells[0].GetConstructs()[i].GetIndex()
			require.Equal(h, index, driver.GetScore())
			require.InDelta(h, one.Share*(1-index/100), driver.GetPriority(), 1e-12)
			require.NotZero(h, driver.GetQuadrant())
		}
		for _, cell := range cells[1:] {
			if cell.GetSheets() < 30 {
				require.Nil(h, cell.GetDrivers())
			}
		}
	})
}
