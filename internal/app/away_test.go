package app

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit"
)

// TestARoleThatGoesAndComesBackIsSaidOnceEach, and one that was never there is what the start waits for, which says so itself.
func TestARoleThatGoesAndComesBackIsSaidOnceEach(t *testing.T) {
	var logs testkit.Logs
	role := &peer{role: "survey", err: errors.New("not asked yet")}
	said := func(err error) (away, back int) {
		role.set(err, logs.Logger())
		return strings.Count(logs.String(), "is away"), strings.Count(logs.String(), "is back")
	}
	for _, step := range []struct {
		err        error
		away, back int
	}{
		{errors.New("nobody listens"), 0, 0}, {nil, 0, 0}, {nil, 0, 0},
		{errors.New("it was stopped"), 1, 0}, {errors.New("nobody listens"), 1, 0},
		{nil, 1, 1}, {nil, 1, 1},
		{errors.New("it was stopped"), 2, 1},
	} {
		away, back := said(step.err)
		require.Equal(t, [2]int{step.away, step.back}, [2]int{away, back}, logs.String())
	}
	require.Contains(t, logs.String(), "peer=survey")
	require.NotContains(t, logs.String(), "nobody listens", "what changed is said, not each reason")
}
