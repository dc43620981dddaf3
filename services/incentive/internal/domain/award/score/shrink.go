package score

import "math/big"

// Prior is what is known of a rate before anybody is looked at: as if each had had A hits and B misses more.
type Prior struct {
	A, B Decimal
}

// leastStrength and mostStrength bound what a prior weighs, in contacts: the spread of eight people is a rough thing to go by.
const (
	leastStrength = 2
	mostStrength  = 1000
)

// Posterior is a rate after shrinkage, the mean of its beta distribution:
//
//	(k + a)/(n + a + b)
//
// so that of two equal rates the one with more evidence for it lies farther from the mean of all.
func (p Prior) Posterior(f Figure) Decimal {
	hits := new(big.Int).Mul(big.NewInt(f.Hits), big.NewInt(int64(One)))
	of := new(big.Int).Mul(big.NewInt(f.Of), big.NewInt(int64(One)))
	hits.Add(hits, big.NewInt(int64(p.A)))
	of.Add(of, big.NewInt(int64(p.A+p.B)))
	return rounded(new(big.Rat).SetFrac(hits, of))
}

// PriorOf is the beta distribution of the rates of a group, by moments. With kᵢ hits of nᵢ, g people who have any, K and N their sums:
//
//	Q = Σ kᵢ²/nᵢ, each rounded to nine decimals     S = Q − K²/N
//	x = S·N²/(K(N − K)) − (g − 1)                   y = N − Σnᵢ²/N − (g − 1)
//	a + b = (y − x)/x, from 2 to 1000               a = (a + b)·K/N
//
// x/y estimates the correlation of two contacts of one person: E[S] = p(1 − p)((1 − ρ)(g − 1) + ρ(N − Σn²/N)). Where people differ no more
// than chance (x ≤ 0), where nobody or everybody hit, the prior is as strong as it can be. Source: Kleinman 1973, Journal of the American
// Statistical Association 68. Without any evidence it is even.
func PriorOf(group []Figure) Prior {
	var hits, of, people int64
	squares, q := new(big.Int), new(big.Int)
	for _, f := range group {
		if f.Of == 0 {
			continue
		}
		people++
		hits, of = hits+f.Hits, of+f.Of
		squares.Add(squares, new(big.Int).Mul(big.NewInt(f.Of), big.NewInt(f.Of)))
		k := big.NewInt(f.Hits)
		q.Add(q, big.NewInt(int64(rounded(new(big.Rat).SetFrac(new(big.Int).Mul(k, k), big.NewInt(f.Of))))))
	}
	if of == 0 {
		return Prior{A: One, B: One}
	}
	strength := strengthOf(big.NewRat(hits, 1), big.NewRat(of, 1), big.NewRat(people-1, 1), new(big.Rat).SetInt(squares), new(big.Rat).SetFrac(q, big.NewInt(int64(One))))
	a := rounded(new(big.Rat).Mul(big.NewRat(int64(strength), int64(One)), big.NewRat(hits, of)))
	return Prior{A: a, B: strength - a}
}

// strengthOf is a + b of PriorOf.
func strengthOf(hits, of, others, squares, q *big.Rat) Decimal {
	misses := new(big.Rat).Sub(of, hits)
	if hits.Sign() == 0 || misses.Sign() == 0 {
		return mostStrength * One
	}
	between := new(big.Rat).Sub(q, div(mul(hits, hits), of))
	x := new(big.Rat).Sub(div(mul(between, mul(of, of)), mul(hits, misses)), others)
	if x.Sign() <= 0 {
		return mostStrength * One
	}
	y := new(big.Rat).Sub(new(big.Rat).Sub(of, div(squares, of)), others)
	strength := div(new(big.Rat).Sub(y, x), x)
	switch {
	case strength.Cmp(big.NewRat(leastStrength, 1)) <= 0:
		return leastStrength * One
	case strength.Cmp(big.NewRat(mostStrength, 1)) >= 0:
		return mostStrength * One
	}
	return rounded(strength)
}

func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func div(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }
