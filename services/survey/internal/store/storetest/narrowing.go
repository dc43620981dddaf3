package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// Of all lists together those are asked whom each of them names, at the opening as in the preview of it.
func narrowing(t *testing.T, h House) {
	h.Instrument(t, "i")
	for name, test := range map[string]struct {
		asks domain.Audience
		want int64
	}{
		"all":                {domain.Audience{Units: []string{"root"}}, 30},
		"a shift":            {domain.Audience{Units: []string{"root"}, Shifts: []string{"night", "day"}}, 30},
		"nobody's shift":     {domain.Audience{Units: []string{"root"}, Shifts: []string{"day"}}, 0},
		"a position":         {domain.Audience{Units: []string{"a"}, Positions: []string{"agent"}}, 20},
		"nobody's position":  {domain.Audience{Units: []string{"a"}, Positions: []string{"Agent"}}, 0},
		"a channel":          {domain.Audience{Units: []string{"a"}, Channels: []string{"chat"}, Employers: []string{"acme"}}, 10},
		"nobody's channel":   {domain.Audience{Units: []string{"a"}, Channels: []string{"voice"}}, 0},
		"another one's site": {domain.Audience{Units: []string{"a"}, Sites: []string{"nowhere"}}, 0},
		"two sites":          {domain.Audience{Units: []string{"root"}, Sites: []string{"north", "west"}, Shifts: []string{"night"}}, 30},
	} {
		t.Run(name, func(t *testing.T) {
			survey := h.Survey(t, name, func(s *domain.Survey) { s.Audience = test.asks })
			kept, err := h.Read.Survey(t.Context(), name)
			require.NoError(t, err)
			same(t, survey.Audience, kept.Audience)
			groups, err := h.Read.GroupsAt(t.Context(), survey, At)
			require.NoError(t, err)
			var people int64
			for _, group := range groups {
				people += int64(group.People)
			}
			require.Equal(t, test.want, people)
			err = h.Try(t.Context(), func(ctx context.Context, s Store) error {
				opened, err := domain.OpenSurvey(ctx, s, model.Everything(), At, name, "")
				if err == nil {
					require.Equal(t, test.want, opened.Eligible)
				}
				return err
			})
			if test.want == 0 {
				require.ErrorIs(t, err, domain.ErrAudienceTooSmall)
			} else {
				require.NoError(t, err)
			}
		})
	}
}

// A reminder comes due once at each of its times while the survey is open, and once for those that nobody looked after.
func reminding(t *testing.T, h House) {
	h.Instrument(t, "i")
	day := func(n int) time.Time { return At.Add(time.Duration(n) * 24 * time.Hour) }
	h.Survey(t, "s", func(s *domain.Survey) {
		s.CloseTime, s.ReminderDays = day(10), []int{1, 3, 7, 40}
	}, "root")
	due := func(now time.Time) []string {
		found, err := h.Read.RemindersDue(t.Context(), now)
		require.NoError(t, err)
		return found
	}
	remind := func(now time.Time) {
		h.Write(t, func(ctx context.Context, s Store) error { return domain.Remind(ctx, s, now, "s") })
	}
	require.Empty(t, due(day(9)), "a draft reminds nobody")
	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := domain.OpenSurvey(ctx, s, model.Everything(), At, "s", "")
		return err
	})
	require.Empty(t, due(day(3).Add(-time.Microsecond)))
	remind(day(3).Add(-time.Microsecond))
	require.Equal(t, []string{"s"}, due(day(3)))
	remind(day(3))
	require.Empty(t, due(day(7).Add(-time.Microsecond)))
	require.Equal(t, []string{"s"}, due(day(9)))
	remind(day(9))
	require.Empty(t, due(day(10)), "two that were due are one")
	kept, err := h.Read.Survey(t.Context(), "s")
	require.NoError(t, err)
	require.Equal(t, []int{1, 3, 7, 40}, kept.ReminderDays)
	require.True(t, kept.NextReminder.IsZero())

	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := domain.UpdateSurvey(ctx, s, model.Everything(), day(9), "s", "", func(before domain.Survey) (domain.SurveyDraft, error) {
			before.CloseTime = day(20)
			return before.SurveyDraft, nil
		})
		return err
	})
	require.Equal(t, []string{"s"}, due(day(13)), "a later close is a later reminder")
	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := domain.CloseSurvey(ctx, s, model.Everything(), day(10), "s", "")
		return err
	})
	require.Empty(t, due(day(30)))
}
