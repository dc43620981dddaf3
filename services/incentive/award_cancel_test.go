package incentive_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

func (s *stage) cancel(round *incentivev1.AwardRound, reason string) (*incentivev1.AwardRound, error) {
	return s.rounds.CancelAwardRound(s.As("culture"), &incentivev1.CancelAwardRoundRequest{Name: round.GetName(), Reason: reason})
}

// Whatever was said and done in a round, nothing goes on in it once it is cancelled, and nothing of it stands in the way of the next: whom
// somebody nominated, what it named as evidence, who committed to a draw, and what the budget has.
func TestARoundIsCancelledAtAnyStage(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		s.fill(60)
		scheme, evidence := s.scheme(star()), h.gives(7, thanks(3)).GetName()
		nominate := func(round *incentivev1.AwardRound) error {
			_, err := s.nominations.CreateAwardNomination(s.As(token(7)), &incentivev1.CreateAwardNominationRequest{AwardNomination: &incentivev1.AwardNomination{
				AwardRound: round.GetName(), Nominee: person(3), Story: "stayed with a customer until it was solved", Evidence: []string{evidence},
			}})
			return err
		}
		commit := func(round *incentivev1.AwardRound) error {
			_, err := s.rounds.CommitAwardRound(s.As(token(firstParty)), &incentivev1.CommitAwardRoundRequest{Name: round.GetName(), Digest: make([]byte, 32)})
			return err
		}
		made := func() *incentivev1.AwardRound {
			round, err := s.rounds.CreateAwardRound(s.As("culture"), &incentivev1.CreateAwardRoundRequest{AwardRound: &incentivev1.AwardRound{
				AwardScheme: scheme.GetName(), DisplayName: words("October"), StartDate: "2026-10-01", EndDate: "2026-10-31",
				Parties: []string{person(firstParty), person(secondParty)},
			}})
			require.NoError(h, err)
			return round
		}
		nominated := func() *incentivev1.AwardRound {
			round := s.opened(scheme, "2026-10-01", "2026-10-31")
			require.NoError(h, nominate(round))
			return round
		}
		inPanel := func() *incentivev1.AwardRound {
			round := nominated()
			s.toPanel(round, 3)
			return round
		}
		revealed := func() *incentivev1.AwardRound {
			round := inPanel()
			s.judged(round)
			require.NoError(h, s.reveal(round, firstParty))
			return round
		}
		for stage, begun := range map[string]func() *incentivev1.AwardRound{
			"drafted": made, "nominated": nominated, "in the panel": inPanel, "decided and half revealed": revealed,
			"half committed": func() *incentivev1.AwardRound {
				round := made()
				require.NoError(h, commit(round))
				return round
			},
		} {
			round := begun()
			again := &incentivev1.CancelAwardRoundRequest{Name: round.GetName(), Reason: "nobody was there", RequestId: uuid.NewString()}
			for range 2 {
				gone, err := s.rounds.CancelAwardRound(s.As("culture"), again)
				require.NoError(h, err, stage)
				require.Equal(h, incentivev1.AwardRoundState_AWARD_ROUND_STATE_CANCELLED, gone.GetState(), stage)
				gone, err = s.cancel(round, "nobody was there")
				require.NoError(h, err, "%s: without an id, too, twice is once", stage)
				require.Equal(h, "nobody was there", gone.GetReason())
			}
			_, err := s.cancel(round, "for something else")
			s.Refused("AWARD_ROUND_STATE", err)
			s.overAndDone(round, stage)
			s.Refused("AWARD_ROUND_STATE", commit(round))
			s.Refused("AWARD_ROUND_STATE", nominate(round))
			require.Equal(h, int64(60), s.available(s.budget), stage)
		}

		round := revealed()
		require.NoError(h, s.reveal(round, secondParty))
		announced, err := s.announce(round)
		require.NoError(h, err)
		require.Equal(h, []string{person(3)}, announced.GetWinners(), "nothing of the rounds before stood in the way")
		_, err = s.cancel(round, "too late")
		s.Refused("AWARD_ROUND_STATE", err)
		h.sums()
	})
}

