package storetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse"
)

// pulse keeps a weekly pulse of the root, Mondays at 9:00 in Shanghai, after change. The tests begin on Monday 2026-06-01, 16:00 there.
func (h House) pulse(t testing.TB, change func(*pulse.Draft)) pulse.Pulse {
	t.Helper()
	draft := pulse.Draft{
		Asks: domain.SurveyDraft{
			DisplayName: model.Text{"en": "Weekly", "zh-CN": "周调研"}, Instrument: "i", OwnerUnit: "root", Mode: domain.Confidential,
			Intake: domain.FromPeople, Audience: domain.Audience{Units: []string{"root"}}, ReminderDays: []int{1},
		},
		Timing: pulse.Timing{Recurrence: "FREQ=WEEKLY;BYDAY=MO", Start: monday(0), End: model.NoDay, Zone: "Asia/Shanghai", Minute: 9 * 60, DaysOpen: 4},
	}
	if change != nil {
		change(&draft)
	}
	var made pulse.Pulse
	h.Write(t, func(ctx context.Context, s Store) (err error) {
		made, err = pulse.Create(ctx, s, model.Everything(), At, draft)
		return err
	})
	return made
}

// monday is a day so many weeks after that on which the tests begin, and opening is when the waves of that day open.
func monday(weeks int) model.Day { return model.DayOf(At) + model.Day(7*weeks) }

func opening(weeks int) time.Time {
	return time.Date(2026, 6, 1, 1, 0, 0, 0, time.UTC).AddDate(0, 0, 7*weeks)
}

// open has the wave that is due opened.
func (h House) open(t testing.TB, id string, now time.Time) pulse.Pulse {
	t.Helper()
	h.Write(t, func(ctx context.Context, s Store) error { return pulse.OpenWave(ctx, s, now, id) })
	pulse, err := h.Read.Pulse(t.Context(), id)
	require.NoError(t, err)
	return pulse
}

// asked are those whom a survey asks.
func (h House) asked(t testing.TB, survey string) (people []string) {
	t.Helper()
	for n := range 30 {
		_, err := h.Read.Sheet(t.Context(), survey, person(n))
		if err == nil {
			people = append(people, person(n))
			continue
		}
		require.ErrorIs(t, err, model.ErrNotFound)
	}
	return people
}

func pulsing(t *testing.T, h House) {
	h.Instrument(t, "i")
	made := h.pulse(t, nil)
	kept, err := h.Read.Pulse(t.Context(), made.ID)
	require.NoError(t, err)
	same(t, made, kept)
	require.Equal(t, monday(1), kept.Next, "today's time has passed")
	require.Equal(t, opening(1), kept.NextTime)

	due := func(now time.Time) []string {
		found, err := h.Read.WavesDue(t.Context(), now)
		require.NoError(t, err)
		return found
	}
	require.Empty(t, due(opening(1).Add(-time.Microsecond)))
	require.Equal(t, []string{made.ID}, due(opening(1)))
	require.Empty(t, h.open(t, made.ID, opening(1).Add(-time.Microsecond)).LastWave)
	late := opening(1).Add(time.Hour)
	first := h.open(t, made.ID, late)
	wave, err := h.Read.Survey(t.Context(), first.LastWave)
	require.NoError(t, err)
	require.Equal(t, domain.Open, wave.State)
	require.Equal(t, domain.Wave{Pulse: made.ID, Day: monday(1)}, wave.Wave)
	require.Equal(t, model.Text{"en": "Weekly 2026-06-08", "zh-CN": "周调研 2026-06-08"}, wave.DisplayName)
	require.Equal(t, opening(1).AddDate(0, 0, 4), wave.CloseTime)
	require.Equal(t, int64(30), wave.Eligible)
	require.Equal(t, opening(2), first.NextTime)
	require.Equal(t, first, h.open(t, made.ID, late), "once")

	// A process that did not run for weeks opens the last wave alone, and none that would be closed.
	third := h.open(t, made.ID, opening(3).Add(time.Hour))
	wave, err = h.Read.Survey(t.Context(), third.LastWave)
	require.NoError(t, err)
	require.Equal(t, monday(3), wave.Wave.Day)
	require.Equal(t, first.LastWave, wave.Previous)
	missed := h.open(t, made.ID, opening(4).AddDate(0, 0, 4))
	require.Equal(t, third.LastWave, missed.LastWave)
	require.Equal(t, []any{monday(4), "MISSED", monday(5)}, []any{missed.Skipped, missed.SkippedFor, missed.Next})

	h.Write(t, func(ctx context.Context, s Store) error {
		paused, err := pulse.Pause(ctx, s, model.Everything(), opening(4), made.ID, "")
		require.True(t, paused.NextTime.IsZero())
		return err
	})
	require.Empty(t, due(opening(9)))
	h.Write(t, func(ctx context.Context, s Store) error {
		resumed, err := pulse.Resume(ctx, s, model.Everything(), opening(3), made.ID, "")
		require.Equal(t, opening(5), resumed.NextTime, "what is settled does not come again")
		return err
	})

	small := h.pulse(t, func(d *pulse.Draft) { d.Asks.Split.K, d.Timing.End = 31, monday(1) })
	h.Write(t, func(ctx context.Context, s Store) error {
		return pulse.SkipWave(ctx, s, opening(1), small.ID, domain.ErrAudienceTooSmall)
	})
	ended, err := h.Read.Pulse(t.Context(), small.ID)
	require.NoError(t, err)
	require.Equal(t, []any{monday(1), "AUDIENCE_TOO_SMALL", model.NoDay}, []any{ended.Skipped, ended.SkippedFor, ended.Next})
	require.Equal(t, []string{made.ID}, due(opening(9)))
}

