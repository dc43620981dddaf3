package incentive_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// An appeal can be upheld though payroll refused the winner's bonus, and though who would win by the correction has left: who follows them does.
func TestAnAppealIsUpheldWhateverBecameOfTheWinners(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		for _, employer := range []string{"acme", "beta"} {
			_, err := h.budgets().AllotBudget(h.As("culture"), &incentivev1.AllotBudgetRequest{Unit: "units/" + root, Currency: "CNY", Employer: employer, Amount: 500})
			require.NoError(h, err)
		}
		money := star()
		money.Points, money.Bonus = 0, &incentivev1.AwardBonus{Currency: "CNY", Amount: 500, TaxCategory: "award"}
		round := s.opened(s.scheme(money), "2026-10-01", "2026-10-31")
		for author, nominee := range map[int]int{6: 3, 7: 4, 8: 9} {
			require.NoError(h, s.nominate(round, author, nominee))
		}
		s.toPanel(round, 3)
		s.judged(round)
		require.NoError(h, s.reveal(round, firstParty))
		require.NoError(h, s.reveal(round, secondParty))
		announced, err := s.announce(round)
		require.NoError(h, err)
		require.Equal(h, []string{person(3)}, announced.GetWinners())
		ordered, err := h.payouts().ListPayouts(h.As("system"), &incentivev1.ListPayoutsRequest{})
		require.NoError(h, err)
		require.Len(h, ordered.GetPayouts(), 1)
		_, err = h.payouts().RejectPayout(h.As("system"), &incentivev1.RejectPayoutRequest{Name: ordered.GetPayouts()[0].GetName(), Reason: "no account"})
		require.NoError(h, err)

		appeal, err := s.appeals.CreateAwardAppeal(s.As(token(4)), &incentivev1.CreateAwardAppealRequest{
			AwardAppeal: &incentivev1.AwardAppeal{AwardRound: round.GetName(), Text: "all three are wrong"},
		})
		require.NoError(h, err)
		h.leaves(4)
		_, err = s.appeals.UpholdAwardAppeal(s.As("culture"), &incentivev1.UpholdAwardAppealRequest{
			Name: appeal.GetName(), Answer: "They were.", Figures: []*incentivev1.AwardFigures{figures(3, 10), figures(4, 99), figures(9, 95)},
		})
		require.NoError(h, err)
		corrected, err := s.rounds.GetAwardRound(s.As("culture"), &incentivev1.GetAwardRoundRequest{Name: round.GetName()})
		require.NoError(h, err)
		require.Equal(h, []string{person(9)}, corrected.GetWinners())
		open, err := h.payouts().ListPayouts(h.As("system"), &incentivev1.ListPayoutsRequest{Filter: "state = ORDERED"})
		require.NoError(h, err)
		require.Equal(h, person(9), open.GetPayouts()[0].GetPerson())
		h.sums()
	})
}

func TestWhatIsKeptOfTheCallsOfThePanelTellsNoStory(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		require.NoError(h, s.nominate(round, 6, 3))
		s.toPanel(round, 3)
		seen, err := s.panel.ListAwardCandidates(s.As(token(13)), &incentivev1.ListAwardCandidatesRequest{Name: round.GetName()})
		require.NoError(h, err)
		require.Contains(h, seen.String(), "stayed with a customer")
		_, err = s.panel.ScoreAwardCandidate(s.As(token(13)), &incentivev1.ScoreAwardCandidateRequest{
			Name: round.GetName(), Label: seen.GetCandidates()[0].GetLabel(), Score: 9, RequestId: uuid.NewString(),
		})
		require.NoError(h, err)
		require.NoError(h, h.erase(personID(3)))
		kept, err := db.All(h.Context(), h.DB.Read(), db.Column[[]byte], `SELECT response FROM request_answer WHERE response IS NOT NULL`)
		require.NoError(h, err)
		require.NotEmpty(h, kept)
		for _, answer := range kept {
			require.NotContains(h, string(answer), "stayed with a customer")
		}
	})
}