// overAndDone demands that no step is taken in a round any more.
func (s *stage) overAndDone(round *incentivev1.AwardRound, stage string) {
	s.Helper()
	for step, try := range map[string]func() error{
		"open": func() error {
			_, err := s.rounds.OpenNominations(s.As("culture"), &incentivev1.OpenNominationsRequest{Name: round.GetName()})
			return err
		},
		"score": func() error {
			_, err := s.rounds.StartAwardScoring(s.As("culture"), &incentivev1.StartAwardScoringRequest{Name: round.GetName()})
			return err
		},
		"panel": func() error {
			_, err := s.rounds.OpenAwardPanel(s.As("culture"), &incentivev1.OpenAwardPanelRequest{Name: round.GetName()})
			return err
		},
		"look": func() error {
			_, err := s.panel.ListAwardCandidates(s.As(token(13)), &incentivev1.ListAwardCandidatesRequest{Name: round.GetName()})
			return err
		},
		"decide": func() error {
			_, err := s.rounds.DecideAwardRound(s.As("culture"), &incentivev1.DecideAwardRoundRequest{Name: round.GetName()})
			return err
		},
		"reveal": func() error { return s.reveal(round, secondParty) },
		"announce": func() error {
			_, err := s.announce(round)
			return err
		},
	} {
		require.Equal(s, "AWARD_ROUND_STATE", calltest.Reason(try()), "%s: %s", stage, step)
	}
}

// A member of the panel recuses themselves before and after they gave a mark. With too few marks left nothing is decided; another member makes
// up for them, and where nobody is left the round is cancelled or somebody else appointed.
func TestWhoRecusesThemselvesGivesNoMark(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		s.fill(60)
		three := star()
		three.Panel = append(three.Panel, person(12))
		round := s.opened(s.scheme(three), "2026-10-01", "2026-10-31")
		require.NoError(h, s.nominate(round, 6, 3))
		s.toPanel(round, 3)
		candidates := func(member int) []*incentivev1.AwardCandidate {
			h.Helper()
			seen, err := s.panel.ListAwardCandidates(s.As(token(member)), &incentivev1.ListAwardCandidatesRequest{Name: round.GetName()})
			require.NoError(h, err)
			return seen.GetCandidates()
		}
		label := candidates(13)[0].GetLabel()
		mark := func(member int) error {
			_, err := s.panel.ScoreAwardCandidate(s.As(token(member)), &incentivev1.ScoreAwardCandidateRequest{Name: round.GetName(), Label: label, Score: 7})
			return err
		}
		recuse := func(member int) error {
			_, err := s.panel.RecuseFromAwardCandidate(s.As(token(member)), &incentivev1.RecuseFromAwardCandidateRequest{Name: round.GetName(), Label: label})
			return err
		}
		decide := func() error {
			_, err := s.rounds.DecideAwardRound(s.As("culture"), &incentivev1.DecideAwardRoundRequest{Name: round.GetName()})
			return err
		}
		require.NoError(h, recuse(12), "before any mark")
		s.Refused("NOT_FOUND", mark(12))
		require.NoError(h, mark(13))
		require.NoError(h, mark(14))
		require.NoError(h, recuse(13), "after one")
		require.Empty(h, candidates(13))
		s.Refused("NOT_FOUND", mark(13))
		s.Refused("AWARD_QUORUM_NOT_REACHED", decide())
		for _, beside := range []int{1, 2} { // they work beside the only candidate
			require.Empty(h, candidates(beside))
			s.Refused("NOT_FOUND", mark(beside))
		}
		_, err := s.cancel(round, "too few may judge")
		require.NoError(h, err, "what is left to do")
		require.Equal(h, int64(60), s.available(s.budget))

		round = s.opened(s.schemeOf(round), "2026-10-01", "2026-10-31")
		require.NoError(h, s.nominate(round, 6, 3))
		s.toPanel(round, 3)
		label = candidates(13)[0].GetLabel()
		require.NoError(h, mark(13))
		require.NoError(h, mark(14))
		require.NoError(h, recuse(13))
		require.NoError(h, mark(12), "in the place of who is out")
		require.NoError(h, decide())
		s.Refused("AWARD_ROUND_STATE", recuse(14))
		for _, party := range []int{firstParty, secondParty} {
			require.NoError(h, s.reveal(round, party))
		}
		_, err = s.announce(round)
		require.NoError(h, err)
		kept := s.exported(round)
		require.Len(h, kept.Head.Marks, 2, "of 12 and 14")
	})
}