func tooSmallForAWave(t *testing.T, h House) {
	h.Instrument(t, "i")
	for _, change := range []func(*pulse.Draft){
		func(d *pulse.Draft) { d.Asks.Split.K = 31 },
		func(d *pulse.Draft) { d.Timing.RestWeeks = 8 }, // 30 people in 8 parts
		func(d *pulse.Draft) { d.Asks.Audience.Shifts = []string{"day"} },
	} {
		made := h.pulse(t, change)
		err := h.Try(t.Context(), func(ctx context.Context, s Store) error {
			return pulse.OpenWave(ctx, s, opening(1), made.ID)
		})
		require.ErrorIs(t, err, domain.ErrAudienceTooSmall)
	}
	waves, err := h.Read.Surveys(t.Context(), model.Everything(), model.List{Size: 10, Order: []model.Order{{Field: "id"}}})
	require.NoError(t, err)
	require.Empty(t, waves)
}

// Nobody is asked twice within the weeks of rest, everybody within them once, and the units by their shares.
func resting(t *testing.T, h House) {
	h.Instrument(t, "i")
	made := h.pulse(t, func(d *pulse.Draft) { d.Timing.RestWeeks = 4 })
	last := map[string]int{}
	for week := 1; week <= 12; week++ {
		wave := h.open(t, made.ID, opening(week)).LastWave
		asked := h.asked(t, wave)
		require.NotEmpty(t, asked)
		units := map[string]int{}
		for _, one := range asked {
			before, ever := last[one]
			require.False(t, ever && week-before < 4, "%s in week %d and %d", one, before, week)
			last[one] = week
			sheet, err := h.Read.Sheet(t.Context(), wave, one)
			require.NoError(t, err)
			units[sheet.Place.Unit]++
		}
		survey, err := h.Read.Survey(t.Context(), wave)
		require.NoError(t, err)
		require.Equal(t, int64(len(asked)), survey.Eligible)
		for _, unit := range []string{"a1", "a", "b"} {
			require.InDelta(t, float64(len(asked))/3, units[unit], 2, unit)
		}
		if week == 4 {
			require.Len(t, last, 30, "everybody had their turn")
		}
	}
	for _, one := range []int{0, 7, 29} {
		require.Greater(t, last[person(one)], 8)
	}
}

// Of all who open the wave that is due at the same time one does.
func oneWave(t *testing.T, h House) {
	h.Instrument(t, "i")
	made := h.pulse(t, nil)
	for week := 1; week <= 3; week++ {
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				err := h.Try(t.Context(), func(ctx context.Context, s Store) error {
					return pulse.OpenWave(ctx, s, opening(week), made.ID)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		waves, err := h.Read.Surveys(t.Context(), model.Everything(), model.List{Size: 10, Order: []model.Order{{Field: "id"}}})
		require.NoError(t, err)
		require.Len(t, waves, week)
	}
	err := h.Try(t.Context(), func(ctx context.Context, s Store) error {
		twice := domain.Survey{
			Header: model.NewHeader("twice", At), SurveyDraft: made.Asks, State: domain.Draft, Wave: domain.Wave{Pulse: made.ID, Day: monday(3)},
		}
		return s.SaveSurvey(ctx, twice)
	})
	require.Error(t, err, "and no two of one day are kept")
}
