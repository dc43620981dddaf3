package storetest

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse"
)

// wave has the wave that is due opened, or skipped where too few have rested, and says whom it asks.
func (h House) wave(t testing.TB, id string, week int) []string {
	t.Helper()
	before, err := h.Read.Pulse(t.Context(), id)
	require.NoError(t, err)
	err = h.Try(t.Context(), func(ctx context.Context, s Store) error { return pulse.OpenWave(ctx, s, opening(week), id) })
	if err != nil {
		require.ErrorIs(t, err, domain.ErrAudienceTooSmall)
		h.Write(t, func(ctx context.Context, s Store) error {
			return pulse.SkipWave(ctx, s, opening(week), id, domain.ErrAudienceTooSmall)
		})
		return nil
	}
	after, err := h.Read.Pulse(t.Context(), id)
	require.NoError(t, err)
	require.NotEqual(t, before.LastWave, after.LastWave)
	return h.asked(t, after.LastWave)
}

// Of two pulses that let people rest none asks whom the other asked within the longer of both rests. One that asks all each time does, and
// takes nobody from them.
func restingBetweenPulses(t *testing.T, h House) {
	h.Instrument(t, "i")
	rests := map[string]int{}
	var pulses []string
	for _, weeks := range []int{0, 4, 2} {
		made := h.pulse(t, func(d *pulse.Draft) {
			d.Timing.RestWeeks = weeks
			if weeks > 0 {
				d.Timing.Recurrence, d.Timing.Start = "FREQ=WEEKLY;INTERVAL=2", monday(1)
			}
		})
		rests[made.ID] = weeks
		pulses = append(pulses, made.ID)
	}
	type ask struct {
		pulse string
		week  int
	}
	asks, waves := map[string][]ask{}, map[string]int{}
	for week := 1; week <= 12; week++ {
		for _, pulse := range pulses {
			if rests[pulse] > 0 && week%2 == 0 {
				continue
			}
			asked := h.wave(t, pulse, week)
			if rests[pulse] == 0 {
				require.Len(t, asked, 30)
				continue
			}
			if len(asked) > 0 {
				waves[pulse]++
			}
			for _, one := range asked {
				for _, before := range asks[one] {
					least := rests[pulse]
					if before.pulse != pulse {
						least = max(least, rests[before.pulse])
					}
					require.GreaterOrEqual(t, week-before.week, least, "%s in weeks %d and %d", one, before.week, week)
				}
				asks[one] = append(asks[one], ask{pulse, week})
			}
		}
	}
	require.Len(t, asks, 30)
	require.Equal(t, []int{3, 6}, []int{waves[pulses[1]], waves[pulses[2]]})

	// What a pulse demands of itself is what it demands now.
	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := pulse.Update(ctx, s, model.Everything(), opening(12), pulses[2], "", func(p pulse.Pulse) (pulse.Draft, error) {
			p.Timing.RestWeeks = 0
			return p.Draft, nil
		})
		return err
	})
	require.Len(t, h.wave(t, pulses[2], 13), 30)
}

// Pulses that open at the same moment ask nobody twice.
func restingAtTheSameTime(t *testing.T, h House) {
	h.Instrument(t, "i")
	var pulses []string
	for range 4 {
		pulses = append(pulses, h.pulse(t, func(d *pulse.Draft) { d.Timing.RestWeeks = 5 }).ID)
	}
	var all sync.WaitGroup
	for _, id := range pulses {
		all.Go(func() {
			err := h.Try(t.Context(), func(ctx context.Context, s Store) error { return pulse.OpenWave(ctx, s, opening(1), id) })
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	times := map[string]int{}
	for _, id := range pulses {
		pulse, err := h.Read.Pulse(t.Context(), id)
		require.NoError(t, err)
		for _, one := range h.asked(t, pulse.LastWave) {
			times[one]++
			require.Equal(t, 1, times[one], one)
		}
	}
	require.Len(t, times, 24)
}
