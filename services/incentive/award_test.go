package incentive_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
)

func TestARoundIsPlayedToItsEnd(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		s.fill(100)
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		s.Refused("AWARD_NOMINATED_SELF", s.nominate(round, 3, 3))
		for _, pair := range [][2]int{{6, 3}, {7, 4}, {0, 7}, {8, 9}, {9, 8}, {13, 15}} {
			require.NoError(h, s.nominate(round, pair[0], pair[1]))
		}
		s.Refused("ALREADY_EXISTS", s.nominate(round, 6, 3))
		s.toPanel(round, 3, 4, 7, 8, 9)
		s.Refused("AWARD_ROUND_STATE", s.nominate(round, 6, 7))

		blind, err := s.panel.ListAwardCandidates(s.As(token(13)), &incentivev1.ListAwardCandidatesRequest{Name: round.GetName()})
		require.NoError(h, err)
		require.Len(h, blind.GetCandidates(), 2, "3 and 4: 7 was nominated by the manager alone, 8 and 9 by each other, 15 is of the team of 13")
		require.NotContains(h, blind.String(), "people/")
		other, err := s.panel.ListAwardCandidates(s.As(token(1)), &incentivev1.ListAwardCandidatesRequest{Name: round.GetName()})
		require.NoError(h, err)
		require.Len(h, other.GetCandidates(), 1)
		_, err = s.panel.ScoreAwardCandidate(s.As(token(1)), &incentivev1.ScoreAwardCandidateRequest{Name: round.GetName(), Label: blind.GetCandidates()[0].GetLabel(), Score: 10})
		s.Refused("NOT_FOUND", err)
		_, err = s.panel.ListAwardCandidates(s.As(token(3)), &incentivev1.ListAwardCandidatesRequest{Name: round.GetName()})
		s.Refused("NOT_FOUND", err)
		_, err = s.rounds.DecideAwardRound(s.As("culture"), &incentivev1.DecideAwardRoundRequest{Name: round.GetName()})
		s.Refused("AWARD_QUORUM_NOT_REACHED", err)

		s.judged(round)
		_, err = s.announce(round)
		s.Refused("AWARD_REVEAL_AWAITED", err)
		_, err = s.rounds.RevealAwardRound(s.As(token(firstParty)), &incentivev1.RevealAwardRoundRequest{Name: round.GetName(), Salt: make([]byte, 16), Secret: make([]byte, 16)})
		s.Refused("DRAW_NOT_COMMITTED", err)
		require.NoError(h, s.reveal(round, firstParty))
		require.NoError(h, s.reveal(round, secondParty))
		_, err = s.records.GetAwardPublicRecord(s.As(token(17)), &incentivev1.GetAwardPublicRecordRequest{Name: round.GetName()})
		s.Refused("AWARD_NOT_ANNOUNCED", err)
		announced, err := s.announce(round)
		require.NoError(h, err)
		require.Len(h, announced.GetWinners(), 1, "the draw decides between two who are tied")
		require.Subset(h, []string{person(3), person(4)}, announced.GetWinners())
		require.Equal(h, []int64{60, 40}, []int64{s.available(s.account(s.books, "earned", announced.GetWinners()[0])), s.available(s.budget)})
		_, err = s.announce(round)
		s.Refused("AWARD_ROUND_STATE", err)

		kept := s.exported(round)
		require.Empty(h, cmp.Diff(kept, s.recomputed(kept)), "an auditor finds the same")
		s.standings(announced, kept)
	})
}

// standings demands that each person finds their own row under the public root, and that the public record names nobody but winners.
func (s *stage) standings(round *incentivev1.AwardRound, kept record.Record) {
	public, err := s.records.GetAwardPublicRecord(s.As(token(17)), &incentivev1.GetAwardPublicRecordRequest{Name: round.GetName()})
	require.NoError(s, err)
	require.Equal(s, round.GetWinners(), public.GetWinners())
	require.Equal(s, kept.Root[:], public.GetMerkleRoot())
	reasons := map[int]string{5: "JUDGES", 7: "NOT_NOMINATED", 8: "NOT_NOMINATED", 3: "", 15: ""}
	for n := range staff {
		standing, err := s.records.GetOwnAwardStanding(s.As(token(n)), &incentivev1.GetOwnAwardStandingRequest{Name: round.GetName()})
		require.NoError(s, err)
		var own record.Own
		require.NoError(s, json.Unmarshal(standing.GetDocument(), &own))
		require.True(s, own.Verify())
		require.Equal(s, kept.Root, own.Root)
		require.Equal(s, person(n), own.Row.Person)
		require.Equal(s, slices.Contains(round.GetWinners(), person(n)), standing.GetWon())
		if want, ok := reasons[n]; ok {
			require.Equal(s, want, standing.GetNotCandidate())
		}
	}
	for _, who := range []string{"culture", "system", token(3)} {
		stream, err := s.records.ExportAwardAuditRecord(s.As(who), &incentivev1.ExportAwardAuditRecordRequest{Name: round.GetName()})
		require.NoError(s, err)
		_, err = stream.Recv()
		s.Refused("PERMISSION_DENIED", err)
	}
}

