package driver

import (
	"errors"
	"math/rand/v2"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
)

// ErrUnstable: too many of the bootstrap's samples give no weights, so that nothing can be said of their spread.
var ErrUnstable = errors.New("the weights depend on a few sheets")

const (
	samples      = 1000
	leastSamples = 950 // of them must give weights
)

// bootstrap gives the drivers the percentile intervals of weight and share: as many sheets as there are, drawn with replacement, a
// thousand times. Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, 13; for relative weights Tonidandel, LeBreton
// and Johnson 2009, Psychological Methods 14.
func bootstrap(sheets [][]float64, seed uint64, drivers []Driver) error {
	random := rand.New(rand.NewPCG(seed, 0))
	raw, parts := make([][]float64, len(drivers)), make([][]float64, len(drivers))
	drawn := make([][]float64, len(sheets))
	for range samples {
		for i := range drawn {
			drawn[i] = sheets[random.IntN(len(sheets))]
		}
		_, weights, shares, err := fit(drawn)
		if err != nil {
			continue // a driver may be without spread among the sheets drawn; leastSamples bounds how often
		}
		for j := range drivers {
			raw[j] = append(raw[j], weights.Raw[j])
			parts[j] = append(parts[j], shares[j])
		}
	}
	if len(raw[0]) < leastSamples {
		return ErrUnstable
	}
	for j := range drivers {
		drivers[j].WeightInterval = middle(raw[j])
		drivers[j].ShareInterval = middle(parts[j])
	}
	return nil
}

// middle is the interval that leaves out a fortieth of the values at each end. It sorts them.
func middle(values []float64) interval.Interval {
	slices.Sort(values)
	out := len(values) / 40
	return interval.Interval{Low: values[out], High: values[len(values)-1-out]}
}