// The window for appeals ends at an instant: so many days of 24 hours after the announcement, whatever zone the clock of a server is in.
func TestAnAppealIsInTimeUntilTheLastInstant(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		s.fill(60)
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		for author, nominee := range map[int]int{6: 3, 7: 4, 8: 9} {
			require.NoError(h, s.nominate(round, author, nominee))
		}
		s.toPanel(round, 3)
		s.judged(round)
		require.NoError(h, s.reveal(round, firstParty))
		require.NoError(h, s.reveal(round, secondParty))
		// Seven days in which New York leaves its summer time: they have an hour more by its clocks.
		newYork, err := time.LoadLocation("America/New_York")
		require.NoError(h, err)
		at := time.Date(2027, 11, 3, 12, 0, 0, 0, newYork)
		h.Clock.Set(at)
		announced, err := s.announce(round)
		require.NoError(h, err)
		last := announced.GetAppealTime().AsTime()
		require.Equal(h, at.Add(7*24*time.Hour).UTC(), last)
		appeal := func(n int) error {
			_, err := s.appeals.CreateAwardAppeal(s.As(token(n)), &incentivev1.CreateAwardAppealRequest{
				AwardAppeal: &incentivev1.AwardAppeal{AwardRound: round.GetName(), Text: "my ratings are missing"},
			})
			return err
		}
		finish := func() error {
			_, err := s.rounds.FinalizeAwardRound(s.As("culture"), &incentivev1.FinalizeAwardRoundRequest{Name: round.GetName()})
			return err
		}
		h.Clock.Set(last.Add(-time.Microsecond).In(newYork))
		s.Refused("AWARD_APPEAL_OPEN", finish())
		require.NoError(h, appeal(4))
		h.Clock.Set(last.In(newYork))
		s.Refused("AWARD_APPEAL_LATE", appeal(9))
		s.Refused("AWARD_APPEAL_OPEN", finish())
		open, err := s.appeals.ListAwardAppeals(s.As("culture"), &incentivev1.ListAwardAppealsRequest{})
		require.NoError(h, err)
		require.Len(h, open.GetAwardAppeals(), 1)
		_, err = s.appeals.DismissAwardAppeal(s.As("culture"), &incentivev1.DismissAwardAppealRequest{Name: open.GetAwardAppeals()[0].GetName(), Answer: "they are there"})
		require.NoError(h, err, "what came in time is answered after it")
		require.NoError(h, finish())
		s.Refused("AWARD_ROUND_STATE", appeal(9))
	})
}

// Whoever is erased while others nominate them, or while they nominate, is in no nomination: neither of the two waits for ever, and whichever
// comes first, nothing leads to them.
func TestAnErasureRacesANomination(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		gone := []int{3, 4, 6, 7, 8, 9}
		ended := make(chan error)
		for i, n := range gone {
			for _, pair := range [][2]int{{10, n}, {n, 11}, {n, gone[(i+1)%len(gone)]}} {
				go func() {
					_ = s.nominate(round, pair[0], pair[1]) // taken or refused: by who was first
					ended <- nil
				}()
			}
			go func() { ended <- h.erase(personID(n)) }()
		}
		for range 4 * len(gone) {
			require.NoError(h, <-ended)
		}
		left := h.Everything("roster_person", "request")
		for _, n := range gone {
			require.NotContains(h, left, personID(n))
			require.Error(h, s.nominate(round, 11, n))
		}
		require.NoError(h, s.nominate(round, 10, 11), "nobody else is touched")
	})
}
