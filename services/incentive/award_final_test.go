package incentive_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

func TestARoundBecomesFinalByTheClockOnceAllAppealsAreAnswered(t *testing.T) {
	eachTwice(t, func(one, other *house) {
		s := inAwards(one)
		s.fill(60)
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		require.NoError(t, s.nominate(round, 6, 3))
		s.toPanel(round, 3)
		s.judged(round)
		require.NoError(t, s.reveal(round, firstParty))
		require.NoError(t, s.reveal(round, secondParty))
		_, err := s.announce(round)
		require.NoError(t, err)
		version := func() (n int64) {
			require.NoError(t, one.DB.Read().QueryRowContext(one.Context(), `SELECT version FROM award_round`).Scan(&n))
			return n
		}
		changes := version()
		appeal, err := s.appeals.CreateAwardAppeal(s.As(token(4)), &incentivev1.CreateAwardAppealRequest{AwardAppeal: &incentivev1.AwardAppeal{AwardRound: round.GetName(), Text: "why not me"}})
		require.NoError(t, err)

		one.Clock.Advance(8 * 24 * time.Hour)
		if other != one {
			other.Clock.Advance(8 * 24 * time.Hour)
		}
		read := func() *incentivev1.AwardRound {
			found, err := s.rounds.GetAwardRound(s.As("culture"), &incentivev1.GetAwardRoundRequest{Name: round.GetName()})
			require.NoError(t, err)
			return found
		}
		_, err = s.rounds.FinalizeAwardRound(s.As("culture"), &incentivev1.FinalizeAwardRoundRequest{Name: round.GetName()})
		s.Refused("AWARD_APPEAL_OPEN", err)
		_, err = s.appeals.DismissAwardAppeal(s.As("culture"), &incentivev1.DismissAwardAppealRequest{Name: appeal.GetName(), Answer: "Figures are as they were."})
		require.NoError(t, err)
		require.Eventually(t, func() bool { return read().GetState() == incentivev1.AwardRoundState_AWARD_ROUND_STATE_FINAL }, 20*time.Second, 20*time.Millisecond)
		require.Equal(t, changes+1, version(), "by one of the two")
	})
}

func TestAnExportOfTheAuditorsRecordLeavesAnEntry(t *testing.T) {
	inHouse(t, func(h *house) {
		s := inAwards(h)
		s.fill(60)
		round := s.opened(s.scheme(star()), "2026-10-01", "2026-10-31")
		require.NoError(h, s.nominate(round, 6, 3))
		s.toPanel(round, 3)
		s.judged(round)
		require.NoError(h, s.reveal(round, firstParty))
		require.NoError(h, s.reveal(round, secondParty))
		_, err := s.announce(round)
		require.NoError(h, err)
		entries := func() []*typev1.AuditEntry {
			found, err := incentivev1.NewAuditServiceClient(h.Conn).ListAuditEntries(h.As("admin"), &typev1.ListAuditEntriesRequest{
				Filter: `method = "hearth.incentive.v1.AwardRecordService/ExportAwardAuditRecord"`,
			})
			require.NoError(h, err)
			return found.GetAuditEntries()
		}
		require.Empty(h, entries())
		s.exported(round)
		s.exported(round)
		require.Len(h, entries(), 2)
		require.Equal(h, round.GetName(), entries()[0].GetResource())
		require.Contains(h, entries()[0].GetCaller(), "keys/")
	})
}
