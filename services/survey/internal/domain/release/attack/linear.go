package attack

import (
	"math/bits"
	"math/rand/v2"
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
	sizes, rows = merged(sizes, rows)
	columns := kernel(rows, len(sizes))
	var order []int
	var basis [][]uint64
	for i, people := range sizes {
		if people > 0 {
			order = append(order, i)
			continue
		}
		// Who did not answer costs nothing to add.
		rest := reduce(columns[i], basis)
		if rest == nil {
			return 0
		}
		basis = append(basis, rest)
	}
	slices.SortStableFunc(order, func(a, b int) int { return sizes[a] - sizes[b] })
	s := linear{}
	for _, i := range order {
		s.sizes = append(s.sizes, sizes[i])
		s.columns = append(s.columns, without(columns[i], basis))
	}
	s.project(limit)
	for people := 1; people < limit; people++ {
		if s.depends(0, people, nil) {
			return people
		}
	}
	return limit
}

// merged makes one of the atoms that are in the same figures: every combination is about all of them or none.
func merged(sizes []int, rows [][]int) (people []int, figures [][]int) {
	known := map[string]int{}
	figures = make([][]int, len(rows))
	for atom, n := range sizes {
		var key []byte
		for _, row := range rows {
			key = append(key, byte(row[atom]))
		}
		at, is := known[string(key)]
		if !is {
			at = len(people)
			known[string(key)] = at
			people = append(people, 0)
			for i, row := range rows {
				figures[i] = append(figures[i], row[atom])
			}
		}
		people[at] += n
	}
	return people, figures
}

// linear looks for columns that depend on each other.
type linear struct {
	sizes   []int
	columns [][]uint64
}

// project maps the columns by a random matrix to fewer dimensions. At most so many that depend on each other still do, and others do not, but
// by a chance of one in 2^61.
func (s linear) project(dimensions int) {
	if len(s.columns) == 0 || len(s.columns[0]) <= dimensions {
		return
	}
	r := rand.New(rand.NewPCG(uint64(len(s.columns)), 61))
	matrix := make([][]uint64, dimensions)
	for i := range matrix {
		matrix[i] = make([]uint64, len(s.columns[0]))
		for j := range matrix[i] {
			matrix[i][j] = r.Uint64N(prime)
		}
	}
	for i, column := range s.columns {
		s.columns[i] = make([]uint64, dimensions)
		for j, row := range matrix {
			for at, x := range column {
				if x != 0 {
					s.columns[i][j] = plus(s.columns[i][j], times(row[at], x))
				}
			}
		}
	}
}

// depends tells whether columns from one on, of so many people at most, depend on each other and on a basis.
func (s linear) depends(from, people int, basis [][]uint64) bool {
	for i := from; i < len(s.columns) && s.sizes[i] <= people; i++ {
		left := people - s.sizes[i]
		if left < s.sizes[i] {
			// No other column can come to it.
			if rest := without(s.columns[i], basis); leading(rest) == len(rest) {
				return true
			}
			continue
		}
		rest := reduce(s.columns[i], basis)
		if rest == nil || s.depends(i+1, left, append(basis[:len(basis):len(basis)], rest)) {
			return true
		}
	}
	return false
}

// reduce takes from a vector what others, each with a leading 1, already have, and gives it a leading 1; or nil if nothing is left.
func reduce(vector []uint64, basis [][]uint64) []uint64 {
	rest := without(vector, basis)
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

// without takes from a vector what others, each with a leading 1, already have.
func without(vector []uint64, basis [][]uint64) []uint64 {
	rest := slices.Clone(vector)
	for _, b := range basis {
		lead := leading(b)
		if factor := rest[lead]; factor != 0 {
			for i := lead; i < len(rest); i++ {
				rest[i] = minus(rest[i], times(factor, b[i]))
			}
		}
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
	if sum >= prime {
		sum -= prime
	}
	return sum
}

func plus(a, b uint64) uint64 {
	if a += b; a >= prime {
		a -= prime
	}
	return a
}

func minus(a, b uint64) uint64 {
	if a < b {
		a += prime
	}
	return a - b
}

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
