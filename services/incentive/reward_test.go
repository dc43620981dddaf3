package incentive_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// shop is a house with a catalogue.
type shop struct {
	*house
	rewards     incentivev1.RewardServiceClient
	redemptions incentivev1.RedemptionServiceClient
	points      *incentivev1.Ledger
}

func inShop(t *testing.T, fn func(s *shop)) {
	inHouse(t, func(h *house) { fn(shopIn(h)) })
}

func shopIn(h *house) *shop {
	return &shop{house: h, rewards: incentivev1.NewRewardServiceClient(h.Conn), redemptions: incentivev1.NewRedemptionServiceClient(h.Conn), points: h.ledger()}
}

func texts(en, zh string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": en, "zh-CN": zh}}
}

// reward puts one into the catalogue, with so many pieces.
func (s *shop) reward(price, pieces int64, with func(r *incentivev1.Reward)) *incentivev1.Reward {
	s.Helper()
	draft := &incentivev1.Reward{DisplayName: texts("Mug", "马克杯"), Unit: "units/" + root, Price: price, TaxCategory: "gift"}
	if with != nil {
		with(draft)
	}
	made, err := s.rewards.CreateReward(s.As("culture"), &incentivev1.CreateRewardRequest{Reward: draft})
	require.NoError(s, err)
	if pieces > 0 {
		s.stock(made, pieces)
	}
	return made
}

func (s *shop) stock(r *incentivev1.Reward, pieces int64) {
	s.Helper()
	_, err := s.rewards.ChangeStock(s.As("culture"), &incentivev1.ChangeStockRequest{Reward: r.GetName(), Pieces: pieces, Reason: "delivered"})
	require.NoError(s, err)
}

// earns gives a person points, and returns their account.
func (s *shop) earns(n int, points int64) *incentivev1.Account {
	s.Helper()
	source, earned := s.account(s.points, "source", ""), s.account(s.points, "earned", person(n))
	_, err := s.transfers.PostTransfers(s.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{direct(source, earned, points)}})
	require.NoError(s, err)
	return earned
}

func (s *shop) redeem(n int, r *incentivev1.Reward) (*incentivev1.Redemption, error) {
	return s.redemptions.RedeemReward(s.As(token(n)), &incentivev1.RedeemRewardRequest{Reward: r.GetName()})
}

func (s *shop) left(r *incentivev1.Reward) int64 {
	s.Helper()
	found, err := s.rewards.GetReward(s.As("culture"), &incentivev1.GetRewardRequest{Name: r.GetName()})
	require.NoError(s, err)
	return found.GetAvailable()
}

