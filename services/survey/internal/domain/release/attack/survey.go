// Package attack tries what a release keeps: with all its figures, the numbers of people asked, the rules and what some people know of
// themselves, it looks for the answers of a few. It serves tests alone.
package attack

import "math"

// Likert are five points and the blank.
func Likert() []float64 { return []float64{1, 2, 3, 4, 5, math.NaN()} }
