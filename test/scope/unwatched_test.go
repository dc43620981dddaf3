//go:build !race

package scope_test

const watched = false
