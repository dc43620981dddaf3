//go:build race

package scope_test

// watched says that the race detector looks on, under which a call costs eight times as much.
const watched = true
