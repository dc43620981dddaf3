package incentive_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestTheLastRewardGoesOnce(t *testing.T) {
	eachTwice(t, func(one, other *house) {
		const callers, pieces = 16, 3
		s := shopIn(one)
		mug := s.reward(10, pieces, nil)
		for n := range callers {
			s.earns(n, 10)
		}
		through := []incentivev1.RedemptionServiceClient{s.redemptions, incentivev1.NewRedemptionServiceClient(other.Conn)}
		reasons := make([]string, callers)
		var all sync.WaitGroup
		for n := range callers {
			all.Go(func() {
				_, err := through[n%2].RedeemReward(s.As(token(n)), &incentivev1.RedeemRewardRequest{Reward: mug.GetName()})
				if reasons[n] = calltest.Reason(err); err == nil {
					reasons[n] = "won"
				}
			})
		}
		all.Wait()
		count := map[string]int{}
		for _, reason := range reasons {
			count[reason]++
		}
		require.Equal(s, map[string]int{"won": pieces, "OUT_OF_STOCK": callers - pieces}, count)
		require.Zero(s, s.left(mug))
		spent := s.account(s.points, "spent", "")
		found, err := s.accounts.GetAccount(s.As("system"), &incentivev1.GetAccountRequest{Name: spent.GetName()})
		require.NoError(s, err)
		require.Equal(s, int64(10*pieces), found.GetBalance().GetExpected(), "who got none holds nothing")
	})
}

func TestAPriceHasAHistoryAndARedemptionKeepsIts(t *testing.T) {
	inShop(t, func(s *shop) {
		mug := s.reward(40, 1, nil)
		s.earns(1, 100)
		made, err := s.redeem(1, mug)
		require.NoError(s, err)
		s.Clock.Set(time.Date(2026, 11, 23, 15, 59, 0, 0, time.UTC)) // a minute before the 24th in Shanghai
		update := func(etag string, price int64) (*incentivev1.Reward, error) {
			return s.rewards.UpdateReward(s.As("culture"), &incentivev1.UpdateRewardRequest{
				Reward: &incentivev1.Reward{Name: mug.GetName(), Price: price, Etag: etag}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"price"}},
			})
		}
		dearer, err := update(mug.GetEtag(), 50)
		require.NoError(s, err)
		_, err = update(mug.GetEtag(), 51)
		s.Refused("ETAG_MISMATCH", err)
		_, err = update(dearer.GetEtag(), 0)
		s.Refused("INVALID_FIELD", err)
		s.Clock.Advance(time.Minute)
		_, err = update(dearer.GetEtag(), 60)
		require.NoError(s, err)
		asOf := func(filter string) (prices []int64, from []string) {
			s.Helper()
			page, err := s.rewards.ListRewardPrices(s.As(token(1)), &incentivev1.ListRewardPricesRequest{Reward: mug.GetName(), Filter: filter})
			require.NoError(s, err)
			for _, p := range page.GetPrices() {
				prices, from = append(prices, p.GetPrice()), append(from, p.GetFromDate())
			}
			return prices, from
		}
		prices, from := asOf("")
		require.Equal(s, []int64{60, 50, 40}, prices)
		require.Equal(s, []string{"2026-11-24", "2026-11-23", "2026-11-22"}, from)
		prices, _ = asOf(`from_date <= "2026-11-23"`)
		require.Equal(s, int64(50), prices[0])
		kept, err := s.redemptions.GetRedemption(s.As(token(1)), &incentivev1.GetRedemptionRequest{Name: made.GetName()})
		require.NoError(s, err)
		require.Equal(s, int64(40), kept.GetPrice())
		_, err = s.rewards.UpdateReward(s.As("culture"), &incentivev1.UpdateRewardRequest{
			Reward: &incentivev1.Reward{Name: mug.GetName(), Unlimited: true}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"unlimited"}},
		})
		s.Refused("INVALID_FIELD", err)
	})
}

