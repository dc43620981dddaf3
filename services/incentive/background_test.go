package incentive_test

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/db"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive"
)

// Two processes do what comes due at the same time, and any of their transactions may be cut off at any step: what leavers have open is let
// go, holds expire, what customers sent is purged and anniversaries are told, each once.
func TestWhatComesDueIsDoneOnce(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		s, d := shopIn(h), &desk{h, incentivev1.NewLetterServiceClient(h.Conn)}
		began(h, "2021-12-22", 8, 9)
		before := h.atWork()
		mug, earned := s.reward(10, 3, nil), map[int]*incentivev1.Account{}
		for n := 3; n <= 5; n++ {
			earned[n] = s.earns(n, 30)
		}
		for n := 3; n <= 5; n++ {
			_, err := s.redeem(n, mug)
			require.NoError(h, err)
		}
		till := s.account(s.points, "till", "")
		hold := direct(till, s.account(s.points, "shop", ""), 30)
		hold.Kind, hold.ExpireTime = incentivev1.TransferKind_TRANSFER_KIND_HOLD, timestamppb.New(h.Clock.Now().Add(time.Hour))
		_, err := h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{
			direct(s.account(s.points, "source", ""), till, 30), hold,
		}})
		require.NoError(h, err)
		req := intake(teamA, person(1))
		req.RetainDays = 60
		sent, later := []string{d.create("system", intake(teamA, person(1))).GetName(), d.create("system", intake(teamA, person(2))).GetName()}, d.create("system", req).GetName()
		before()
		for n := 3; n <= 5; n++ {
			h.leaves(n)
		}
		h.Clock.Advance(30 * 24 * time.Hour)

		count := func(query string) (rows int) {
			require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), query).Scan(&rows))
			return rows
		}
		calm := h.trouble(4)
		one, other := h.atWork(), h.atWork()
		require.Eventually(h, func() bool {
			_ = incentive.TellAnniversaries(h.Context(), h.DB, h.Clock.Now) // where it fails, it is tried again
			return count(`SELECT count(*) FROM open_hold`)+count(`SELECT count(*) FROM letter WHERE purged_time = 0`) == 1 &&
				count(`SELECT count(*) FROM recognition`) == 2
		}, soon, 10*time.Millisecond)
		calm()
		one()
		other()

		for n, account := range earned {
			require.Equal(h, int64(30), h.available(account), n)
		}
		require.Equal(h, int64(30), h.available(till))
		require.Equal(h, int64(3), s.left(mug))
		require.Equal(h, 3+3, h.emitted("hearth.incentive.v1.redemption.changed"), "that it is open, and that it is cancelled")
		for _, name := range sent {
			require.Equal(h, incentivev1.LetterState_LETTER_STATE_EXPIRED, d.state(name))
		}
		require.Equal(h, incentivev1.LetterState_LETTER_STATE_OPEN, d.state(later))
		require.Equal(h, map[string]int32{person(8): 5, person(9): 5}, h.told())
		require.Equal(h, 2, h.emitted("hearth.incentive.v1.recognition.given"))
		h.sums()
	})
}

// trouble has one of so many steps of transactions fail, as if the process had died there, until calm is called.
func (h *house) trouble(of int) (calm func()) {
	var mu sync.Mutex
	dice := rand.New(rand.NewPCG(11, 0))
	h.DB.SetFault(func(db.Stage) error {
		mu.Lock()
		defer mu.Unlock()
		if dice.IntN(of) == 0 {
			return errDead
		}
		return nil
	})
	calm = func() { h.DB.SetFault(nil) }
	h.Cleanup(calm)
	return calm
}
