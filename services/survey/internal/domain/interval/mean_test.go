package interval_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
)

func TestMeanFinite(t *testing.T) {
	// The 97.5 % quantile of Student's t with 8 degrees of freedom, as in every table of it; 9 of 25 people.
	of := figure.Summary{N: 9, Mean: 3.5, Variance: 4}
	bounds, err := interval.MeanFinite(of, 25)
	require.NoError(t, err)
	half := 2.306004135204166 * 2 / 3 * math.Sqrt(16.0/24)
	require.InDelta(t, 3.5-half, bounds.Low, 1e-9)
	require.InDelta(t, 3.5+half, bounds.High, 1e-9)
	all, err := interval.MeanFinite(of, 9)
	require.NoError(t, err)
	require.Equal(t, interval.Interval{Low: 3.5, High: 3.5}, all, "all were seen")
	_, err = interval.MeanFinite(of, 8)
	require.ErrorIs(t, err, figure.ErrInput)
	_, err = interval.MeanFinite(figure.Summary{N: 1, Mean: 1}, 8)
	require.ErrorAs(t, err, new(*figure.TooFewError))
}
