package sim_test

import (
	"testing"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/event/eventtest"
	"github.com/hearth-culture/hearth/internal/event/sim"
)

func TestModelKeepsTheContract(t *testing.T) {
	eventtest.Run(t, func(*testing.T) event.Bus { return sim.NewBus(nil) })
}
