package jetstream_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/eventtest"
	"github.com/hearth-culture/hearth/internal/event/jetstream"
	"github.com/hearth-culture/hearth/internal/testkit/bustest"
)

func TestJetStreamKeepsTheContract(t *testing.T) {
	eventtest.Run(t, func(t *testing.T) event.Bus { return connect(t, bustest.NATS(t)) })
}

// connect makes a bus that delivers again after a second.
func connect(t *testing.T, o jetstream.Options) *jetstream.Bus {
	t.Helper()
	o.AckWait = time.Second
	bus, err := jetstream.Connect(o)
	require.NoError(t, err)
	t.Cleanup(bus.Close)
	return bus
}
