package survey_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

// weekly is a pulse of all in Berlin, in the morning of the day after the one on which it is made and each week from then on.
func (h *house) weekly(owner string, audience ...string) *surveyv1.Pulse {
	h.Helper()
	asks := draft(h.published(), owner, audience...)
	return &surveyv1.Pulse{
		DisplayName: text("Weekly"), Instrument: asks.GetInstrument(), OwnerUnit: asks.GetOwnerUnit(), Mode: asks.GetMode(), Audience: asks.GetAudience(),
		Recurrence: "FREQ=WEEKLY", StartDate: h.Clock.Now().AddDate(0, 0, 1).Format(time.DateOnly), TimeZone: "Europe/Berlin", OpeningMinute: 9 * 60,
		DaysOpen: 3,
	}
}

func (h *house) pulse(token string, pulse *surveyv1.Pulse) (*surveyv1.Pulse, error) {
	return h.pulses.CreatePulse(h.As(token), &surveyv1.CreatePulseRequest{Pulse: pulse})
}

func (h *house) waves(pulse string) []*surveyv1.Survey {
	h.Helper()
	found, err := h.surveys.ListSurveys(h.As("culture"), &surveyv1.ListSurveysRequest{Filter: `pulse = "` + pulse + `"`, OrderBy: "create_time"})
	require.NoError(h, err)
	return found.GetSurveys()
}

func TestWavesOpenByThemselves(t *testing.T) {
	inHouse(t, func(h *house) {
		asks := h.weekly(root, root)
		asks.RestWeeks, asks.ReminderDays = 2, []int32{1}
		made, err := h.pulse("culture", asks)
		require.NoError(h, err)
		require.Equal(h, surveyv1.PulseState_PULSE_STATE_ACTIVE, made.GetState())
		require.Equal(h, made.GetStartDate()+" 09:00", inBerlin(h, made.GetNextOpenTime().AsTime()))
		preview, err := h.pulses.PreviewPulse(h.As("council"), &surveyv1.PreviewPulseRequest{Name: made.GetName()})
		require.NoError(h, err)
		require.Len(h, preview.GetOccurrences(), 10)
		for _, one := range preview.GetOccurrences() {
			require.Equal(h, one.GetDate()+" 09:00", inBerlin(h, one.GetOpenTime().AsTime()), "whatever the clocks do in between")
			require.Equal(h, int32(2), one.GetOneIn())
		}
		for _, run := range h.Service.Run {
			h.Background(run) // twice, as in two processes
			h.Background(run)
		}
		require.Empty(h, h.waves(made.GetName()))
		asked := 0
		for n := range 2 {
			h.Clock.Advance(preview.GetOccurrences()[n].GetOpenTime().AsTime().Sub(h.Clock.Now()))
			require.Eventually(h, func() bool { return len(h.waves(made.GetName())) == n+1 }, soon, 10*time.Millisecond)
			wave := h.waves(made.GetName())[n]
			require.Equal(h, surveyv1.SurveyState_SURVEY_STATE_OPEN, wave.GetState())
			require.Equal(h, int64(9), wave.GetEligible())
			require.Equal(h, preview.GetOccurrences()[n].GetDate(), wave.GetWaveDate())
			require.Equal(h, preview.GetOccurrences()[n].GetCloseTime().AsTime(), wave.GetCloseTime().AsTime())
			require.Equal(h, "Weekly "+wave.GetWaveDate(), wave.GetDisplayName().GetTexts()["en"])
			require.Equal(h, []int32{1}, wave.GetReminderDays())
			for n := range 18 {
				if err := h.submit(n, wave.GetName(), answer("belonging", 4)); err == nil {
					asked++
				} else {
					h.Refused("NOT_FOUND", err)
				}
			}
		}
		require.Equal(h, 18, asked, "in the two weeks everybody once")
		waves := h.waves(made.GetName())
		require.Equal(h, waves[0].GetName(), waves[1].GetPrevious())
		now, err := h.pulses.GetPulse(h.As("council"), &surveyv1.GetPulseRequest{Name: made.GetName()})
		require.NoError(h, err)
		require.Equal(h, waves[1].GetName(), now.GetLastWave())
		require.Equal(h, preview.GetOccurrences()[2].GetOpenTime().AsTime(), now.GetNextOpenTime().AsTime())
	})
}

func inBerlin(h *house, at time.Time) string {
	zone, err := time.LoadLocation("Europe/Berlin")
	require.NoError(h, err)
	return at.In(zone).Format("2006-01-02 15:04")
}

