package driver

import (
	"errors"
	"math/rand/v2"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
)

// ErrUnstable: too many of the bootstrap's samples give no weights, so that nothing can be said of their spread.
var ErrUnstable = errors.New("the weights depend on a few sheets")

const (
	samples      = 1000
	leastSamples = 950 // of them must give weights
	// mostGroups is into how many groups sheets are put by chance, of which samples are drawn: the sheets themselves up to so many.
	mostGroups = 200
)

// bootstrap gives the drivers the percentile intervals of weight and share: as many sheets as there are, drawn with replacement, a
// thousand times. Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, 13; for relative weights Tonidandel, LeBreton
// and Johnson 2009, Psychological Methods 14.
//
// Many sheets are drawn in random groups, so that a sample costs the same however many there are. That the spread is seen on 200 groups
// alone makes it uncertain by 1/√(2·200), some 5 %. Source: Wolter 2007, Introduction to Variance Estimation, 2.
func bootstrap(sheets [][]float64, seed uint64, drivers []Driver) error {
	random := rand.New(rand.NewPCG(seed, 0))
	raw, parts := make([][]float64, len(drivers)), make([][]float64, len(drivers))
	groups, err := grouped(sheets, random)
	if err != nil {
		return err
	}
	for range samples {
		var drawn moment.Sums
		for range groups {
			if err := drawn.Merge(&groups[random.IntN(len(groups))]); err != nil {
				return err
			}
		}
		_, weights, shares, err := fit(&drawn)
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

// grouped sums up random groups of sheets, as large as each other but for one sheet.
func grouped(sheets [][]float64, random *rand.Rand) ([]moment.Sums, error) {
	groups := make([]moment.Sums, min(len(sheets), mostGroups))
	for place, sheet := range random.Perm(len(sheets)) {
		if err := groups[place%len(groups)].Add(sheets[sheet]); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// middle is the interval that leaves out a fortieth of the values at each end. It sorts them.
func middle(values []float64) interval.Interval {
	slices.Sort(values)
	out := len(values) / 40
	return interval.Interval{Low: values[out], High: values[len(values)-1-out]}
}
