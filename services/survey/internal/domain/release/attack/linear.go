package attack

import (
	"math/bits"
	"slices"
)

// prime is 2^61-1. Ranks are taken by it instead of exactly: a rank is wrong only if it divides a minor, which the 0 and 1 of cells do not
// reach by chance.
const prime = 1<<61 - 1

// Reached is the fewest people, below a limit, in a group that some combination of figures is about, and nobody else; or the limit.
// sizes are the people of every atom; each row is a figure and tells in how many of its parts an atom is counted.
//
// A combination is about a group when it is orthogonal to all that the figures leave open, that is to the kernel of the rows. So a group
// is reached when its columns of a basis of the kernel depend on each other.
func Reached(sizes []int, rows [][]int, limit int) int {
	s := linear{sizes: sizes, columns: kernel(rows, len(sizes)), best: limit}
	for i := range sizes {
		s.order = append(s.order, i)
	}
	slices.SortStableFunc(s.order, func(a, b int) int { return sizes[a] - sizes[b] })
	// Who did not answer costs nothing to add.
	var basis [][]uint64
	for len(s.order) > 0 && sizes[s.order[0]] == 0 {
		rest := reduce(s.columns[s.order[0]], basis)
		if rest == nil {
			return 0
		}
		basis, s.order = append(basis, rest), s.order[1:]
	}
	s.search(0, 0, basis)
	return s.best
}

type linear struct {
	sizes, order []int
	columns      [][]uint64
	best         int
}

func (s *linear) search(from, people int, basis [][]uint64) {
	for i := from; i < len(s.order); i++ {
		more := people + s.sizes[s.order[i]]
		if more >= s.best {
			return
		}
		rest := reduce(s.columns[s.order[i]], basis)
		if rest == nil {
			s.best = more
			return
		}
		s.search(i+1, more, append(basis[:len(basis):len(basis)], rest))
	}
}

// reduce takes from a vector what others, each with a leading 1, already have, and gives it a leading 1; or nil if nothing is left.
func reduce(vector []uint64, basis [][]uint64) []uint64 {
	rest := slices.Clone(vector)
	for _, b := range basis {
		lead := leading(b)
		if factor := rest[lead]; factor != 0 {
			for i := lead; i < len(rest); i++ {
				rest[i] = minus(rest[i], times(factor, b[i]))
			}
		}
	}
	lead := leading(rest)
	if lead == len(rest) {
		return nil
	}
	inverse := power(rest[lead], prime-2)
	for i := lead; i < len(rest); i++ {
		rest[i] = times(rest[i], inverse)
	}
	return rest
}

func leading(vector []uint64) int {
	for i, x := range vector {
		if x != 0 {
			return i
		}
	}
	return len(vector)
}

// kernel gives, for every column of the rows, its entries in a basis of the vectors that all rows are orthogonal to.
func kernel(rows [][]int, width int) [][]uint64 {
	var basis [][]uint64
	for _, row := range rows {
		vector := make([]uint64, width)
		for i, x := range row {
			vector[i] = uint64(x)
		}
		rest := reduce(vector, basis)
		if rest == nil {
			continue
		}
		lead := leading(rest)
		for _, b := range basis {
			if factor := b[lead]; factor != 0 {
				for i := range b {
					b[i] = minus(b[i], times(factor, rest[i]))
				}
			}
		}
		basis = append(basis, rest)
	}
	leads := map[int][]uint64{}
	for _, b := range basis {
		leads[leading(b)] = b
	}
	columns := make([][]uint64, width)
	for i := range columns {
		for free := range width {
			if _, is := leads[free]; is {
				continue
			}
			entry := uint64(0)
			if b, is := leads[i]; is {
				entry = minus(0, b[free])
			} else if i == free {
				entry = 1
			}
			columns[i] = append(columns[i], entry)
		}
	}
	return columns
}

func times(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	sum := low&prime + (high<<3 | low>>61)
	return sum % prime
}

func minus(a, b uint64) uint64 { return (a + prime - b) % prime }

func power(base, exponent uint64) uint64 {
	result := uint64(1)
	for ; exponent > 0; exponent >>= 1 {
		if exponent&1 == 1 {
			result = times(result, base)
		}
		base = times(base, base)
	}
	return result
}
