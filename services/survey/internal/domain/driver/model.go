package driver

import (
	"fmt"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/compare"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
)

const (
	// LeastSheets is the number of sheets below which there is no driver model.
	LeastSheets = 30
	// SheetsPerDriver is how many sheets each driver needs besides.
	SheetsPerDriver = 10
)

// Driver is what a model says of one score.
type Driver struct {
	// R is Pearson's correlation with the outcome, in Interval with 95 % confidence.
	R        float64
	Interval interval.Interval
	// P is the two-sided p value of R, and Q the same adjusted for the number of drivers (Benjamini and Hochberg).
	P, Q float64
	// Weight is Johnson's ε and Share its part of R². They have no sign; R has.
	Weight, Share float64
	// The bootstrap's 95 % intervals of Weight and Share.
	WeightInterval, ShareInterval interval.Interval
}

// Model is what the drivers of an outcome have to do with it.
type Model struct {
	Sheets   int64
	RSquared float64
	Drivers  []Driver // in the order given; its length is the m of Q
}

// Analyse models an outcome on whole sheets: outcome holds a score for each sheet, and each driver the same sheets in the same order.
// The seed settles the bootstrap: the same sheets in the same order give the same intervals.
//
// It refuses no driver, fewer than 30 sheets or 10 a driver (TooFewError), unequal lengths and what is not finite (figure.ErrInput), a
// score without spread, also an outcome that equals a driver (figure.ErrNoSpread), ErrCollinear, drivers that explain nothing
// (figure.ErrNotIdentified), and ErrUnstable.
func Analyse(outcome []float64, drivers [][]float64, seed uint64) (Model, error) {
	sheets, err := rows(outcome, drivers)
	if err != nil {
		return Model{}, err
	}
	var sums moment.Sums
	for _, sheet := range sheets {
		if err := sums.Add(sheet); err != nil {
			return Model{}, err
		}
	}
	correlations, weights, _, err := fit(&sums)
	if err != nil {
		return Model{}, err
	}
	model, err := Told(int64(len(sheets)), correlations, weights.Raw)
	if err != nil {
		return Model{}, err
	}
	return model, bootstrap(sheets, seed, model.Drivers)
}

// Told is the model that follows from the correlations with the outcome and the weights alone, without the bootstrap's intervals. It
// refuses what Analyse refuses of them.
func Told(sheets int64, correlations, weights []float64) (Model, error) {
	all := Weights{Raw: weights}
	for _, weight := range weights {
		all.RSquared += weight
	}
	shares, err := all.Shares()
	if err != nil {
		return Model{}, err
	}
	model := Model{Sheets: sheets, RSquared: all.RSquared, Drivers: make([]Driver, len(weights))}
	p := make([]float64, len(weights))
	for j := range model.Drivers {
		d := &model.Drivers[j]
		d.R, d.Weight, d.Share = correlations[j], weights[j], shares[j]
		if d.Interval, err = interval.Correlation(d.R, sheets); err != nil {
			return Model{}, err
		}
		test, err := compare.Correlation(d.R, sheets)
		if err != nil {
			return Model{}, err
		}
		d.P, p[j] = test.P, test.P
	}
	family, err := compare.BenjaminiHochberg(p)
	if err != nil {
		return Model{}, err
	}
	for j := range model.Drivers {
		model.Drivers[j].Q = family.Q[j]
	}
	return model, nil
}

// rows are the sheets: the drivers' scores, and the outcome last.
func rows(outcome []float64, drivers [][]float64) ([][]float64, error) {
	p, n := len(drivers), int64(len(outcome))
	if err := figure.AtLeast("drivers", int64(p), 1); err != nil {
		return nil, err
	}
	if err := figure.AtLeast("sheets", n, max(LeastSheets, SheetsPerDriver*int64(p))); err != nil {
		return nil, err
	}
	sheets := make([][]float64, n)
	for i, score := range outcome {
		sheets[i] = make([]float64, p+1)
		sheets[i][p] = score
	}
	for j, scores := range drivers {
		if len(scores) != len(outcome) {
			return nil, fmt.Errorf("%d scores on %d sheets: %w", len(scores), n, figure.ErrInput)
		}
		for i, score := range scores {
			sheets[i][j] = score
		}
	}
	return sheets, nil
}

func fit(sheets *moment.Sums) (correlations []float64, weights Weights, shares []float64, err error) {
	all, err := sheets.Correlation()
	if err != nil {
		return nil, Weights{}, nil, err
	}
	p := all.SymmetricDim() - 1
	correlations = make([]float64, p)
	for j := range correlations {
		correlations[j] = all.At(j, p)
	}
	if weights, err = RelativeWeights(all.SliceSym(0, p), correlations); err != nil {
		return nil, Weights{}, nil, err
	}
	shares, err = weights.Shares()
	return correlations, weights, shares, err
}
