package driver_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/driver"
)

// Groups of sheets spread as sheets do: with 16 times as many, intervals are a quarter as wide.
func TestManySheetsAreDrawnInGroups(t *testing.T) {
	width := func(n int) float64 {
		outcome, drivers := people(n)
		model, err := driver.Analyse(outcome, drivers, 1)
		require.NoError(t, err)
		first := model.Drivers[0].WeightInterval
		require.True(t, first.Low < model.Drivers[0].Weight && model.Drivers[0].Weight < first.High)
		return first.High - first.Low
	}
	ratio := width(400) / width(6400)
	require.InDelta(t, 4, ratio, 1, "%v", math.Abs(ratio-4))
}

func TestToldIsWhatWasAnalysed(t *testing.T) {
	outcome, drivers := people(200)
	model, err := driver.Analyse(outcome, drivers, 1)
	require.NoError(t, err)
	var correlations, weights []float64
	for i := range model.Drivers {
		correlations, weights = append(correlations, model.Drivers[i].R), append(weights, model.Drivers[i].Weight)
		model.Drivers[i].WeightInterval, model.Drivers[i].ShareInterval = driver.Driver{}.WeightInterval, driver.Driver{}.ShareInterval
	}
	told, err := driver.Told(200, correlations, weights)
	require.NoError(t, err)
	require.Equal(t, model, told)
	for _, nothing := range [][]float64{nil, {0, 0}} {
		_, err = driver.Told(200, nothing, nothing)
		require.Error(t, err)
	}
}
