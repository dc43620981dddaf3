package figure

import "math"

// Summary is all that the comparison of means needs to know of a group: of answers to an item, or of person scores.
type Summary struct {
	N    int64
	Mean float64
	// Variance is the sample variance, Σ(x−x̄)²/(N−1). It is 0 where N is 1 and means nothing there: SD refuses it.
	Variance float64
}

// Summarize sums up values, such as person scores. It refuses no values (TooFewError) and what is not finite (ErrInput).
func Summarize(values []float64) (Summary, error) {
	n := int64(len(values))
	if err := AtLeast("sheets", n, 1); err != nil {
		return Summary{}, err
	}
	var sum float64 // counted from the first value: exactly 0 where all are the same
	for _, value := range values {
		sum += value - values[0]
	}
	s := Summary{N: n, Mean: values[0] + sum/float64(n)}
	if n > 1 {
		var squares float64
		for _, value := range values {
			squares += (value - s.Mean) * (value - s.Mean)
		}
		s.Variance = squares / float64(n-1)
	}
	return s, CheckFinite(s.Mean, s.Variance)
}

// Check refuses a summary of nobody (TooFewError) and one that no data gives (ErrInput).
func (s Summary) Check() error {
	if err := CheckCounts(s.N); err != nil {
		return err
	}
	if err := CheckFinite(s.Mean, s.Variance); err != nil {
		return err
	}
	if s.Variance < 0 {
		return ErrInput
	}
	return AtLeast("answers", s.N, 1)
}

// SD is the sample standard deviation, in the units of the values. It refuses what Check refuses, and fewer than two (TooFewError).
func (s Summary) SD() (float64, error) {
	if err := s.Check(); err != nil {
		return 0, err
	}
	return math.Sqrt(s.Variance), AtLeast("answers", s.N, 2)
}
