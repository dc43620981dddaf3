package score

import (
	"math"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// Every figure of an item refuses what Scale.Keyed refuses: counts that do not fit the scale, and an item that nobody answered.

// Summary is n (blanks left out), mean and sample variance, in the values of the scale.
func (s Scale) Summary(c Counts) (figure.Summary, error) {
	keyed, err := s.Keyed(c)
	if err != nil {
		return figure.Summary{}, err
	}
	n := float64(c.Valid())
	var sum float64 // of steps above the lowest value: small whole numbers, so that the sum is exact
	for step, count := range keyed {
		sum += float64(step) * float64(count)
	}
	mean := sum / n
	summary := figure.Summary{N: c.Valid(), Mean: s.Min() + mean}
	if n > 1 {
		var squares float64
		for step, count := range keyed {
			distance := float64(step) - mean
			squares += distance * distance * float64(count)
		}
		summary.Variance = squares / (n - 1)
	}
	return summary, nil
}

// Index is the mean on a scale from 0 to 100: 100·(mean − min)/(max − min).
func (s Scale) Index(c Counts) (float64, error) {
	summary, err := s.Summary(c)
	if err != nil {
		return 0, err
	}
	return 100 * (summary.Mean - s.Min()) / (s.Max() - s.Min()), nil
}

// Favourable is the share of the valid answers that chose a favourable option. It refuses a scale that names none (figure.ErrNotNamed).
func (s Scale) Favourable(c Counts) (figure.Share, error) { return s.chose(c, s.FavourableOptions) }

// Unfavourable is Favourable's counterpart.
func (s Scale) Unfavourable(c Counts) (figure.Share, error) { return s.chose(c, s.UnfavourableOptions) }

func (s Scale) chose(c Counts, options []int) (figure.Share, error) {
	keyed, err := s.Keyed(c)
	if err != nil {
		return figure.Share{}, err
	}
	if len(options) == 0 {
		return figure.Share{}, figure.ErrNotNamed
	}
	share := figure.Share{N: c.Valid()}
	for _, option := range options {
		share.Count += keyed[option]
	}
	return share, nil
}

// ENPS is an employee net promoter score with what it is made of.
type ENPS struct {
	N, Promoters, Detractors int64
	Score                    float64 // 100·(P − D)/n, from −100 to 100
	SE                       float64 // its standard error, in the same points
}

// ENPS counts answers 9 and 10 as promoters and 0 to 6 as detractors; 7 and 8 stay in n, blanks do not.
//
//	SE = 100·√((P/n + D/n − ((P − D)/n)²)/n)
//
// Source: Reichheld, Harvard Business Review, December 2003. It refuses any scale but 0 to 10 in its natural direction (figure.ErrScale):
// scores of scales that begin at 1 must not be mixed with it.
func (s Scale) ENPS(c Counts) (ENPS, error) {
	keyed, err := s.Keyed(c)
	if err != nil {
		return ENPS{}, err
	}
	if s.Lowest != 0 || s.Options != 11 || s.Reversed {
		return ENPS{}, figure.ErrScale
	}
	e := ENPS{N: c.Valid(), Promoters: keyed[9] + keyed[10]}
	for _, count := range keyed[:7] {
		e.Detractors += count
	}
	n := float64(e.N)
	net := float64(e.Promoters-e.Detractors) / n
	e.Score = 100 * net
	// With one kind of answer alone the difference is 0, which rounding may miss by a hair on the wrong side.
	e.SE = 100 * math.Sqrt(max(0, float64(e.Promoters+e.Detractors)/n-net*net)/n)
	return e, nil
}
