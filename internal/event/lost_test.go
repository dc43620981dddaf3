package event_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/testkit"
)

func TestALostConsumerIsSaidToBeLostAndBackOnceEach(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		var tries atomic.Int64
		consumer := counting
		consumer.Before = func(context.Context) error {
			if tries.Add(1) < 3 {
				return errors.New("the directory is away")
			}
			return nil
		}
		var log testkit.Logs
		said := func(message string) int { return strings.Count(log.String(), message) }
		o := h.options()
		o.Log = log.Logger()
		runner := event.NewRunner(h.to, h.bus, "survey", []event.Consumer{consumer}, o)
		runs(t, runner.Run)
		is := func(lost, back int) {
			t.Helper()
			require.Eventually(t, func() bool { return runner.Ready() == nil && said("consumer is back") == back }, patience, time.Millisecond)
			require.Equal(t, lost, said("consumer is lost"))
		}
		is(1, 1)
		require.EqualValues(t, 3, tries.Load(), "twice in vain")
		require.Equal(t, 1, said("the directory is away"))

		h.bus.Drop("directory", "survey-count")
		require.Eventually(t, func() bool { return said("consumer is lost") == 2 }, patience, time.Millisecond, "lost once more")
		is(2, 2)
	})
}
