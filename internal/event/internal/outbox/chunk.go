package outbox

import "iter"

// Chunks cuts rows into pieces of few different lengths, so that statements with a placeholder for each value have few
// different texts and stay prepared.
func Chunks[T any](rows []T) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		for _, size := range []int{128, 16, 4, 1} {
			for len(rows) >= size {
				if !yield(rows[:size]) {
					return
				}
				rows = rows[size:]
			}
		}
	}
}
