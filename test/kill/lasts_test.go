package kill_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// lasts are so many rewards of one piece each, budgets for one bonus, and funds for one proposal.
func (r *rush) lasts(t *testing.T, of int) (all []last) {
	for n := range of {
		all = append(all, r.lastPiece(t, n), r.lastMoney(t, n), r.lastTranche(t, n))
	}
	return all
}

func (r *rush) lastPiece(t *testing.T, n int) last {
	rewards := incentivev1.NewRewardServiceClient(r.ports[0])
	made, err := rewards.CreateReward(r.admin, &incentivev1.CreateRewardRequest{Reward: &incentivev1.Reward{
		DisplayName: text("Mug"), Unit: r.unit, Price: price,
	}})
	require.NoError(t, err)
	_, err = rewards.ChangeStock(r.admin, &incentivev1.ChangeStockRequest{Reward: made.GetName(), Pieces: 1, Reason: "delivered"})
	require.NoError(t, err)
	return last{
		name: fmt.Sprint("the last piece of reward ", n), gone: "OUT_OF_STOCK",
		take: func(conn *grpc.ClientConn, caller int, id string) (proto.Message, error) {
			return incentivev1.NewRedemptionServiceClient(conn).RedeemReward(r.as(caller), &incentivev1.RedeemRewardRequest{Reward: made.GetName(), RequestId: id})
		},
		left: func(conn *grpc.ClientConn) (int64, error) {
			found, err := incentivev1.NewRewardServiceClient(conn).GetReward(r.admin, &incentivev1.GetRewardRequest{Name: made.GetName()})
			return found.GetAvailable(), err
		},
	}
}

// what a budget and a fund have: a bonus or a tranche takes all of it.
const all = 7

func (r *rush) lastMoney(t *testing.T, n int) last {
	budget, err := incentivev1.NewBudgetServiceClient(r.ports[0]).AllotBudget(r.admin, &incentivev1.AllotBudgetRequest{
		Unit: r.teams[n], Currency: "CNY", Employer: employer, Amount: all,
	})
	require.NoError(t, err)
	return last{
		name: fmt.Sprint("the last money of budget ", n), gone: "INSUFFICIENT_FUNDS",
		take: func(conn *grpc.ClientConn, caller int, id string) (proto.Message, error) {
			return incentivev1.NewPayoutServiceClient(conn).OrderPayout(r.admin, &incentivev1.OrderPayoutRequest{Payout: &incentivev1.Payout{
				Person: r.people[caller], BudgetUnit: r.teams[n], Currency: "CNY", Amount: all, Basis: incentivev1.PayoutBasis_PAYOUT_BASIS_NET,
				TaxCategory: "bonus", Reason: text("For the night of the flood"),
			}, RequestId: id})
		},
		left: func(conn *grpc.ClientConn) (int64, error) {
			found, err := incentivev1.NewBudgetServiceClient(conn).GetBudget(r.admin, &incentivev1.GetBudgetRequest{Name: budget.GetName()})
			return found.GetAvailable(), err
		},
	}
}

// lastTranche is a fund to which everybody has proposed something that would take all of it, sponsored and scored. The caller of a number
// approves what the one of that number proposed.
func (r *rush) lastTranche(t *testing.T, n int) last {
	funds, proposals := incentivev1.NewFundServiceClient(r.ports[0]), incentivev1.NewProposalServiceClient(r.ports[0])
	fund, err := funds.CreateFund(r.admin, &incentivev1.CreateFundRequest{Fund: &incentivev1.Fund{
		DisplayName: text("Nights"), Unit: r.unit, Currency: "CNY", Employer: employer,
	}})
	require.NoError(t, err)
	_, err = funds.AllotFund(r.admin, &incentivev1.AllotFundRequest{Name: fund.GetName(), Amount: all})
	require.NoError(t, err)
	proposed := make([]string, callers)
	each(t, callers, func(n int) error {
		made, err := proposals.CreateProposal(r.as(n), &incentivev1.CreateProposalRequest{Proposal: &incentivev1.Proposal{
			Fund: fund.GetName(), Title: "Guidance at night", Text: "Nobody is there to be asked.",
			Milestones: []*incentivev1.Milestone{{Title: "A page", Amount: all, DueDate: "2999-01-01"}},
		}})
		if err != nil {
			return err
		}
		proposed[n] = made.GetName()
		_, sponsored := proposals.SponsorProposal(r.manager, &incentivev1.SponsorProposalRequest{Name: made.GetName()})
		_, opened := proposals.OpenScoring(r.admin, &incentivev1.OpenScoringRequest{Name: made.GetName(), Scorers: []string{r.people[callers]}})
		_, scored := proposals.ScoreProposal(r.as(callers), &incentivev1.ScoreProposalRequest{Name: made.GetName(), Impact: 5, Feasibility: 3, Cost: 2})
		return errors.Join(sponsored, opened, scored)
	})
	return last{
		name: fmt.Sprint("the last tranche of fund ", n), gone: "FUND_EXHAUSTED",
		take: func(conn *grpc.ClientConn, caller int, id string) (proto.Message, error) {
			return incentivev1.NewProposalServiceClient(conn).DecideProposal(r.admin, &incentivev1.DecideProposalRequest{
				Name: proposed[caller], Approve: true, Reason: "worth it", RequestId: id,
			})
		},
		left: func(conn *grpc.ClientConn) (int64, error) {
			found, err := incentivev1.NewFundServiceClient(conn).GetFund(r.admin, &incentivev1.GetFundRequest{Name: fund.GetName()})
			if err == nil && found.GetHeld() != all {
				err = fmt.Errorf("the fund holds %d", found.GetHeld())
			}
			return found.GetAvailable(), err
		},
	}
}
