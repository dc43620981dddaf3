// Package reliability says how well the items of a construct measure one thing. Its figures need whole sheets.
package reliability

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/moment"
)

// LeastSheets is the number of complete sheets below which no reliability is given.
const LeastSheets = 10

// flat is the part of the items' variances that the variance of their total must exceed, so that rounding is never taken for spread.
const flat = 1e-12

// Alpha is Cronbach's α of the items on complete, keyed sheets:
//
//	α = k/(k − 1)·(1 − Σ s²ᵢ / s²_total)
//
// with sample variances. It is at most 1, and may be negative. Source: Cronbach 1951, Psychometrika 16. It refuses fewer than two items
// or ten sheets (TooFewError), and a total that everybody shares (figure.ErrNoSpread).
func Alpha(sheets *moment.Sums) (float64, error) {
	if err := enough(sheets); err != nil {
		return 0, err
	}
	return alpha(sheets)
}

func alpha(sheets *moment.Sums) (float64, error) {
	covariance, err := sheets.Covariance()
	if err != nil {
		return 0, err
	}
	items := mat.Trace(covariance)
	total := mat.Sum(covariance) // the variance of a sum is the sum of all covariances
	if total <= flat*items {
		return 0, figure.ErrNoSpread
	}
	k := float64(sheets.Items())
	return k / (k - 1) * (1 - items/total), nil
}

func enough(sheets *moment.Sums) error {
	if err := figure.AtLeast("items", int64(sheets.Items()), 2); err != nil {
		return err
	}
	return figure.AtLeast("sheets", sheets.N(), LeastSheets)
}

// SpearmanBrown is the reliability of two items that correlate with r: 2r/(1 + r). Sources: Spearman 1910, Brown 1910, both British
// Journal of Psychology 3. It refuses r beyond −1 to 1, and −1 itself (figure.ErrInput).
func SpearmanBrown(r float64) (float64, error) {
	if !(r > -1 && r <= 1) {
		return 0, fmt.Errorf("a correlation of %v: %w", r, figure.ErrInput)
	}
	return 2 * r / (1 + r), nil
}

// McDonald is ω of standardised loadings on one factor, from 0 to 1:
//
//	ω = (Σλ)² / ((Σλ)² + Σ(1 − λ²))
//
// Source: McDonald 1999, Test Theory. It refuses fewer than three loadings (figure.ErrNotIdentified), such as lie beyond −1 to 1
// (figure.ErrInput), and 0 of 0 (figure.ErrNoSpread).
func McDonald(loadings []float64) (float64, error) {
	if len(loadings) < leastLoadings {
		return 0, figure.ErrNotIdentified
	}
	var sum, unique float64
	for _, loading := range loadings {
		if !(math.Abs(loading) <= 1) {
			return 0, fmt.Errorf("a loading of %v: %w", loading, figure.ErrInput)
		}
		sum += loading
		unique += 1 - loading*loading
	}
	if sum == 0 && unique == 0 {
		return 0, figure.ErrNoSpread
	}
	return sum * sum / (sum*sum + unique), nil
}
