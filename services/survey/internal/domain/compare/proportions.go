package compare

import (
	"math"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// Method is by what a difference of two proportions was tested.
type Method int

// The methods.
const (
	PooledZ Method = iota + 1
	FisherExact
)

// ProportionTest is a test of the difference of two proportions.
type ProportionTest struct {
	Method     Method
	Difference float64 // p₁ − p₂
	Z          float64 // of PooledZ alone; 0 with FisherExact
	P          float64 // two-sided
}

// leastExpected is the expected count below which the normal distribution is no longer trusted. Source: Cochran 1954, Biometrics 10.
const leastExpected = 5

// Proportions compares two independent proportions: by the pooled z test,
//
//	z = (p₁ − p₂)/√(p(1 − p)(1/n₁ + 1/n₂)), p = (x₁ + x₂)/(n₁ + n₂),
//
// or by Fisher's exact test where any of the four expected counts is below 5. It refuses a share of nothing (TooFewError) and an
// impossible one (figure.ErrInput).
func Proportions(a, b figure.Share) (ProportionTest, error) {
	p1, err := a.Rate()
	if err != nil {
		return ProportionTest{}, err
	}
	p2, err := b.Rate()
	if err != nil {
		return ProportionTest{}, err
	}
	n1, n2 := float64(a.N), float64(b.N)
	p := float64(a.Count+b.Count) / (n1 + n2)
	if min(n1, n2)*min(p, 1-p) < leastExpected {
		return ProportionTest{Method: FisherExact, Difference: p1 - p2, P: fisher(a, b)}, nil
	}
	z := (p1 - p2) / math.Sqrt(p*(1-p)*(1/n1+1/n2))
	return ProportionTest{Method: PooledZ, Difference: p1 - p2, Z: z, P: math.Erfc(math.Abs(z) / math.Sqrt2)}, nil
}

// asLikely is by how much two probabilities may differ through rounding and still count as one.
const asLikely = 1 + 1e-7

// Fisher is the two-sided p value of Fisher's exact test: given the margins, the probability of all tables that are no likelier than the
// one seen. Source: Fisher 1935, Journal of the Royal Statistical Society 98. It refuses what Proportions refuses.
func Fisher(a, b figure.Share) (float64, error) {
	if err := a.Check(); err != nil {
		return 0, err
	}
	if err := b.Check(); err != nil {
		return 0, err
	}
	return fisher(a, b), nil
}

func fisher(a, b figure.Share) float64 {
	n1, n2, hits := float64(a.N), float64(b.N), float64(a.Count+b.Count)
	// x of the hits fall on the first group, hypergeometrically. Neighbours differ by a known ratio: starting where the probability is
	// about greatest, all are had relative to that one, and no factorial is needed.
	least, most := max(0, hits-n2), min(hits, n1)
	start := min(max(math.Floor((hits+1)*(n1+1)/(n1+n2+2)), least), most)
	up := func(x float64) float64 { return (hits - x) * (n1 - x) / ((x + 1) * (n2 - hits + x + 1)) }

	seen := 1.0 // the relative probability of the table seen
	for x := start; x < float64(a.Count); x++ {
		seen *= up(x)
	}
	for x := start; x > float64(a.Count); x-- {
		seen /= up(x - 1)
	}
	var all, extreme float64
	count := func(likely float64) {
		all += likely
		if likely <= seen*asLikely {
			extreme += likely
		}
	}
	count(1)
	for x, likely := start, 1.0; x < most && likely > 0; x++ {
		likely *= up(x)
		count(likely)
	}
	for x, likely := start, 1.0; x > least && likely > 0; x-- {
		likely /= up(x - 1)
		count(likely)
	}
	return extreme / all
}
