// Package moment sums up whole sheets once, so that all that a covariance matrix tells can be computed from the sums, and the sums of a
// unit are those of its parts added up.
package moment

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// Sums are the first and second moments of complete sheets: of keyed answers to the items of a construct, or of person scores. The zero
// value holds no sheet and takes any number of items. Where all values are whole numbers the sums are exact: neither the order of the
// sheets nor how they were split among cores shows in any figure.
type Sums struct {
	n int64
	// Sheets are counted from the first one: so the sums stay small, and what never differs from sheet to sheet is exactly 0.
	origin []float64
	sum    []float64   // Σ (xᵢ − originᵢ)
	cross  [][]float64 // Σ (xᵢ − originᵢ)(xⱼ − originⱼ) for j ≤ i
}

// Add takes in one complete sheet. Values are in one direction (reverse-keyed items are turned round already). It refuses, with
// figure.ErrInput, a sheet of another length than the first, an empty one, and values that are not finite, and changes nothing then.
func (s *Sums) Add(sheet []float64) error {
	if len(sheet) == 0 || s.n > 0 && len(sheet) != len(s.origin) {
		return fmt.Errorf("a sheet of %d items among those of %d: %w", len(sheet), len(s.origin), figure.ErrInput)
	}
	if err := figure.CheckFinite(sheet...); err != nil {
		return err
	}
	if s.n == 0 {
		s.begin(sheet)
	}
	s.n++
	for i, value := range sheet {
		x := value - s.origin[i]
		s.sum[i] += x
		row := s.cross[i]
		for j := range row {
			row[j] += x * (sheet[j] - s.origin[j])
		}
	}
	return nil
}

func (s *Sums) begin(origin []float64) {
	s.origin = slices.Clone(origin)
	s.sum = make([]float64, len(origin))
	s.cross = make([][]float64, len(origin))
	for i := range s.cross {
		s.cross[i] = make([]float64, i+1)
	}
}

// Merge takes in the sheets of another group, which stays as it is. It refuses other numbers of items (figure.ErrInput).
func (s *Sums) Merge(other *Sums) error {
	if other.n == 0 {
		return nil
	}
	if s.n == 0 {
		s.begin(other.origin)
	}
	if len(s.origin) != len(other.origin) {
		return fmt.Errorf("sheets of %d items among those of %d: %w", len(other.origin), len(s.origin), figure.ErrInput)
	}
	n := float64(other.n)
	for i, row := range other.cross {
		di := other.origin[i] - s.origin[i] // the other's sheets, counted from this origin, are larger by it
		s.sum[i] += other.sum[i] + n*di
		for j, cross := range row {
			dj := other.origin[j] - s.origin[j]
			s.cross[i][j] += cross + di*other.sum[j] + dj*other.sum[i] + n*di*dj
		}
	}
	s.n += other.n
	return nil
}

// N is how many sheets there are.
func (s *Sums) N() int64 { return s.n }

// Items is how many values a sheet has; 0 before the first.
func (s *Sums) Items() int { return len(s.origin) }

// Covariance is the matrix of sample covariances, Σ(xᵢ−x̄ᵢ)(xⱼ−x̄ⱼ)/(n−1). It refuses fewer than two sheets (TooFewError), and values so
// large that their products overflow (figure.ErrInput).
func (s *Sums) Covariance() (*mat.SymDense, error) {
	if err := figure.AtLeast("sheets", s.n, 2); err != nil {
		return nil, err
	}
	n := float64(s.n)
	covariance := mat.NewSymDense(len(s.origin), nil)
	for i, row := range s.cross {
		for j, cross := range row {
			value := (n*cross - s.sum[i]*s.sum[j]) / (n * (n - 1))
			if err := figure.CheckFinite(value); err != nil {
				return nil, err
			}
			covariance.SetSym(i, j, value)
		}
	}
	return covariance, nil
}

// flat is the part of a mean square, or of the items' variances, that a variance must exceed, so that rounding is never taken for spread.
const flat = 1e-14

// Correlation is the matrix of Pearson's correlations. It refuses what Covariance refuses, and an item that everybody answered alike
// (figure.ErrNoSpread).
func (s *Sums) Correlation() (*mat.SymDense, error) {
	correlation, err := s.Covariance()
	if err != nil {
		return nil, err
	}
	sd := make([]float64, len(s.origin))
	for i := range sd {
		variance := correlation.At(i, i)
		if variance <= flat*s.cross[i][i]/float64(s.n) {
			return nil, figure.ErrNoSpread
		}
		sd[i] = math.Sqrt(variance)
	}
	for i := range sd {
		for j := range i {
			correlation.SetSym(i, j, max(-1, min(1, correlation.At(i, j)/sd[i]/sd[j])))
		}
		correlation.SetSym(i, i, 1)
	}
	return correlation, nil
}

// Score summarises the person scores: the weighted mean of each person's values, with a weight above 0 for each, or none to weigh all
// alike. Its refusals are those of figure.Summarize, and another number of weights (figure.ErrInput).
func (s *Sums) Score(weights ...float64) (figure.Summary, error) {
	if err := figure.AtLeast("sheets", s.n, 1); err != nil {
		return figure.Summary{}, err
	}
	if len(weights) == 0 {
		weights = slices.Repeat([]float64{1}, len(s.origin))
	}
	if len(weights) != len(s.origin) {
		return figure.Summary{}, fmt.Errorf("%d weights of %d items: %w", len(weights), len(s.origin), figure.ErrInput)
	}
	n, all := float64(s.n), floats.Sum(weights)
	score := figure.Summary{N: s.n}
	for i, origin := range s.origin {
		score.Mean += weights[i] * (origin + s.sum[i]/n) / all
	}
	if s.n > 1 {
		covariance, err := s.Covariance()
		if err != nil {
			return figure.Summary{}, err
		}
		by := mat.NewVecDense(len(weights), weights)
		total := mat.Inner(by, covariance, by) // the variance of a sum is the sum of all covariances
		var apart float64
		for i, weight := range weights {
			apart += weight * weight * covariance.At(i, i)
		}
		if total > flat*apart {
			score.Variance = total / (all * all)
		}
	}
	return score, figure.CheckFinite(score.Mean, score.Variance)
}
