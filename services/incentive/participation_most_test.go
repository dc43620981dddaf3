package incentive_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// rewardsUpTo sets what the people of a unit get, and how much of it in a year.
func (h *house) rewardsUpTo(unit string, points, most int64) error {
	_, err := h.participations().SetParticipationPolicy(h.As("culture"), &incentivev1.SetParticipationPolicyRequest{
		Policy: &incentivev1.ParticipationPolicy{Unit: "units/" + unit, Points: points, MostPointsPerYear: &most},
	})
	return err
}

func TestAPolicySaysTheMostOfAYear(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		get := func() *incentivev1.ParticipationPolicy {
			found, err := h.participations().GetParticipationPolicy(h.As("culture"), &incentivev1.GetParticipationPolicyRequest{Name: "participationPolicies/" + teamA})
			require.NoError(h, err)
			return found
		}
		for most, points := range map[int64]int64{9: 10, 0: 0, -1: 0, 12_000_001: 10} {
			h.Refused("INVALID_FIELD", h.rewardsUpTo(teamA, points, most))
		}
		require.NoError(h, h.rewardsUpTo(teamA, 10, 10))
		require.Equal(h, int64(10), get().GetMostPointsPerYear())
		require.NoError(h, h.rewards("culture", teamA, 10))
		require.Nil(h, get().MostPointsPerYear, "it is Hearth's again")
	})
}

// Whatever fails on the way, and however often a step is done: the year of each ends at exactly what their policy says, and the next begins with
// New Year.
func TestAYearOfTakingPartHasAMost(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		r := h.rewarding(5)
		require.NoError(h, h.rewards("culture", "", 1))
		require.NoError(h, h.rewardsUpTo(teamA, 10, 25))
		dice := rand.New(rand.NewPCG(11, 0))
		h.surveys.set(func(s *surveys) { s.fails = func() bool { return dice.IntN(6) == 0 } })
		var told []proto.Message
		for n := range 14 {
			h.takePart(surveyName(n), 1, 3, 13)
			told = append(told, closed(surveyName(n), h.Clock.Now()))
		}
		h.takePart(surveyName(4), 2)
		h.takePart(surveyName(7), 2, 14)
		said := r.say("survey", told...)
		r.hearsAll()
		h.rewarded()
		want := map[int]int64{1: 25, 3: 25, 13: 12, 2: 20, 14: 1}
		require.Equal(h, want, h.points())
		page, err := incentivev1.NewWalletServiceClient(h.Conn).ListWalletEntries(h.As(token(1)), &incentivev1.ListWalletEntriesRequest{
			Part: incentivev1.WalletPart_WALLET_PART_EARNED,
		})
		require.NoError(h, err)
		require.Len(h, page.GetEntries(), 3)
		require.Equal(h, "5 points because you took part in a survey: with them you have had the most of the year",
			page.GetEntries()[0].GetText().GetTexts()["en"])

		h.takePart(surveyName(14), 1, 2, 13)
		r.publish(said...)
		r.say("survey", closed(surveyName(14), h.Clock.Now()))
		r.hearsAll()
		h.rewarded()
		want[2] = 25
		require.Equal(h, want, h.points(), "one survey more, and the others told again")

		h.takePart(surveyName(15), 1, 2, 13)
		h.Clock.Advance(time.Date(2027, time.January, 1, 0, 0, 0, 0, time.UTC).Sub(h.Clock.Now()))
		r.say("survey", closed(surveyName(15), h.Clock.Now()))
		r.hearsAll()
		h.rewarded()
		want[1] += 10
		want[2] += 10
		want[13]++
		require.Equal(h, want, h.points(), "a new year")
		h.sums()
	})
}
