package incentive_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/services/incentive"
)

// began has people work since a day, until further notice.
func began(h *house, day string, numbers ...int) {
	for _, n := range numbers {
		p := h.directory.People[n]
		p.Version++
		p.Placements[0].FromDate = day
	}
	h.Snapshot()
}

// told is what the feed of the house tells of anniversaries after the next turn: receivers with their years.
func (h *house) told() map[string]int32 {
	h.Helper()
	require.NoError(h, incentive.TellAnniversaries(h.Context(), h.DB, h.Clock.Now))
	found, err := h.recognitions().ListRecognitions(h.As("culture"), &incentivev1.ListRecognitionsRequest{Filter: "kind = ANNIVERSARY"})
	require.NoError(h, err)
	told := map[string]int32{}
	for _, one := range found.GetRecognitions() {
		require.Empty(h, one.GetGiver())
		require.Empty(h, one.GetPoints())
		require.Len(h, one.GetReceivers(), 1)
		require.NotContains(h, told, one.GetReceivers()[0].GetPerson(), "it is told once")
		told[one.GetReceivers()[0].GetPerson()] = one.GetYears()
	}
	return told
}

func TestAnniversariesAreToldOnTheDayOfThePerson(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		began(h, "2021-11-23", 2, 3)
		began(h, "2025-11-23", 4)
		began(h, "2020-11-24", 6)
		// Person 5 came back: what counts is the employment that goes on. Person 7 has moved, which ends nothing.
		gone, moved := h.directory.People[5], h.directory.People[7]
		gone.Placements[0].FromDate, gone.Placements[0].ToDate = "2019-11-23", "2024-01-31"
		gone.Placements = append(gone.Placements, people().People[5].GetPlacements()[0])
		gone.Placements[1].FromDate = "2024-03-01"
		moved.Placements[0].FromDate, moved.Placements[0].ToDate = "2019-11-23", "2024-01-31"
		moved.Placements = append(moved.Placements, people().People[12].GetPlacements()[0])
		moved.Placements[1].FromDate = "2024-02-01"
		gone.Version, moved.Version = 2, 2
		h.Snapshot()
		_, err := h.anniversaries().SetAnniversaryPreference(h.As(token(3)), &incentivev1.SetAnniversaryPreferenceRequest{})
		require.NoError(h, err)

		h.Clock.Set(time.Date(2026, 11, 22, 15, 59, 59, 0, time.UTC))
		require.Empty(h, h.told(), "in Shanghai it is still the day before")
		h.Clock.Advance(time.Second)
		want := map[string]int32{person(2): 5, person(4): 1, person(7): 7}
		require.Equal(h, want, h.told())
		for range 3 {
			h.Clock.Advance(6 * time.Hour)
			require.Equal(h, want, h.told())
		}
		h.Clock.Advance(30 * time.Hour)
		want[person(6)] = 6
		require.Equal(h, want, h.told(), "a day late is better than never")
		_, err = h.anniversaries().SetAnniversaryPreference(h.As(token(3)), &incentivev1.SetAnniversaryPreferenceRequest{Told: true})
		require.NoError(h, err)
		h.Clock.Advance(48 * time.Hour)
		require.Equal(h, want, h.told(), "what is over is not told any more")
		h.Clock.Set(time.Date(2027, 11, 23, 0, 0, 0, 0, time.UTC))
		require.NoError(h, incentive.TellAnniversaries(h.Context(), h.DB, h.Clock.Now))
		require.Len(h, h.feed(token(3), `receiver = "`+person(3)+`"`), 1, "who thinks better of it is told the next one")
		require.Len(h, h.feed("culture", `receiver = "`+person(2)+`"`), 2)
	})
}

func TestAnAnniversarySpeaksTheReadersLanguage(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		began(h, "2021-11-22", 2)
		require.Len(h, h.told(), 1)
		for locale, want := range map[string]string{"en": "5 years with us", "zh-CN": "入职 5 周年"} {
			as := metadata.AppendToOutgoingContext(h.As(token(4)), "accept-language", locale)
			found, err := h.recognitions().ListRecognitions(as, &incentivev1.ListRecognitionsRequest{})
			require.NoError(h, err)
			require.Equal(h, want, found.GetRecognitions()[0].GetHeadline())
		}
		_, err := h.hide("culture", h.feed("culture", "")[0], true)
		require.NoError(h, err, "there are no points to take back")
		require.Empty(h, h.feed(token(4), ""))
		require.NoError(h, h.erase(personID(2)))
		require.Empty(h, h.reported("culture", ""), "an anniversary goes with its person")
		require.Empty(h, h.told())
	})
}

// Two replicas look at the same time.
func TestAnAnniversaryIsToldOnce(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		began(h, "2021-11-22", 2, 4, 6, 8)
		ended := make(chan error)
		for range 4 {
			go func() { ended <- incentive.TellAnniversaries(context.WithoutCancel(h.Context()), h.DB, h.Clock.Now) }()
		}
		for range 4 {
			require.NoError(h, <-ended)
		}
		require.Len(h, h.told(), 4)
		require.Equal(h, 4, h.emitted("hearth.incentive.v1.recognition.given"))
	})
}

// emitted is how many events of a subject wait to be published.
func (h *house) emitted(subject string) (count int) {
	h.Helper()
	require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), `SELECT count(*) FROM event_outbox WHERE subject = $1`, subject).Scan(&count))
	return count
}