func TestStockIsCountedByHandWithAReason(t *testing.T) {
	inShop(t, func(s *shop) {
		mug := s.reward(1, 5, nil)
		s.earns(1, 10)
		_, err := s.redeem(1, mug)
		require.NoError(s, err)
		change := func(r *incentivev1.Reward, pieces int64) (*incentivev1.StockChange, error) {
			return s.rewards.ChangeStock(s.As("culture"), &incentivev1.ChangeStockRequest{Reward: r.GetName(), Pieces: pieces, Reason: "counted"})
		}
		_, err = change(mug, 0)
		s.Refused("INVALID_FIELD", err)
		_, err = change(mug, -5)
		s.Refused("OUT_OF_STOCK", err)
		left, err := change(mug, -4)
		require.NoError(s, err)
		require.Zero(s, left.GetAvailable(), "what a redemption holds stays")
		unlimited := s.reward(1, 0, func(r *incentivev1.Reward) { r.Unlimited = true })
		_, err = change(unlimited, 1)
		s.Refused("STOCK_WITHOUT_LIMIT", err)
		page, err := s.rewards.ListStockChanges(s.As("culture"), &incentivev1.ListStockChangesRequest{Reward: mug.GetName(), PageSize: 1})
		require.NoError(s, err)
		require.Equal(s, []any{int64(-4), "counted"}, []any{page.GetChanges()[0].GetPieces(), page.GetChanges()[0].GetReason()})
		page, err = s.rewards.ListStockChanges(s.As("culture"), &incentivev1.ListStockChangesRequest{Reward: mug.GetName(), PageSize: 1, PageToken: page.GetNextPageToken()})
		require.NoError(s, err)
		require.Equal(s, int64(5), page.GetChanges()[0].GetPieces())
		require.Empty(s, page.GetNextPageToken())
	})
}

func TestWhoSeesARedemptionAndWhatAnErasureLeaves(t *testing.T) {
	inShop(t, func(s *shop) {
		mug := s.reward(10, 9, nil)
		earned := map[int]*incentivev1.Account{}
		for _, n := range []int{3, 2, 13} {
			earned[n] = s.earns(n, 30)
			_, err := s.redeem(n, mug)
			require.NoError(s, err)
		}
		done, err := s.redeem(3, mug)
		require.NoError(s, err)
		_, err = s.redemptions.FulfilRedemption(s.As("culture"), &incentivev1.FulfilRedemptionRequest{Name: done.GetName()})
		require.NoError(s, err)
		list := func(by, filter string) (people []string) {
			s.Helper()
			req := &incentivev1.ListRedemptionsRequest{PageSize: 1, Filter: filter}
			for {
				page, err := s.redemptions.ListRedemptions(s.As(by), req)
				require.NoError(s, err)
				for _, r := range page.GetRedemptions() {
					people = append(people, r.GetPerson())
				}
				if req.PageToken = page.GetNextPageToken(); req.GetPageToken() == "" {
					return people
				}
			}
		}
		require.Equal(s, []string{person(3), person(13), person(2), person(3)}, list("culture", ""))
		require.Equal(s, []string{person(3), person(2), person(3)}, list("culture-a", ""))
		require.Equal(s, []string{person(2)}, list("acme", ""))
		require.Equal(s, []string{person(13)}, list(token(13), ""))
		require.Equal(s, []string{person(3)}, list("culture", `state = FULFILLED`))
		require.Equal(s, []string{person(3), person(3)}, list("culture", `person = "`+person(3)+`"`))
		require.Empty(s, list(token(5), ""))

		data := func() string {
			s.Helper()
			answer, err := s.privacy.ExportPersonData(s.As("directory"), &typev1.ExportPersonDataRequest{Person: person(3)})
			require.NoError(s, err)
			return answer.GetJson()
		}
		require.Contains(s, data(), done.GetName())
		require.Equal(s, int64(5), s.left(mug))
		before := s.available(earned[3])
		require.NoError(s, s.erase(personID(3)))
		require.NotContains(s, data(), done.GetName())
		require.NotContains(s, s.Everything("roster_person", "event_outbox", "request"), personID(3))
		require.Equal(s, before+10, s.available(earned[3]), "what was open is let go")
		require.Equal(s, int64(6), s.left(mug))
		require.Len(s, list("culture", `state = CANCELLED`), 1)
		require.Len(s, list("culture", `state = FULFILLED`), 1)
	})
}

func TestWhatALeaverHasOpenIsLetGo(t *testing.T) {
	inShop(t, func(s *shop) {
		mug, earned := s.reward(10, 2, nil), s.earns(3, 30)
		open, err := s.redeem(3, mug)
		require.NoError(s, err)
		s.earns(4, 30)
		stays, err := s.redeem(4, mug)
		require.NoError(s, err)
		state := func(r *incentivev1.Redemption) incentivev1.RedemptionState {
			found, err := s.redemptions.GetRedemption(s.As("culture"), &incentivev1.GetRedemptionRequest{Name: r.GetName()})
			require.NoError(s, err)
			return found.GetState()
		}
		s.Exec(`UPDATE roster_placement SET to_day = 20777 WHERE person = $1`, personID(3)) // the day before yesterday
		require.Eventually(s, func() bool { return state(open) == incentivev1.RedemptionState_REDEMPTION_STATE_CANCELLED }, 20*time.Second, 20*time.Millisecond)
		require.Equal(s, []int64{30, 1}, []int64{s.available(earned), s.left(mug)})
		require.Equal(s, incentivev1.RedemptionState_REDEMPTION_STATE_OPEN, state(stays))
	})
}
