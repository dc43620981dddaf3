//go:build !race

package matrix_test

const watched = false
