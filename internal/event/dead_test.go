package event_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
)

func (h *house) dead(t *testing.T) []event.DeadLetter {
	t.Helper()
	letters, err := event.Dead(t.Context(), h.to.Read())
	require.NoError(t, err)
	return letters
}

func TestWhatIsGivenUpBecomesADeadLetter(t *testing.T) {
	for name, test := range map[string]struct {
		fail     func() error
		attempts int
	}{
		"a fault":           {func() error { return fmt.Errorf("applying: %w", model.ErrNotFound) }, 1},
		"a permanent error": {func() error { return event.Permanent(errors.New("NOT_FOUND")) }, 1},
		"any other error":   {func() error { return errors.New("NOT_FOUND") }, 10},
		"a panic":           {func() error { panic("NOT_FOUND") }, 10},
	} {
		t.Run(name, func(t *testing.T) {
			eachHouse(t, func(t *testing.T, h *house) {
				runs(t, h.runner(failing(func(e event.Envelope) error {
					if e.Aggregate == "people/2" {
						return test.fail()
					}
					return nil
				})).Run)
				h.emit(t, leaver("people/1"), leaver("people/2"), leaver("people/3"))
				h.round(t, 3)
				require.Eventually(t, func() bool { return len(h.dead(t)) == 1 }, patience, time.Millisecond)
				h.applied(t, "people/1", "people/3")
				letter := h.dead(t)[0]
				require.Equal(t, "survey-count", letter.Consumer)
				require.Equal(t, test.attempts, letter.Attempts)
				require.Contains(t, letter.Reason, "NOT_FOUND")
				require.Equal(t, h.clock(), letter.Time)
				require.Equal(t, "people/2", letter.Event.Aggregate)
				require.Equal(t, "hearth.directory.v1.person.left", letter.Event.Subject)
				require.NotEmpty(t, letter.Event.Payload)
			})
		})
	}
}

func TestDeadLettersAreRetriedOrDropped(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		reason := "the first reason"
		runner := h.runner(failing(func(event.Envelope) error {
			if reason != "" {
				return event.Permanent(errors.New(reason))
			}
			return nil
		}))
		h.emit(t, leaver("people/1"), leaver("people/2"))
		h.round(t, 2)
		messages := h.messages(t, "all", 2)
		require.NoError(t, runner.Handle(t.Context(), "count", messages))
		letters := h.dead(t)
		require.Len(t, letters, 2)

		require.NoError(t, runner.RetryRound(t.Context()), "nobody has asked for a retry")
		require.Equal(t, letters, h.dead(t))

		reason = "the second reason"
		asked, err := event.RetryDead(t.Context(), h.to, letters[0].Number, 4711)
		require.NoError(t, err)
		require.EqualValues(t, 1, asked)
		require.NoError(t, runner.RetryRound(t.Context()))
		failed := h.dead(t)
		require.Len(t, failed, 2)
		require.Equal(t, []any{"the second reason", 2, false}, []any{failed[1].Reason, failed[1].Attempts, failed[1].Retrying})
		require.Equal(t, letters[0].Event, failed[1].Event)
		require.Zero(t, effectRows(t, h.to))

		reason = ""
		_, err = event.RetryDead(t.Context(), h.to, failed[1].Number)
		require.NoError(t, err)
		runs(t, runner.Run)
		require.Eventually(t, func() bool { return len(h.dead(t)) == 1 }, patience, time.Millisecond)
		require.Equal(t, []string{letters[0].Event.Aggregate}, texts(t, h.to, "SELECT subject FROM effect"))

		dropped, err := event.DropDead(t.Context(), h.to, letters[1].Number)
		require.NoError(t, err)
		require.EqualValues(t, 1, dropped)
		require.Empty(t, h.dead(t))
		require.NoError(t, runner.Handle(t.Context(), "count", messages))
		require.EqualValues(t, 1, effectRows(t, h.to), "a lost answer brings neither of them back")
	})
}
