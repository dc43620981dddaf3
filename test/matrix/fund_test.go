package matrix_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// funds begins a fund for each part of the organisation, and has somebody of each propose something to it.
func (w *world) funds(t *testing.T, ctx context.Context, our, their, mine, stranger, colleague string) {
	service := incentivev1.NewFundServiceClient(w.Conn())
	begin := func(unit, employer string) (name string) {
		require.Eventually(t, func() bool {
			made, err := service.CreateFund(ctx, &incentivev1.CreateFundRequest{Fund: &incentivev1.Fund{
				DisplayName: text("Ideas"), Unit: unit, Currency: "CNY", Employer: employer,
			}})
			name = made.GetName()
			return err == nil
		}, time.Minute, 20*time.Millisecond, "the roster knows the unit")
		return name
	}
	funds := target{inside: begin(our, inHouse), foreign: begin(their, inHouse), colleague: begin(our, vendor)}
	w.targets["funds"] = []target{funds}
	propose := func(person, fund string) (name string) {
		as := calltest.As(t.Context(), w.login(t, ctx, person))
		require.Eventually(t, func() bool {
			made, err := incentivev1.NewProposalServiceClient(w.Conn()).CreateProposal(as, &incentivev1.CreateProposalRequest{Proposal: &incentivev1.Proposal{
				Fund: fund, Title: "A page", Text: "Nobody is there at night.",
				Milestones: []*incentivev1.Milestone{{Title: "It is there", Amount: 1, DueDate: "2999-01-01"}},
			}})
			name = made.GetName()
			return err == nil
		}, time.Minute, 20*time.Millisecond, "the roster knows the person")
		return name
	}
	w.targets["proposals"] = []target{{
		inside: propose(mine, funds.inside), foreign: propose(stranger, funds.foreign), colleague: propose(colleague, funds.colleague),
	}}
}
