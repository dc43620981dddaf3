package survey_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

func TestRemindersNameTheSurveyAndNobody(t *testing.T) {
	inEventfulHouse(t, func(h *eventful) {
		h.Snapshot()
		closes := timestamppb.New(h.Clock.Now().Add(10 * 24 * time.Hour))
		asks := draft(h.published(), depA, teamA)
		asks.ReminderDays = []int32{2}
		_, err := h.create("culture", asks)
		h.Refused("INVALID_FIELD", err)
		asks.CloseTime, asks.Intake = closes, surveyv1.Intake_INTAKE_IMPORT
		_, err = h.create("culture", asks)
		h.Refused("INVALID_FIELD", err)
		asks.Intake = surveyv1.Intake_INTAKE_PEOPLE
		made, err := h.create("culture", asks)
		require.NoError(h, err)
		opened, err := h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
		require.NoError(h, err)
		require.Equal(h, []int32{2}, opened.GetReminderDays())
		opened.ReminderDays = []int32{2, 5}
		_, err = h.surveys.UpdateSurvey(h.As("culture"), &surveyv1.UpdateSurveyRequest{
			Survey: opened, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"reminder_days"}},
		})
		require.NoError(h, err)
		require.NoError(h, h.submit(0, made.GetName(), answer("belonging", 4)))

		for _, run := range h.Service.Run {
			h.Background(run) // twice, as in two processes
			h.Background(run)
		}
		due := &surveyv1.SurveyReminderDue{
			Survey: made.GetName(), OwnerUnit: "units/" + depA, Units: []string{"units/" + teamA}, CloseTime: closes,
		}
		said := func() (count int) {
			h.mu.Lock()
			defer h.mu.Unlock()
			for _, msg := range h.heard {
				if _, is := msg.(*surveyv1.SurveyReminderDue); is {
					count++
				}
			}
			return count
		}
		for n := range 2 {
			require.Equal(h, n, said())
			h.Clock.Advance([]time.Duration{5 * 24 * time.Hour, 3 * 24 * time.Hour}[n])
			require.Eventually(h, func() bool { return said() > n }, soon, 10*time.Millisecond)
			h.hears(due)
		}
		h.Clock.Advance(2 * 24 * time.Hour)
		require.Eventually(h, func() bool {
			read, err := h.surveys.GetSurvey(h.As("culture"), &surveyv1.GetSurveyRequest{Name: made.GetName()})
			require.NoError(h, err)
			return read.GetState() == surveyv1.SurveyState_SURVEY_STATE_CLOSED
		}, soon, 10*time.Millisecond)
		require.Equal(h, 2, said())
	})
}