func TestAMissingRevealMeansThatAllTiedWinAndTheBudgetCoversAllOrNone(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		s.fill(100)
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		require.NoError(h, s.nominate(round, 6, 3))
		require.NoError(h, s.nominate(round, 7, 4))
		s.toPanel(round, 3, 4)
		s.judged(round)
		require.NoError(h, s.reveal(round, firstParty))
		h.Clock.Advance(3 * 24 * time.Hour)
		s.Refused("AWARD_REVEAL_LATE", s.reveal(round, secondParty))
		_, err := s.announce(round)
		s.Refused("INSUFFICIENT_FUNDS", err)
		require.Equal(h, int64(100), s.available(s.budget))
		read, err := s.rounds.GetAwardRound(s.As(token(8)), &incentivev1.GetAwardRoundRequest{Name: round.GetName()})
		require.NoError(h, err)
		require.Equal(h, incentivev1.AwardRoundState_AWARD_ROUND_STATE_DECIDED, read.GetState())
		s.fill(20)
		announced, err := s.announce(round)
		require.NoError(h, err)
		require.ElementsMatch(h, []string{person(3), person(4)}, announced.GetWinners())
		require.Zero(h, s.available(s.budget))

		next := s.opened(s.schemeOf(announced), "2026-11-01", "2026-11-30")
		s.Refused("AWARD_COOL_DOWN", s.nominate(next, 6, 3))
		require.NoError(h, s.nominate(next, 6, 8))
		s.toPanel(next, 8)
		s.judged(next)
		require.NoError(h, s.reveal(next, firstParty))
		require.NoError(h, s.reveal(next, secondParty))
		s.fill(60)
		_, err = s.announce(next)
		require.NoError(h, err)
		kept := s.exported(next)
		require.Equal(h, "2026-05-01", kept.Head.RestsSince)
		require.Len(h, kept.Head.Rests, 2)
		for _, rest := range kept.Head.Rests {
			require.Equal(h, []string{round.GetName(), "2026-10-31"}, []string{rest.Round, rest.Ended})
		}
	})
}

func (s *stage) schemeOf(round *incentivev1.AwardRound) *incentivev1.AwardScheme {
	return &incentivev1.AwardScheme{Name: round.GetAwardScheme()}
}

func TestAnAppealThatIsUpheldCorrectsWhatWasGiven(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		s.fill(60)
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		require.NoError(h, s.nominate(round, 6, 3))
		require.NoError(h, s.nominate(round, 7, 4))
		s.toPanel(round, 3)
		s.judged(round)
		require.NoError(h, s.reveal(round, firstParty))
		require.NoError(h, s.reveal(round, secondParty))
		announced, err := s.announce(round)
		require.NoError(h, err)
		require.Equal(h, []string{person(3)}, announced.GetWinners())

		appeal, err := s.appeals.CreateAwardAppeal(s.As(token(4)), &incentivev1.CreateAwardAppealRequest{AwardAppeal: &incentivev1.AwardAppeal{AwardRound: round.GetName(), Text: "my ratings are missing"}})
		require.NoError(h, err)
		_, err = s.rounds.FinalizeAwardRound(s.As("culture"), &incentivev1.FinalizeAwardRoundRequest{Name: round.GetName()})
		s.Refused("AWARD_APPEAL_OPEN", err)
		_, err = s.appeals.UpholdAwardAppeal(s.As("culture-b"), &incentivev1.UpholdAwardAppealRequest{Name: appeal.GetName(), Answer: "no"})
		s.Refused("NOT_FOUND", err)
		answered, err := s.appeals.UpholdAwardAppeal(s.As("culture"), &incentivev1.UpholdAwardAppealRequest{
			Name: appeal.GetName(), Answer: "They came late.", Figures: []*incentivev1.AwardFigures{figures(4, 99)},
		})
		require.NoError(h, err)
		require.Equal(h, incentivev1.AwardAppealState_AWARD_APPEAL_STATE_UPHELD, answered.GetState())
		_, err = s.appeals.DismissAwardAppeal(s.As("culture"), &incentivev1.DismissAwardAppealRequest{Name: appeal.GetName(), Answer: "no"})
		s.Refused("AWARD_APPEAL_ANSWERED", err)

		corrected, err := s.rounds.GetAwardRound(s.As("culture"), &incentivev1.GetAwardRoundRequest{Name: round.GetName()})
		require.NoError(h, err)
		require.Equal(h, []string{person(4)}, corrected.GetWinners())
		require.Equal(h, []int64{0, 60, 0}, []int64{
			s.available(s.account(s.books, "earned", person(3))), s.available(s.account(s.books, "earned", person(4))), s.available(s.budget),
		})
		require.EqualValues(h, 2, s.exported(round).Head.Revision)
		h.Clock.Advance(8 * 24 * time.Hour)
		for range 2 {
			final, err := s.rounds.FinalizeAwardRound(s.As("culture"), &incentivev1.FinalizeAwardRoundRequest{Name: round.GetName()})
			require.NoError(h, err)
			require.Equal(h, incentivev1.AwardRoundState_AWARD_ROUND_STATE_FINAL, final.GetState())
		}

		equity, err := s.records.GetAwardEquity(s.As("culture"), &incentivev1.GetAwardEquityRequest{Name: round.GetAwardScheme(), EndDate: "2026-12-31"})
		require.NoError(h, err)
		require.Len(h, equity.GetComparisons(), 2)
		rate := equity.GetComparisons()[1].GetRates()[0]
		require.Equal(h, []any{"night", int64(staff - len(panel) - 2), int64(1)}, []any{rate.GetGroup(), rate.GetPeople(), rate.GetWinners()})

		before := s.exported(round)
		require.NoError(h, h.erase(personID(4)))
		require.NoError(h, h.erase(personID(firstParty)))
		for line := range strings.Lines(h.Everything("roster_person", "request", "event")) {
			require.NotContains(h, line, personID(4), "nothing leads to who was erased")
		}
		after := s.exported(round)
		require.Equal(h, before.Root, after.Root)
		require.Equal(h, before.Head, after.Head)
		data, err := h.privacy.ExportPersonData(h.As("directory"), &typev1.ExportPersonDataRequest{Person: person(3)})
		require.NoError(h, err)
		require.Contains(h, data.GetJson(), `"wins":[{"round":"`+round.GetName()+`","revoked":true}]`)
	})
}

