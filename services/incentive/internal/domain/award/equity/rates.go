// Package equity says whether awards fall on all groups alike: who of several wins where there are several seats, and how the rates of
// groups lie to each other over a year. One winner a month says nothing; twelve months over the whole roster say something.
package equity

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// ErrShare refuses a group with more winners than people, or less than none.
var ErrShare = errors.New("a group has more chosen than people")

// Share is how many of a group's people were chosen.
type Share struct {
	Chosen, People int64
}

// compare orders by rate.
func (s Share) compare(other Share) int {
	return new(big.Int).Mul(big.NewInt(s.Chosen), big.NewInt(other.People)).Cmp(new(big.Int).Mul(big.NewInt(other.Chosen), big.NewInt(s.People)))
}

// Verdict is what a comparison says.
type Verdict int

// The verdicts.
const (
	// Even: at least four fifths of the highest rate.
	Even Verdict = iota + 1
	// Uneven: less, and by more than chance.
	Uneven
	// TooFew: less, and too few to be sure that it is no chance.
	TooFew
)

// fourFifths is the ratio below which selection is looked into. Source: Uniform Guidelines on Employee Selection Procedures, 1978.
const fourFifths = .8

// level is the p value from which a difference may be chance.
const level = .05

// Rate is how a group stands beside the one with the highest rate.
type Rate struct {
	Group string
	Share
	// Rate is from 0 to 1, Ratio that to the highest one, 1 for the highest itself.
	Rate, Ratio float64
	// P is two-sided by Fisher's exact test against the highest, 1 for the highest itself. It is one of as many tests as there are other
	// groups, and is not corrected for that.
	P       float64
	Verdict Verdict
}

// Rates compares all groups with the one whose rate is highest; of equal ones with the larger, then the one whose name comes first. They
// come by name. Groups of nobody are left out. Where nobody was chosen at all nothing can be compared, and there are none. It refuses
// impossible shares (ErrShare).
func Rates(groups map[string]Share) ([]Rate, error) {
	var names []string
	for name, s := range groups {
		if s.Chosen < 0 || s.Chosen > s.People {
			return nil, fmt.Errorf("%s: %w", name, ErrShare)
		}
		if s.People > 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	slices.Sort(names)
	top := slices.MinFunc(names, func(a, b string) int {
		return cmp.Or(groups[b].compare(groups[a]), cmp.Compare(groups[b].People, groups[a].People))
	})
	if groups[top].Chosen == 0 {
		return nil, nil
	}
	highest := groups[top]
	rates := make([]Rate, len(names))
	for i, name := range names {
		s := groups[name]
		r := Rate{Group: name, Share: s, Rate: share(s.Chosen, s.People), Ratio: share(s.Chosen*highest.People, s.People*highest.Chosen), P: 1, Verdict: Even}
		if name != top {
			r.P = Fisher(s, highest)
		}
		if r.Ratio < fourFifths {
			r.Verdict = Uneven
			if r.P >= level {
				r.Verdict = TooFew
			}
		}
		rates[i] = r
	}
	return rates, nil
}

func share(part, of int64) float64 { return float64(part) / float64(of) }

// Fisher is the two-sided p value of Fisher's exact test: given the margins, the probability of all tables that are no likelier than the one
// seen. It counts in whole numbers, so that two tables are as likely or they are not. Source: Fisher 1935, Journal of the Royal
// Statistical Society 98. Shares must be possible ones.
func Fisher(a, b Share) float64 {
	chosen := a.Chosen + b.Chosen
	least, most := max(0, chosen-b.People), min(chosen, a.People)
	// ways is in how many ways x of the chosen fall on the first group; the next follows from it without a factorial.
	ways := new(big.Int).Mul(new(big.Int).Binomial(a.People, least), new(big.Int).Binomial(b.People, chosen-least))
	var all []*big.Int
	total := new(big.Int)
	for x := least; x <= most; x++ {
		all = append(all, new(big.Int).Set(ways))
		total.Add(total, ways)
		ways.Mul(ways, big.NewInt(a.People-x)).Mul(ways, big.NewInt(chosen-x))
		ways.Div(ways, big.NewInt(x+1)).Div(ways, big.NewInt(b.People-chosen+x+1))
	}
	seen, extreme := all[a.Chosen-least], new(big.Int)
	for _, one := range all {
		if one.Cmp(seen) <= 0 {
			extreme.Add(extreme, one)
		}
	}
	p, _ := new(big.Rat).SetFrac(extreme, total).Float64()
	return p
}