func TestARedemptionHoldsPriceAndPieceUntilItIsSettled(t *testing.T) {
	inShop(t, func(s *shop) {
		mug, earned := s.reward(40, 2, nil), s.earns(1, 100)
		stands := func(points, pieces int64) {
			s.Helper()
			require.Equal(s, []int64{points, pieces}, []int64{s.available(earned), s.left(mug)})
		}
		fulfil := func(r *incentivev1.Redemption) (*incentivev1.Redemption, error) {
			return s.redemptions.FulfilRedemption(s.As("culture-a"), &incentivev1.FulfilRedemptionRequest{Name: r.GetName()})
		}
		cancel := func(by, why string, r *incentivev1.Redemption) (*incentivev1.Redemption, error) {
			return s.redemptions.CancelRedemption(s.As(by), &incentivev1.CancelRedemptionRequest{Name: r.GetName(), Reason: why})
		}
		refund := func(r *incentivev1.Redemption, returned bool) (*incentivev1.Redemption, error) {
			return s.redemptions.RefundRedemption(s.As("culture"), &incentivev1.RefundRedemptionRequest{Name: r.GetName(), Reason: "broken", PieceReturned: returned})
		}

		again := &incentivev1.RedeemRewardRequest{Reward: mug.GetName(), Price: 40, RequestId: uuid.NewString()}
		first, err := s.redemptions.RedeemReward(s.As(token(1)), again)
		require.NoError(s, err)
		same, err := s.redemptions.RedeemReward(s.As(token(1)), again)
		require.NoError(s, err)
		require.Equal(s, first.GetName(), same.GetName(), "a retry redeems once")
		stands(60, 1)
		require.Equal(s, []any{person(1), "units/" + teamA, "beta", int64(40), "gift"},
			[]any{first.GetPerson(), first.GetUnit(), first.GetEmployer(), first.GetPrice(), first.GetTaxCategory()})
		_, err = refund(first, true)
		s.Refused("REDEMPTION_NOT_FULFILLED", err)

		_, err = cancel("culture-a", "", first)
		s.Refused("INVALID_FIELD", err)
		_, err = cancel(token(2), "", first)
		s.Refused("NOT_FOUND", err)
		_, err = cancel("culture-b", "no", first)
		s.Refused("NOT_FOUND", err)
		for range 2 {
			gone, err := cancel(token(1), "", first)
			require.NoError(s, err)
			require.Equal(s, incentivev1.RedemptionState_REDEMPTION_STATE_CANCELLED, gone.GetState())
			stands(100, 2)
		}
		_, err = fulfil(first)
		s.Refused("REDEMPTION_NOT_OPEN", err)

		second, err := s.redeem(1, mug)
		require.NoError(s, err)
		for range 2 {
			done, err := fulfil(second)
			require.NoError(s, err)
			require.Equal(s, incentivev1.RedemptionState_REDEMPTION_STATE_FULFILLED, done.GetState())
			stands(60, 1)
		}
		_, err = cancel(token(1), "", second)
		s.Refused("REDEMPTION_NOT_OPEN", err)
		_, err = s.redemptions.FulfilRedemption(s.As("culture-b"), &incentivev1.FulfilRedemptionRequest{Name: second.GetName()})
		s.Refused("NOT_FOUND", err)
		for range 2 {
			back, err := refund(second, false)
			require.NoError(s, err)
			require.Equal(s, "broken", back.GetReason())
			stands(100, 1)
		}
		third, err := s.redeem(1, mug)
		require.NoError(s, err)
		_, err = fulfil(third)
		require.NoError(s, err)
		stands(60, 0)
		_, err = refund(third, true)
		require.NoError(s, err)
		stands(100, 1)
	})
}

func TestWhatCannotBeRedeemed(t *testing.T) {
	inShop(t, func(s *shop) {
		mug, none := s.reward(40, 1, nil), s.reward(40, 0, nil)
		digital := s.reward(40, 0, func(r *incentivev1.Reward) { r.Unlimited = true })
		elsewhere := s.reward(1, 1, func(r *incentivev1.Reward) { r.Unit = "units/" + depB })
		others := s.reward(1, 1, func(r *incentivev1.Reward) { r.Employers = []string{"acme"} })
		_, err := s.redeem(1, mug)
		s.Refused("INSUFFICIENT_FUNDS", err)
		earned := s.earns(1, 79)
		_, err = s.redeem(1, none)
		s.Refused("OUT_OF_STOCK", err)
		require.Equal(s, int64(79), s.available(earned), "both or neither")
		for _, r := range []*incentivev1.Reward{elsewhere, others, {Name: "rewards/" + uuid.NewString()}} {
			_, err = s.redeem(1, r)
			s.Refused("NOT_FOUND", err)
		}
		_, err = s.redemptions.RedeemReward(s.As(token(1)), &incentivev1.RedeemRewardRequest{Reward: digital.GetName(), Price: 30})
		s.Refused("PRICE_CHANGED", err)
		_, err = s.redemptions.RedeemReward(s.As("culture"), &incentivev1.RedeemRewardRequest{Reward: mug.GetName()})
		s.Refused("PERMISSION_DENIED", err)
		open, err := s.redeem(1, digital)
		require.NoError(s, err)
		_, err = s.redeem(1, mug)
		s.Refused("INSUFFICIENT_FUNDS", err)
		require.Equal(s, int64(1), s.left(mug), "both or neither")

		_, err = s.rewards.ArchiveReward(s.As("culture"), &incentivev1.ArchiveRewardRequest{Name: digital.GetName()})
		require.NoError(s, err)
		_, err = s.redeem(1, digital)
		s.Refused("NOT_OFFERED", err)
		_, err = s.redemptions.FulfilRedemption(s.As("system"), &incentivev1.FulfilRedemptionRequest{Name: open.GetName()})
		require.NoError(s, err, "what is open stays so")
		_, err = s.rewards.ChangeStock(s.As("culture"), &incentivev1.ChangeStockRequest{Reward: digital.GetName(), Pieces: 1, Reason: "x"})
		s.Refused("ARCHIVED", err)
	})
}

