package incentive_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// Once too few of a panel can score a candidate, somebody who could not win makes up for them, and the record says so. Whose appointment is
// refused tells nobody who was nominated.
func TestAPanelThatIsTooSmallIsMadeUp(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		s.fill(60)
		for _, n := range []int{12, 15} { // they have been here for a month
			h.directory.People[n].Placements[0].FromDate = "2026-09-01"
			h.directory.People[n].Version++
		}
		h.Snapshot()
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		require.NoError(h, s.nominate(round, 6, 3))
		require.NoError(h, s.nominate(round, 12, 3))
		require.NoError(h, s.nominate(round, 7, 8))
		appoint := func(as string, n int) error {
			_, err := s.panel.AppointAwardPanelist(s.As(as), &incentivev1.AppointAwardPanelistRequest{Name: round.GetName(), Person: person(n)})
			return err
		}
		s.Refused("AWARD_ROUND_STATE", appoint("culture", 15))
		s.toPanel(round, 3)
		candidates := func(member int) (labels []string) {
			h.Helper()
			seen, err := s.panel.ListAwardCandidates(s.As(token(member)), &incentivev1.ListAwardCandidatesRequest{Name: round.GetName()})
			require.NoError(h, err)
			for _, one := range seen.GetCandidates() {
				labels = append(labels, one.GetLabel())
			}
			return labels
		}
		mark := func(member int, label string) error {
			_, err := s.panel.ScoreAwardCandidate(s.As(token(member)), &incentivev1.ScoreAwardCandidateRequest{Name: round.GetName(), Label: label, Score: 7})
			return err
		}
		s.Refused("AWARD_PANEL_SUFFICES", appoint("culture", 15))
		both := candidates(13)
		require.Len(h, both, 2)
		for _, label := range both {
			require.NoError(h, mark(13, label), "who has scored counts")
			_, err := s.panel.RecuseFromAwardCandidate(s.As(token(14)), &incentivev1.RecuseFromAwardCandidateRequest{Name: round.GetName(), Label: label})
			require.NoError(h, err)
		}
		for _, beside := range []int{1, 2} { // whoever works beside all candidates scores nobody
			require.Empty(h, candidates(beside))
		}

		for n, why := range map[int]string{3: "a candidate", 8: "another one", 10: "whom nobody nominated", firstParty: "who draws"} {
			require.Equal(h, "INVALID_FIELD", calltest.Reason(appoint("culture", n)), why)
		}
		_, err := s.panel.AppointAwardPanelist(s.As("culture"), &incentivev1.AppointAwardPanelistRequest{Name: round.GetName(), Person: "people/" + uuid.NewString()})
		s.Refused("INVALID_FIELD", err)
		s.Refused("PERMISSION_DENIED", appoint(token(12), 12))

		require.NoError(h, appoint("culture", 12))
		require.NoError(h, appoint("culture", 12), "twice is once")
		one := candidates(12)
		require.Len(h, one, 1, "they nominated the other")
		require.NoError(h, mark(12, one[0]))
		require.NoError(h, appoint("culture", 15), "for the other")
		s.Refused("AWARD_PANEL_SUFFICES", appoint("culture", 13+4))
		for _, label := range candidates(15) {
			require.NoError(h, mark(15, label))
		}
		_, err = s.rounds.DecideAwardRound(s.As("culture"), &incentivev1.DecideAwardRoundRequest{Name: round.GetName()})
		require.NoError(h, err)
		s.Refused("AWARD_ROUND_STATE", appoint("culture", 12))
		for _, party := range []int{firstParty, secondParty} {
			require.NoError(h, s.reveal(round, party))
		}
		_, err = s.announce(round)
		require.NoError(h, err)

		head := s.exported(round).Head
		var members []string
		for _, one := range head.Appointed {
			members = append(members, one.Panelist)
		}
		require.Equal(h, []string{"panel/5", "panel/6"}, members)
		marked := map[string]int{}
		for _, one := range head.Marks {
			marked[one.Panelist]++
		}
		require.Equal(h, map[string]int{"panel/3": 2, "panel/5": 1, "panel/6": 2}, marked)
	})
}
