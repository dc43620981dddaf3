package journeys_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// purse is what somebody may give and has earned.
func (o *office) purse(t *testing.T, p person) *incentivev1.Wallet {
	wallet, err := incentivev1.NewWalletServiceClient(o.Conn()).GetWallet(calltest.As(t.Context(), p.token), &incentivev1.GetWalletRequest{})
	require.NoError(t, err)
	return wallet
}

// allow lets everybody give a hundred points a month, and waits until all have them.
func (o *office) allow(t *testing.T) {
	_, err := incentivev1.NewAllowanceServiceClient(o.Conn()).SetAllowancePolicy(o.admin, &incentivev1.SetAllowancePolicyRequest{
		Policy: &incentivev1.AllowancePolicy{Amount: 100, Period: incentivev1.AllowancePeriod_ALLOWANCE_PERIOD_MONTH},
	})
	require.NoError(t, err)
	for _, p := range o.people {
		require.Eventually(t, func() bool { return o.purse(t, p).GetAllowance() == 100 }, patience, 50*time.Millisecond, "%s has an allowance", p.number)
	}
}

func (o *office) thank(t *testing.T, giver, receiver person, story string, points int64) {
	_, err := incentivev1.NewRecognitionServiceClient(o.Conn()).GiveRecognition(calltest.As(t.Context(), giver.token), &incentivev1.GiveRecognitionRequest{
		Receivers: []string{receiver.name}, Story: story, Points: points,
		Visibility: incentivev1.RecognitionVisibility_RECOGNITION_VISIBILITY_PUBLIC, RequestId: uuid.NewString(),
	})
	require.NoError(t, err)
}

// reward puts one piece of something into the catalogue.
func (o *office) reward(t *testing.T, price int64) string {
	rewards := incentivev1.NewRewardServiceClient(o.Conn())
	made, err := rewards.CreateReward(o.admin, &incentivev1.CreateRewardRequest{Reward: &incentivev1.Reward{
		DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": "A free evening", "zh-CN": "一个自由的夜晚"}}, Unit: o.team, Price: price,
	}})
	require.NoError(t, err)
	_, err = rewards.ChangeStock(o.admin, &incentivev1.ChangeStockRequest{Reward: made.GetName(), Pieces: 1, Reason: "bought", RequestId: uuid.NewString()})
	require.NoError(t, err)
	return made.GetName()
}

// agree counts every ledger anew, and requires that all of it agrees.
func (o *office) agree(t *testing.T) {
	ledgers := incentivev1.NewLedgerServiceClient(o.Conn())
	listed, err := ledgers.ListLedgers(o.admin, &incentivev1.ListLedgersRequest{})
	require.NoError(t, err)
	require.NotEmpty(t, listed.GetLedgers())
	for _, ledger := range listed.GetLedgers() {
		operation, err := ledgers.ReconcileLedger(o.admin, &incentivev1.ReconcileLedgerRequest{Name: ledger.GetName()})
		require.NoError(t, err)
		operations := incentivev1.NewOperationServiceClient(o.Conn())
		require.Eventually(t, func() bool {
			operation, err = operations.GetOperation(o.admin, &typev1.GetOperationRequest{Name: operation.GetName()})
			return err == nil && operation.GetDone()
		}, patience, 50*time.Millisecond)
		require.Nil(t, operation.GetError())
		found := &incentivev1.Reconciliation{}
		require.NoError(t, operation.GetResponse().UnmarshalTo(found))
		require.Zero(t, found.GetDifferencesFound(), found.GetDifferences())
		require.Positive(t, found.GetTransfers())
	}
}

// A leaver's reward goes back to the shelf, their allowance expires and what they earned stays theirs. Once they are erased, another name
// stands where theirs stood, nothing that anybody wrote to them alone is left, and the books agree to the point.
func TestALeaverIsForgottenAndTheBooksAgree(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		o := open(t, h, 5)
		gone, friend := o.people[0], o.people[1]
		o.allow(t)
		o.thank(t, friend, gone, "number-0 stayed for the last caller of the night", 30)
		o.thank(t, gone, friend, "a calm voice in a loud hour", 10)
		reward := o.reward(t, 25)
		_, err := incentivev1.NewRedemptionServiceClient(h.Conn()).RedeemReward(calltest.As(t.Context(), gone.token), &incentivev1.RedeemRewardRequest{
			Reward: reward, Price: 25, RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		purse := o.purse(t, gone)
		require.Equal(t, []int64{90, 5, 25}, []int64{purse.GetAllowance(), purse.GetEarned(), purse.GetEarnedHeld()})

		o.leave(t, gone)
		o.rosterFollows(t)
		kept := h.Database(t, "incentive")
		require.Eventually(t, func() bool {
			return lines(t, kept, "SELECT account FROM balance WHERE held <> 0") == ""
		}, patience, 100*time.Millisecond, "what was held for a leaver is free again")
		shelf, err := incentivev1.NewRewardServiceClient(h.Conn()).GetReward(o.admin, &incentivev1.GetRewardRequest{Name: reward})
		require.NoError(t, err)
		require.EqualValues(t, 1, shelf.GetAvailable())
		require.Eventually(t, func() bool { return o.has(t, gone.name, "allowance") == "0" }, patience, 100*time.Millisecond, "nobody who left gives")
		require.Equal(t, "30", o.has(t, gone.name, "earned"))

		o.done(t, o.erase(t, gone))
		incentive := h.Database(t, "incentive")
		for line := range strings.Lines(everything(t, incentive)) {
			require.NotContains(t, line, gone.number, "what was written about them alone")
			// The bare id keeps a late event from bringing them back, and stands in what the bus was told, for a week.
			if !strings.HasPrefix(line, "roster_person.") && !strings.HasPrefix(line, "event_outbox.") {
				require.NotContains(t, line, model.ID(gone.name))
			}
		}
		require.Contains(t, everything(t, incentive), model.ID(friend.name), "the look into the tables finds who is there")
		require.EqualValues(t, 10, o.purse(t, friend).GetEarned())
		o.agree(t)
	})
}

// has is what stands in a person's accounts of a purpose, as it is kept: it is sealed, and whoever left reads no wallet any more.
func (o *office) has(t *testing.T, name, purpose string) string {
	return strings.TrimSpace(lines(t, o.Database(t, "incentive"), fmt.Sprintf(
		`SELECT b.credits - b.debits FROM account a JOIN balance b ON b.account = a.number WHERE a.owner = '%s' AND a.purpose = '%s'`, name, purpose)))
}
