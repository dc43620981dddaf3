package app

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestEveryWorksAtOnceAndAfterEachPauseUntilItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		var turns []time.Duration
		err := Every(ctx, time.Hour, func() {
			if turns = append(turns, time.Since(began)); len(turns) == 3 {
				cancel()
			}
		})
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, []time.Duration{0, time.Hour, 2 * time.Hour}, turns)
	})
}
