package event_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
)

func TestReplay(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		other := counting
		other.Name = "other"
		runner := h.runner(counting, other)
		replay := func(r event.Replay, published int64) {
			t.Helper()
			got, err := r.Run(t.Context(), h.from)
			require.NoError(t, err)
			require.Equal(t, published, got)
			h.round(t, int(published))
		}
		// handle has both consumers handle all that the bus has ever had, as a bus may that has lost all answers.
		sent := 0
		effects := func(more int, want ...string) {
			t.Helper()
			sent += more
			for range 2 {
				require.NoError(t, runner.Handle(t.Context(), "count", h.messages(t, t.Name()+time.Now().String(), sent)))
			}
			require.ElementsMatch(t, want, texts(t, h.to, "SELECT subject FROM effect"))
		}

		h.emit(t, leaver("people/1"))
		h.wait(time.Hour)
		since := h.clock()
		h.emit(t, leaver("people/2"))
		h.round(t, 2)
		effects(2, "people/1", "people/2")

		replay(event.Replay{Consumer: "survey-count"}, 2)
		effects(2, "people/1", "people/2")

		replay(event.Replay{Consumer: "survey-other", Again: true}, 2)
		effects(2, "people/1", "people/2")

		require.NoError(t, h.to.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for _, table := range []string{"event_inbox", "effect"} {
				if _, err := tx.ExecContext(ctx, "DELETE FROM "+table); err != nil {
					return err
				}
			}
			return nil
		}))
		h.bus.Calm()
		effects(0, "people/1", "people/2")

		replay(event.Replay{Consumer: "survey-count", Since: since, Again: true}, 1)
		effects(1, "people/1", "people/2", "people/2")

		listed, err := event.List(t.Context(), h.from.Read(), "directory", 100)
		require.NoError(t, err)
		require.Len(t, listed, 7, "each replay is a row of its own")
		first := listed[len(listed)-1]
		require.Equal(t, "people/1", first.Event.Aggregate)
		require.False(t, first.Settled.IsZero())
		require.True(t, listed[0].Event.Replayed())

		replay(event.Replay{Consumer: "survey-count", IDs: []string{first.Event.ID, "unknown"}, Again: true}, 1)
		effects(1, "people/1", "people/1", "people/2", "people/2")

		h.wait(time.Hour)
		h.emit(t, leaver("people/3"))
		unsettled, err := event.Replay{Consumer: "survey-count", Since: h.clock()}.Run(t.Context(), h.from)
		require.NoError(t, err)
		require.Zero(t, unsettled, "what is still on its way needs no replay")
		_, err = event.Replay{}.Run(t.Context(), h.from)
		require.Error(t, err)
	})
}
