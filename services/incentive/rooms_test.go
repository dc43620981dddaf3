package incentive_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// Whatever people do in all rooms, in whatever order, and whoever leaves or is erased meanwhile: after each step all accounts of each ledger add
// up to nothing, and what is refused is refused for a reason.
func TestWhateverIsDoneInAllRoomsAddsUp(t *testing.T) {
	inHouse(t, func(h *house) {
		s := shopIn(h)
		b := bureauIn(h)
		mug, fund := s.reward(10, 8, nil), b.fund(root, "", 100)
		h.allot("acme", 50)
		for n := range staff {
			allowance := h.account(s.points, "allowance", person(n))
			_, err := h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{
				Transfers: []*incentivev1.Transfer{direct(h.account(s.points, "source", ""), allowance, 40)},
			})
			require.NoError(h, err)
			s.earns(n, 20)
		}
		seed := rand.Uint64()
		h.Logf("seed %d", seed)
		dice := rand.New(rand.NewPCG(seed, 0))
		var redeemed, paid, approved, given []string
		one := func(of []string) string {
			if len(of) == 0 {
				return ""
			}
			return of[dice.IntN(len(of))]
		}
		gone := []int{}
		steps := map[string]func(n int) error{
			"thank": func(n int) error {
				req := thanks((n + 1 + dice.IntN(staff-1)) % staff)
				req.Points = 1 + dice.Int64N(15)
				made, err := h.recognitions().GiveRecognition(h.As(token(n)), req)
				given = append(given, made.GetName())
				return err
			},
			"take back": func(int) error {
				_, err := h.hide("culture", one(given), true)
				return err
			},
			"redeem": func(n int) error {
				made, err := s.redeem(n, mug)
				redeemed = append(redeemed, made.GetName())
				return err
			},
			"fulfil": func(int) error {
				_, err := s.redemptions.FulfilRedemption(h.As("culture"), &incentivev1.FulfilRedemptionRequest{Name: one(redeemed)})
				return err
			},
			"cancel": func(int) error {
				_, err := s.redemptions.CancelRedemption(h.As("culture"), &incentivev1.CancelRedemptionRequest{Name: one(redeemed), Reason: "no"})
				return err
			},
			"refund": func(int) error {
				_, err := s.redemptions.RefundRedemption(h.As("culture"), &incentivev1.RefundRedemptionRequest{Name: one(redeemed), Reason: "broken", PieceReturned: dice.IntN(2) == 0})
				return err
			},
			"order": func(n int) error {
				made, err := h.payouts().OrderPayout(h.As("culture"), bonus(n, 1+dice.Int64N(20)))
				paid = append(paid, made.GetName())
				return err
			},
			"reject": func(int) error {
				_, err := h.payouts().RejectPayout(h.As("system"), &incentivev1.RejectPayoutRequest{Name: one(paid), Reason: "no account"})
				return err
			},
			"acknowledge": func(int) error {
				_, err := h.payouts().AcknowledgePayout(h.As("system"), &incentivev1.AcknowledgePayoutRequest{Name: one(paid), PayrollReference: uuid.NewString()})
				return err
			},
			"approve": func(int) error {
				if slices.Contains(gone, 2) || slices.Contains(gone, 12) {
					return nil // who proposes and scores in the tests
				}
				made, err := b.decide(b.scored(fund, 1+dice.Int64N(20), 5), true)
				approved = append(approved, made.GetName())
				return err
			},
			"pay": func(int) error {
				of := &incentivev1.Proposal{Name: one(approved)}
				if err := b.report(2, of, 1); err != nil {
					return err
				}
				_, err := b.pay(of, 1, 0)
				return err
			},
			"reverse": func(int) error {
				_, err := b.tranches.ReverseTranche(h.As("culture"), &incentivev1.ReverseTrancheRequest{Name: one(approved), Milestone: 1, Reason: "not used"})
				return err
			},
			"leave": func(n int) error {
				if len(gone) < 6 && !slices.Contains(gone, n) {
					gone = append(gone, n)
					h.leaves(n)
				}
				return nil
			},
			"erase": func(int) error {
				if len(gone) == 0 {
					return nil
				}
				return h.erase(personID(gone[0]))
			},
		}
		names := make([]string, 0, len(steps))
		for name := range steps {
			names = append(names, name)
		}
		slices.Sort(names)
		done := map[string]int{}
		for range 150 {
			name := names[dice.IntN(len(names))]
			err := steps[name](dice.IntN(staff))
			if err == nil {
				done[name]++
			} else {
				require.NotEmpty(h, calltest.Reason(err), "%s: %v", name, err)
				require.NotContains(h, []codes.Code{codes.Internal, codes.Unknown}, status.Code(err), "%s: %v", name, err)
			}
			h.sums()
		}
		h.Logf("%v", done)
		require.Greater(h, len(done), len(names)/2)
		listed, err := h.ledgers.ListLedgers(h.As("system"), &incentivev1.ListLedgersRequest{})
		require.NoError(h, err)
		for _, ledger := range listed.GetLedgers() {
			require.Empty(h, h.reconciled(ledger).GetDifferences())
		}
	})
}
