package driver_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/driver"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// people have scores of which the outcome takes half of the first, a quarter of the second against its direction, and nothing of the third.
func people(n int) (outcome []float64, drivers [][]float64) {
	random := rand.New(rand.NewPCG(1, 2))
	drivers = make([][]float64, 3)
	for range n {
		a := random.NormFloat64()
		b := 0.5*a + random.NormFloat64()
		c := random.NormFloat64()
		drivers[0], drivers[1], drivers[2] = append(drivers[0], a), append(drivers[1], b), append(drivers[2], c)
		outcome = append(outcome, a-0.5*b+random.NormFloat64())
	}
	return outcome, drivers
}

func TestAnalyse(t *testing.T) {
	outcome, drivers := people(400)
	model, err := driver.Analyse(outcome, drivers, 7)
	require.NoError(t, err)
	require.Equal(t, int64(400), model.Sheets)
	require.Len(t, model.Drivers, 3)

	var weights, shares float64
	for _, d := range model.Drivers {
		weights += d.Weight
		shares += d.Share
		require.True(t, d.Interval.Low < d.R && d.R < d.Interval.High)
		require.True(t, d.WeightInterval.Low <= d.Weight && d.Weight <= d.WeightInterval.High, "%+v", d)
		require.True(t, d.ShareInterval.Low <= d.Share && d.Share <= d.ShareInterval.High, "%+v", d)
		require.GreaterOrEqual(t, d.Q, d.P)
	}
	require.InDelta(t, model.RSquared, weights, 1e-12)
	require.InDelta(t, 1, shares, 1e-12)

	first, third := model.Drivers[0], model.Drivers[2]
	require.Less(t, first.Q, 0.001)
	require.Greater(t, first.ShareInterval.Low, third.ShareInterval.High, "what the outcome is made of, and what it is not")

	again, err := driver.Analyse(outcome, drivers, 7)
	require.NoError(t, err)
	require.Equal(t, model, again)
	other, err := driver.Analyse(outcome, drivers, 8)
	require.NoError(t, err)
	require.NotEqual(t, model.Drivers[0].WeightInterval, other.Drivers[0].WeightInterval)
	require.InDelta(t, model.Drivers[0].WeightInterval.Low, other.Drivers[0].WeightInterval.Low, 0.02)
}

// The spread of a correlation of two is known: the interval of the weight of one driver, which is r², is the square of Fisher's.
func TestTheBootstrapFindsAKnownSpread(t *testing.T) {
	outcome, drivers := people(500)
	model, err := driver.Analyse(outcome, drivers[:1], 3)
	require.NoError(t, err)
	d := model.Drivers[0]
	require.InDelta(t, d.R*d.R, d.Weight, 1e-12)
	require.InDelta(t, d.Interval.Low*d.Interval.Low, d.WeightInterval.Low, 0.03)
	require.InDelta(t, d.Interval.High*d.Interval.High, d.WeightInterval.High, 0.03)
}

func TestModelsRefused(t *testing.T) {
	outcome, drivers := people(60)
	flat := slices.Repeat([]float64{3}, 60)
	almost := slices.Clone(flat)
	almost[0] = 4
	odd := slices.Clone(drivers[0])
	odd[17] = math.NaN()
	for name, c := range map[string]struct {
		outcome []float64
		drivers [][]float64
		want    error // nil stands for a TooFewError
	}{
		"no driver":              {outcome, nil, nil},
		"29 sheets":              {outcome[:29], [][]float64{drivers[0][:29]}, nil},
		"less than 10 a driver":  {outcome, slices.Repeat(drivers, 3)[:7], nil},
		"unequal lengths":        {outcome, [][]float64{drivers[0][:59]}, figure.ErrInput},
		"no number":              {outcome, [][]float64{odd}, figure.ErrInput},
		"a driver all alike":     {outcome, [][]float64{drivers[0], flat}, figure.ErrNoSpread},
		"an outcome all alike":   {flat, drivers, figure.ErrNoSpread},
		"the outcome as driver":  {outcome, [][]float64{outcome, drivers[2]}, figure.ErrNoSpread},
		"a driver twice":         {outcome, [][]float64{drivers[0], drivers[0]}, driver.ErrCollinear},
		"one differs among many": {outcome, [][]float64{drivers[0], almost}, driver.ErrUnstable},
	} {
		_, err := driver.Analyse(c.outcome, c.drivers, 1)
		if c.want == nil {
			require.ErrorAs(t, err, new(*figure.TooFewError), name)
		} else {
			require.ErrorIs(t, err, c.want, name)
		}
	}
	_, err := driver.Analyse(outcome[:30], [][]float64{drivers[0][:30], drivers[1][:30], drivers[2][:30]}, 1)
	require.NoError(t, err, "30 sheets for 3 drivers")
}

func TestPriorities(t *testing.T) {
	got, err := driver.Priorities([]driver.Standing{{0.5, 40}, {0.3, 80}, {0.1, 30}, {0.1, 90}})
	require.NoError(t, err)
	var quadrants []driver.Quadrant
	for _, priority := range got {
		quadrants = append(quadrants, priority.Quadrant)
	}
	require.Equal(t, []driver.Quadrant{driver.Improve, driver.Keep, driver.Watch, driver.Maintain}, quadrants)
	require.InDelta(t, 0.5*0.6, got[0].Value, 1e-12)

	third := 1.0 / 3
	equal, err := driver.Priorities([]driver.Standing{{third, 70.1}, {1 - 2*third, 70.1}, {third, 70.1}})
	require.NoError(t, err)
	for _, priority := range equal {
		require.Equal(t, driver.Keep, priority.Quadrant, "equals lie together")
	}
	for _, odd := range []driver.Standing{{-0.1, 50}, {1.1, 50}, {.5, -1}, {.5, 101}, {math.NaN(), 50}, {.5, math.NaN()}} {
		_, err := driver.Priorities([]driver.Standing{odd})
		require.ErrorIs(t, err, figure.ErrInput)
	}
	_, err = driver.Priorities(nil)
	require.ErrorAs(t, err, new(*figure.TooFewError))
}

func TestABetterScoreIsLessUrgent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share := rapid.Float64Range(0, 1).Draw(t, "share")
		a, b := rapid.Float64Range(0, 100).Draw(t, "a"), rapid.Float64Range(0, 100).Draw(t, "b")
		got, err := driver.Priorities([]driver.Standing{{share, min(a, b)}, {share, max(a, b)}})
		require.NoError(t, err)
		require.True(t, got[0].Value >= got[1].Value && got[1].Value >= 0 && got[0].Value <= 1)
	})
}