func TestTheCatalogueHoldsWhatIsOfferedToThePerson(t *testing.T) {
	inShop(t, func(s *shop) {
		site := "00000009-0000-7000-8000-000000000000"
		s.Exec(`UPDATE roster_unit SET site = $1 WHERE unit = $2`, site, teamA)
		s.Exec(`INSERT INTO roster_site (site, version, time_zone) VALUES ($1, 1, 'Asia/Shanghai')`, site)
		names := map[string]string{}
		add := func(name string, with func(r *incentivev1.Reward)) *incentivev1.Reward {
			made := s.reward(10, 0, with)
			names[made.GetName()] = name
			return made
		}
		all := add("all", nil)
		add("at the site", func(r *incentivev1.Reward) { r.Sites = []string{"sites/" + site} })
		add("elsewhere", func(r *incentivev1.Reward) { r.Sites = []string{"sites/" + uuid.NewString()} })
		acme := add("acme", func(r *incentivev1.Reward) { r.Employers, r.Price = []string{"acme"}, 20 })
		add("department B", func(r *incentivev1.Reward) { r.Unit = "units/" + depB })
		gone := add("archived", nil)
		_, err := s.rewards.ArchiveReward(s.As("culture"), &incentivev1.ArchiveRewardRequest{Name: gone.GetName()})
		require.NoError(s, err)
		seen := func(by string, req *incentivev1.ListRewardsRequest) (found []string) {
			s.Helper()
			for {
				page, err := s.rewards.ListRewards(s.As(by), req)
				require.NoError(s, err)
				for _, r := range page.GetRewards() {
					found = append(found, names[r.GetName()])
				}
				if req.PageToken = page.GetNextPageToken(); req.GetPageToken() == "" {
					return found
				}
			}
		}
		require.Equal(s, []string{"acme", "at the site", "all"}, seen(token(2), &incentivev1.ListRewardsRequest{PageSize: 2}))
		require.Equal(s, []string{"at the site", "all"}, seen(token(1), &incentivev1.ListRewardsRequest{}))
		require.Equal(s, []string{"department B", "all"}, seen(token(13), &incentivev1.ListRewardsRequest{}))
		require.Equal(s, []string{"acme"}, seen("acme", &incentivev1.ListRewardsRequest{}))
		require.Empty(s, seen("culture-a", &incentivev1.ListRewardsRequest{}))
		require.Len(s, seen("culture", &incentivev1.ListRewardsRequest{PageSize: 1}), 6)
		require.Equal(s, []string{"archived"}, seen("culture", &incentivev1.ListRewardsRequest{Filter: "archived = true"}))
		require.Equal(s, "acme", seen("culture", &incentivev1.ListRewardsRequest{OrderBy: "price desc", PageSize: 2})[0])
		for name, may := range map[string]bool{token(2): true, token(1): false, "acme": true, "beta": false, "culture-a": false} {
			_, err := s.rewards.GetReward(s.As(name), &incentivev1.GetRewardRequest{Name: acme.GetName()})
			require.Equal(s, map[bool]string{true: "", false: "NOT_FOUND"}[may], calltest.Reason(err), name)
		}
		_, err = s.rewards.GetReward(s.As(token(1)), &incentivev1.GetRewardRequest{Name: gone.GetName()})
		s.Refused("NOT_FOUND", err)
		_, err = s.rewards.CreateReward(s.As("acme"), &incentivev1.CreateRewardRequest{Reward: &incentivev1.Reward{DisplayName: texts("a", "b"), Unit: "units/" + root, Price: 1}})
		s.Refused("NOT_FOUND", err)
		_, err = s.rewards.UpdateReward(s.As("acme"), &incentivev1.UpdateRewardRequest{
			Reward: &incentivev1.Reward{Name: acme.GetName()}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"employers"}},
		})
		s.Refused("NOT_FOUND", err)
		_, err = s.rewards.ListStockChanges(s.As("culture-b"), &incentivev1.ListStockChangesRequest{Reward: all.GetName()})
		s.Refused("NOT_FOUND", err)
	})
}
