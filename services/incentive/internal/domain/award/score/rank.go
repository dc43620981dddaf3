package score

import (
	"cmp"
	"slices"
)

// rank is where a value stands in its group: how many are below it, and how many are equal to it, itself among them.
type rank struct {
	below, tied int64
}

// twiceMiddle is twice the place of the middle of those that are equal, counted from 0 at the lower end of the lowest.
func (r rank) twiceMiddle() int64 { return 2*r.below + r.tied }

func ranksOf[T cmp.Ordered](values []T) []rank {
	order := slices.Clone(values)
	slices.Sort(order)
	ranks := make([]rank, len(values))
	for i, value := range values {
		below, _ := slices.BinarySearch(order, value)
		upTo, _ := slices.BinarySearchFunc(order, value, func(one, value T) int {
			if one <= value {
				return -1
			}
			return 1
		})
		ranks[i] = rank{int64(below), int64(upTo - below)}
	}
	return ranks
}

// How finely a standing is told: by what the smallest group can tell, of people LeastPeers, of teams two.
const (
	eighths = LeastPeers
	halves  = leastTeams
)

// standing is a rank in a group of a size, from 0 to 100, in so many steps: of eighths 0 for the lowest eighth of a group, 100 for the
// highest. Of forty people five are in the highest eighth, as are five of forty in five groups of eight; a mean of all ranks would let the
// first of forty pass the first of each eight, and a z score, at most (g − 1)/√g in a group of g, would too. Who takes up a part of two
// steps, and those who are tied, get the mean of what they take up. So the mean of every group is 50, whatever its size.
func (r rank) standing(size, steps int64) Decimal {
	// In units of 1/size of a step one lies between these two points, and the steps below x add up to sum(x)/size.
	from, to := steps*r.below, steps*(r.below+r.tied)
	sum := func(x int64) int64 {
		full := x / size
		return size*full*(full-1)/2 + full*(x-full*size)
	}
	return quotient(100*(sum(to)-sum(from)), (steps-1)*(to-from))
}

// middle is a rank in a group of a size, from 0 to 100: the share that is lower, and half of what is equal.
func (r rank) middle(size int64) Decimal { return quotient(100*r.twiceMiddle(), 2*size) }
