package incentive_test

import (
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/closer"
)

// curious reads every board that anybody may read: of each unit, of each employer, of two kinds and of each month. What is refused is nil.
func (h *house) curious(months ...string) map[string]*incentivev1.FairnessBoard {
	h.Helper()
	all := map[string]*incentivev1.FairnessBoard{}
	for _, as := range []string{"culture", "acme", "beta", "lead-a"} {
		for _, unit := range []string{root, depA, teamA, depB} {
			for _, employer := range []string{"", "acme", "beta"} {
				for _, kind := range []incentivev1.FairnessKind{incentivev1.FairnessKind_FAIRNESS_KIND_THANKS, incentivev1.FairnessKind_FAIRNESS_KIND_BADGES} {
					for _, month := range months {
						board, err := h.board(as, unit, func(r *incentivev1.GetFairnessBoardRequest) {
							r.Employer, r.Kind, r.Month = employer, kind, month
						})
						if err != nil {
							h.Refused("NOT_FOUND", err)
						}
						all[fmt.Sprint(as, unit, employer, int(kind), month)] = board
					}
				}
			}
		}
	}
	return all
}

// changes has somebody leave from before the month's end, as one is told late; another be erased; a third move, from before it; a whole unit move;
// and thanks be taken back and hidden.
func (h *house) changes(taken, hidden string) {
	h.Helper()
	h.directory.People[3].Placements[0].ToDate = "2026-11-24"
	h.directory.People[12].Placements[0].Unit = "units/" + teamA
	h.directory.People[7].Placements[0].Employer = "acme"
	for _, n := range []int{3, 7, 12} {
		h.directory.People[n].Version++
	}
	h.directory.Units[2].Parent, h.directory.Units[2].Version = "units/"+root, 2
	h.Snapshot()
	require.NoError(h, h.erase(personID(5)))
	_, err := h.withdraws(token(1), taken)
	require.NoError(h, err)
	_, err = h.hide("culture", hidden, false)
	require.NoError(h, err)
}

// Whoever reads all boards of a month before and after people left, moved and were erased finds no difference to subtract. That they are there
// in another month's shows that what is changed would have been seen.
func TestWhoReadsABoardAgainSubtractsNobody(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		h.gives(0, thanks(1, 3, 5))
		h.gives(13, thanks(3, 12))
		h.gives(5, thanks(0))
		h.Clock.Set(time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC))
		taken, hidden := h.gives(1, thanks(7)), h.gives(2, thanks(1))
		h.endMonth()

		before := h.curious("2026-11")
		told := 0
		for _, board := range before {
			if board.GetFigures() != nil {
				told++
			}
		}
		require.Greater(h, told, 10)
		require.EqualValues(h, 8, before["culture"+root+"12026-11"].GetFigures().GetRecognitions())
		h.changes(taken.GetName(), hidden.GetName())
		require.NoError(h, closer.Round(h.Context(), h.DB, h.Clock.Now()))
		require.Empty(h, cmp.Diff(before, h.curious("2026-11"), protocmp.Transform()))
		require.NotContains(h, h.Everything("roster_"), personID(5))

		h.endMonth()
		require.Empty(h, cmp.Diff(before, h.curious("2026-11"), protocmp.Transform()), "when others have been made, too")
		later := h.curious("2026-12")
		require.EqualValues(h, 16, later["culture"+root+"12026-12"].GetPeople(), "without those who left and were erased")
		require.EqualValues(h, 0, later["culture"+root+"12026-12"].GetFigures().GetRecognitions(), "and of its own days alone")
	})
}

// Whoever reads one unit's board before somebody leaves, and that of the unit above it for the first time afterwards, would subtract them, were
// each made when it is first read.
func TestNobodyChoosesWhenABoardIsMade(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		h.gives(0, thanks(1, 3, 5))
		h.Clock.Set(time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC))
		taken, hidden := h.gives(1, thanks(7)), h.gives(2, thanks(1))
		h.endMonth()
		figures := func(unit string) [2]int64 { return h.spread(unit, incentivev1.FairnessKind_FAIRNESS_KIND_THANKS) }
		team := figures(teamA)
		h.changes(taken.GetName(), hidden.GetName())
		all, other := figures(root), figures(depB)
		require.Equal(h, all, [2]int64{team[0] + other[0], team[1] + other[1]})
		require.EqualValues(h, 5, all[0])
	})
}

// A month is closed once, whichever of two processes is first: the other drops what it saw.
func TestTwoProcessesCloseAMonthOnce(t *testing.T) {
	eachTwice(t, func(one, other *house) {
		one.gives(0, thanks(1, 3, 5))
		other.Clock.Set(one.Clock.Now())
		now := time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)
		var both sync.WaitGroup
		for i, h := range []*house{one, other} {
			both.Go(func() {
				if err := closer.Round(h.Context(), h.DB, now.Add(time.Duration(i)*time.Second)); err != nil {
					h.Errorf("closing: %v", err)
				}
			})
		}
		both.Wait()
		one.Clock.Set(now)
		other.Clock.Set(now)
		first, second := one.curious("2026-11"), other.curious("2026-11")
		require.Empty(one, cmp.Diff(first, second, protocmp.Transform()))
		board := first["culture"+root+"12026-11"]
		require.EqualValues(one, 3, board.GetFigures().GetRecognitions())
		computed := map[int64]bool{}
		for board := range maps.Values(first) {
			if board != nil {
				computed[board.GetComputeTime().GetSeconds()] = true
			}
		}
		require.Len(one, computed, 1, "all of one look")
		again := proto.CloneOf(board)
		require.NoError(one, closer.Round(one.Context(), one.DB, now.Add(time.Hour)))
		require.Empty(one, cmp.Diff(again, one.curious("2026-11")["culture"+root+"12026-11"], protocmp.Transform()))
	})
}

// A month goes on until it has ended everywhere, and a day more; whoever was thanked in its first or last minute by their own clock is in it.
func TestAMonthIsThatOfTheClockOnTheWall(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		shanghai := time.FixedZone("", 8*60*60)
		h.Clock.Set(time.Date(2026, 11, 30, 23, 59, 50, 0, shanghai))
		h.gives(0, thanks(1))
		h.Clock.Set(time.Date(2026, 12, 1, 0, 0, 0, 0, shanghai))
		h.gives(0, thanks(2, 3))
		ended := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
		for _, after := range []time.Duration{0, 36*time.Hour - time.Second} {
			h.Clock.Set(ended.Add(after))
			require.NoError(h, closer.Round(h.Context(), h.DB, h.Clock.Now()))
			board, err := h.board("culture", root, of("2026-11"))
			require.NoError(h, err)
			require.Nil(h, board.GetComputeTime(), after)
		}
		h.Clock.Set(ended.Add(36 * time.Hour))
		require.NoError(h, closer.Round(h.Context(), h.DB, h.Clock.Now()))
		require.Equal(h, [2]int64{1, 1}, h.spread(teamA, incentivev1.FairnessKind_FAIRNESS_KIND_THANKS))
		h.endMonth()
		require.Equal(h, [2]int64{2, 2}, h.spread(teamA, incentivev1.FairnessKind_FAIRNESS_KIND_THANKS))
	})
}
