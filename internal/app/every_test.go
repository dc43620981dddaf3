package app

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
)

func TestEveryWorksAtOnceAndAfterEachPauseUntilItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		var turns []time.Duration
		err := Every(Deps{}, time.Hour, "", func(context.Context) error {
			if turns = append(turns, time.Since(began)); len(turns) == 3 {
				cancel()
			}
			return nil
		})(ctx)
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, []time.Duration{0, time.Hour, 2 * time.Hour}, turns)
	})
}

func TestTidyPrunesAllWhateverOneOfThemSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var said bytes.Buffer
		var times []time.Time
		began := time.Now()
		err := Tidy(Deps{Clock: time.Now, Log: slog.New(slog.NewTextHandler(&said, nil))},
			func(context.Context, *db.DB, time.Time) error { return errors.New("the disk is full") },
			func(_ context.Context, _ *db.DB, now time.Time) error {
				if times = append(times, now); len(times) == 2 {
					cancel()
				}
				return nil
			})(ctx)
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, []time.Time{began, began.Add(time.Hour)}, times)
		require.Equal(t, 1, bytes.Count(said.Bytes(), []byte("the disk is full")), "what fails because of the end is not said")
	})
}