func TestAPulseIsChanged(t *testing.T) {
	inHouse(t, func(h *house) {
		made, err := h.pulse("culture-a", h.weekly(depA, teamA))
		require.NoError(h, err)
		change := func(token string, pulse *surveyv1.Pulse, fields ...string) (*surveyv1.Pulse, error) {
			pulse.Name = made.GetName()
			return h.pulses.UpdatePulse(h.As(token), &surveyv1.UpdatePulseRequest{Pulse: pulse, UpdateMask: &fieldmaskpb.FieldMask{Paths: fields}})
		}
		later, err := change("culture-a", &surveyv1.Pulse{OpeningMinute: 600, Recurrence: "FREQ=DAILY", Etag: made.GetEtag()}, "opening_minute", "recurrence")
		require.NoError(h, err)
		require.Equal(h, made.GetNextOpenTime().AsTime().Add(time.Hour), later.GetNextOpenTime().AsTime())
		_, err = change("culture-a", &surveyv1.Pulse{OpeningMinute: 600, Etag: made.GetEtag()}, "opening_minute")
		h.Refused("ETAG_MISMATCH", err)
		_, err = change("culture-a", &surveyv1.Pulse{Instrument: h.published().GetName()}, "instrument")
		h.Refused("OTHER_INSTRUMENT", err)
		_, err = change("culture-a", &surveyv1.Pulse{Audience: &surveyv1.Audience{Units: []string{"units/" + depB}}}, "audience")
		h.Refused("NOT_FOUND", err)
		for _, token := range []string{"culture-b", "acme"} {
			_, err = change(token, &surveyv1.Pulse{OpeningMinute: 600}, "opening_minute")
			h.Refused("NOT_FOUND", err)
		}

		for range 2 {
			paused, err := h.pulses.PausePulse(h.As("culture-a"), &surveyv1.PausePulseRequest{Name: made.GetName()})
			require.NoError(h, err)
			require.Equal(h, surveyv1.PulseState_PULSE_STATE_PAUSED, paused.GetState())
			require.Nil(h, paused.GetNextOpenTime())
		}
		resumed, err := h.pulses.ResumePulse(h.As("culture-a"), &surveyv1.ResumePulseRequest{Name: made.GetName()})
		require.NoError(h, err)
		require.Equal(h, later.GetNextOpenTime().AsTime(), resumed.GetNextOpenTime().AsTime())
		ended, err := change("culture-a", &surveyv1.Pulse{EndDate: made.GetStartDate(), StartDate: made.GetStartDate(), Recurrence: "FREQ=MONTHLY;BYMONTHDAY=" + otherDay(made)},
			"end_date", "recurrence")
		require.NoError(h, err)
		require.Equal(h, surveyv1.PulseState_PULSE_STATE_ENDED, ended.GetState())

		listed, err := h.pulses.ListPulses(h.As("council"), &surveyv1.ListPulsesRequest{})
		require.NoError(h, err)
		require.Len(h, listed.GetPulses(), 1)
		require.Empty(h, cmp.Diff(ended, listed.GetPulses()[0], protocmp.Transform()))
		listed, err = h.pulses.ListPulses(h.As("analyst-b"), &surveyv1.ListPulsesRequest{})
		require.NoError(h, err)
		require.Empty(h, listed.GetPulses())
		_, err = h.pulses.PreviewPulse(h.As("analyst-b"), &surveyv1.PreviewPulseRequest{Name: made.GetName()})
		h.Refused("NOT_FOUND", err)
	})
}

// otherDay is a day of the month on which the pulse does not begin.
func otherDay(pulse *surveyv1.Pulse) string {
	if pulse.GetStartDate()[8:] == "05" {
		return "6"
	}
	return "5"
}

func TestWhatIsNoPulse(t *testing.T) {
	inHouse(t, func(h *house) {
		for name, change := range map[string]func(*surveyv1.Pulse){
			"pulse.recurrence":     func(p *surveyv1.Pulse) { p.Recurrence = "FREQ=HOURLY" },
			"pulse.time_zone":      func(p *surveyv1.Pulse) { p.TimeZone = "Local" },
			"pulse.start_date":     func(p *surveyv1.Pulse) { p.StartDate = "2026-02-30" },
			"pulse.end_date":       func(p *surveyv1.Pulse) { p.EndDate = "2020-01-01" },
			"pulse.days_open":      func(p *surveyv1.Pulse) { p.DaysOpen = 0 },
			"pulse.rest_weeks":     func(p *surveyv1.Pulse) { p.RestWeeks = 53 },
			"pulse.opening_minute": func(p *surveyv1.Pulse) { p.OpeningMinute = 1440 },
		} {
			asks := h.weekly(root, root)
			change(asks)
			_, err := h.pulse("culture", asks)
			h.Refused("INVALID_FIELD", err)
			require.ErrorContains(h, err, name)
		}
		asks := h.weekly(root, root)
		asks.Mode = surveyv1.SurveyMode_SURVEY_MODE_ANONYMOUS
		_, err := h.pulse("culture", asks)
		h.Refused("MODE_NOT_AVAILABLE", err)
		_, err = h.pulse("culture-a", h.weekly(root, root))
		h.Refused("NOT_FOUND", err)
		_, err = h.pulse("council", h.weekly(root, root))
		h.Refused("PERMISSION_DENIED", err)
	})
}

func TestASurveyRepeatsAnother(t *testing.T) {
	inHouse(t, func(h *house) {
		first := h.opened(depA, teamA)
		again := draft(&surveyv1.Instrument{Name: first.GetInstrument()}, depA, teamA)
		again.Previous = first.GetName()
		made, err := h.create("culture-a", again)
		require.NoError(h, err)
		require.Equal(h, first.GetName(), made.GetPrevious())
		again.Instrument = h.published().GetName()
		_, err = h.create("culture-a", again)
		h.Refused("OTHER_INSTRUMENT", err)
		again = draft(&surveyv1.Instrument{Name: first.GetInstrument()}, depB, depB)
		again.Previous = first.GetName()
		_, err = h.create("culture-b", again)
		h.Refused("NOT_FOUND", err)
	})
}
