package matrix_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// rewards offers something to each part of the organisation, and has somebody of each redeem it.
func (w *world) rewards(t *testing.T, ctx context.Context, our, their, mine, stranger, colleague string) {
	service := incentivev1.NewRewardServiceClient(w.Conn())
	offer := func(unit string, employers ...string) (name string) {
		require.Eventually(t, func() bool {
			made, err := service.CreateReward(ctx, &incentivev1.CreateRewardRequest{Reward: &incentivev1.Reward{
				DisplayName: text("Day off"), Unit: unit, Employers: employers, Price: 1, Unlimited: true,
			}})
			name = made.GetName()
			return err == nil
		}, time.Minute, 20*time.Millisecond, "the roster knows the unit")
		return name
	}
	rewards := target{inside: offer(our, inHouse), foreign: offer(their), colleague: offer(our, vendor)}
	w.targets["rewards"] = []target{rewards}
	redeem := func(person, reward string) (name string) {
		w.gets(t, ctx, "earned", person)
		as := calltest.As(t.Context(), w.login(t, ctx, person))
		require.Eventually(t, func() bool {
			made, err := incentivev1.NewRedemptionServiceClient(w.Conn()).RedeemReward(as, &incentivev1.RedeemRewardRequest{Reward: reward})
			name = made.GetName()
			return err == nil
		}, time.Minute, 20*time.Millisecond, "the roster knows the person")
		return name
	}
	w.targets["redemptions"] = []target{{
		inside: redeem(mine, rewards.inside), foreign: redeem(stranger, rewards.foreign), colleague: redeem(colleague, rewards.colleague),
	}}
}

// gets gives an owner ten points, for a purpose.
func (w *world) gets(t *testing.T, ctx context.Context, purpose, owner string) {
	all, err := incentivev1.NewLedgerServiceClient(w.Conn()).ListLedgers(ctx, &incentivev1.ListLedgersRequest{})
	require.NoError(t, err)
	var points *incentivev1.Ledger
	for _, l := range all.GetLedgers() {
		if l.GetCurrency() == "POINTS" {
			points = l
		}
	}
	require.NotNil(t, points, "the first reward with a price begins the ledger of points")
	account := func(purpose, owner string) string {
		made, err := incentivev1.NewAccountServiceClient(w.Conn()).CreateAccount(ctx, &incentivev1.CreateAccountRequest{Account: &incentivev1.Account{
			Ledger: points.GetName(), Purpose: purpose, Owner: owner, Overdraft: purpose == "source",
		}})
		require.NoError(t, err)
		return made.GetName()
	}
	_, err = incentivev1.NewTransferServiceClient(w.Conn()).PostTransfers(ctx, &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{{
		Name: "transfers/" + uuid.NewString(), Kind: incentivev1.TransferKind_TRANSFER_KIND_DIRECT, Amount: 10, Reason: "test",
		Debit: account("source", ""), Credit: account(purpose, owner),
	}}})
	require.NoError(t, err)
}
