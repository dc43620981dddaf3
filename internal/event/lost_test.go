package event_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/event"
)

// diary is a log that can be read while it is written.
type diary struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (d *diary) Write(line []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.Write(line)
}

// said is how often the log has a message.
func (d *diary) said(message string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Count(d.text.String(), message)
}

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
		var log diary
		o := h.options()
		o.Log = slog.New(slog.NewTextHandler(&log, nil))
		runner := event.NewRunner(h.to, h.bus, "survey", []event.Consumer{consumer}, o)
		runs(t, runner.Run)
		is := func(lost, back int) {
			t.Helper()
			require.Eventually(t, func() bool { return runner.Ready() == nil && log.said("consumer is back") == back }, patience, time.Millisecond)
			require.Equal(t, lost, log.said("consumer is lost"))
		}
		is(1, 1)
		require.EqualValues(t, 3, tries.Load(), "twice in vain")
		require.Equal(t, 1, log.said("the directory is away"))

		h.bus.Drop("directory", "survey-count")
		require.Eventually(t, func() bool { return log.said("consumer is lost") == 2 }, patience, time.Millisecond, "lost once more")
		is(2, 2)
	})
}