func TestASchemeOfIndividualVolumeAloneIsNotActivated(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		alone := star()
		alone.PanelPercent = 0
		alone.Metrics = []*incentivev1.AwardMetric{{
			Key: "calls", DisplayName: words("Calls"), Weight: 100,
			Kind: incentivev1.AwardMetricKind_AWARD_METRIC_KIND_VOLUME, Form: incentivev1.AwardMetricForm_AWARD_METRIC_FORM_VALUE,
		}}
		made, err := s.schemes.CreateAwardScheme(s.As("culture"), &incentivev1.CreateAwardSchemeRequest{AwardScheme: alone})
		require.NoError(h, err)
		_, err = s.schemes.ActivateAwardScheme(s.As("culture"), &incentivev1.ActivateAwardSchemeRequest{Name: made.GetName()})
		s.Refused("SCHEME_OF_VOLUME_ALONE", err)
		preview, err := s.schemes.PreviewAwardScheme(s.As("culture"), &incentivev1.PreviewAwardSchemeRequest{Name: made.GetName()})
		require.NoError(h, err)
		require.Len(h, preview.GetFindings(), 2)
		require.Equal(h, "A scheme cannot reward individual volume alone: it turns colleagues against each other, and complaints rise.", preview.GetFindings()[0])
		require.Contains(h, preview.GetFindings()[1], "award_scheme.metrics: Where rewards hung on individual volume alone")
		alone.Name, alone.Metrics, alone.PanelPercent = made.GetName(), star().GetMetrics(), 20
		_, err = s.schemes.UpdateAwardScheme(s.As("culture"), &incentivev1.UpdateAwardSchemeRequest{
			AwardScheme: alone, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"metrics", "panel_percent"}},
		})
		require.NoError(h, err)
		preview, err = s.schemes.PreviewAwardScheme(s.As("culture"), &incentivev1.PreviewAwardSchemeRequest{Name: made.GetName()})
		require.NoError(h, err)
		require.Empty(h, preview.GetFindings())
		require.Len(h, preview.GetFavours(), 3)
		_, err = s.rounds.CreateAwardRound(s.As("culture"), &incentivev1.CreateAwardRoundRequest{AwardRound: &incentivev1.AwardRound{
			AwardScheme: made.GetName(), DisplayName: words("October"), StartDate: "2026-10-01", EndDate: "2026-10-31", Parties: []string{person(1), person(2)},
		}})
		s.Refused("AWARD_SCHEME_NOT_ACTIVE", err)
		_, err = s.schemes.GetAwardScheme(s.As("culture-b"), &incentivev1.GetAwardSchemeRequest{Name: made.GetName()})
		s.Refused("NOT_FOUND", err)
	})
}
