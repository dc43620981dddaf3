package app

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheTablesAreAskedRarelyWhileTheyAreRight(t *testing.T) {
	var seen tables
	var answer error
	asked, now := 0, time.Unix(1_795_000_000, 0)
	check := func(after time.Duration) error {
		now = now.Add(after)
		return seen.check(now, func() error { asked++; return answer })
	}
	wrong := errors.New("of a newer version")

	require.NoError(t, check(0))
	require.Equal(t, 1, asked, "at the start")
	answer = wrong
	for range 29 {
		require.NoError(t, check(time.Second))
	}
	require.Equal(t, 1, asked)
	for again := range 3 {
		require.ErrorIs(t, check(time.Second), wrong, "after half a minute, and then each time")
		require.Equal(t, 2+again, asked)
	}
	answer = nil
	require.NoError(t, check(time.Second))
	require.NoError(t, check(time.Second))
	require.Equal(t, 5, asked, "right again")
}
