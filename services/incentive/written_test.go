package incentive_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// What people read is what was written: nothing that turns the page, rings the bell or hides a line.
func TestNoControlCharacterIsTaken(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		const bad = "it rings \a twice"
		b, s := bureauIn(h), inAwards(h)
		letters := incentivev1.NewLetterServiceClient(h.Conn)
		id := personID(99)
		fund := b.fund(root, "", 0)
		for by, call := range map[string]func(ctx context.Context) error{
			token(1): func(ctx context.Context) error {
				_, err := b.proposals.CreateProposal(ctx, &incentivev1.CreateProposalRequest{Proposal: &incentivev1.Proposal{
					Fund: fund.GetName(), Title: "Nights", Text: bad, Milestones: []*incentivev1.Milestone{{Title: "One", Amount: 1, DueDate: "2026-12-31"}},
				}})
				return err
			},
			token(2): func(ctx context.Context) error {
				_, err := b.tranches.ReportMilestone(ctx, &incentivev1.ReportMilestoneRequest{Name: "proposals/" + id, Milestone: 1, Result: bad})
				return err
			},
			token(3): func(ctx context.Context) error {
				_, err := s.nominations.CreateAwardNomination(ctx, &incentivev1.CreateAwardNominationRequest{AwardNomination: &incentivev1.AwardNomination{
					AwardRound: "awardRounds/" + id, Nominee: person(4), Story: bad,
				}})
				return err
			},
			token(4): func(ctx context.Context) error {
				_, err := s.appeals.CreateAwardAppeal(ctx, &incentivev1.CreateAwardAppealRequest{AwardAppeal: &incentivev1.AwardAppeal{AwardRound: "awardRounds/" + id, Text: bad}})
				return err
			},
			"system": func(ctx context.Context) error {
				_, err := h.payouts().RejectPayout(ctx, &incentivev1.RejectPayoutRequest{Name: "payouts/" + id, Reason: bad})
				return err
			},
			"lead-a": func(ctx context.Context) error {
				_, err := letters.RetypeLetter(ctx, &incentivev1.RetypeLetterRequest{Name: "letters/" + id, Text: bad})
				return err
			},
		} {
			h.Refused("INVALID_FIELD", call(h.As(by)))
		}
		for what, call := range map[string]func() error{
			"a decision": func() error {
				_, err := b.proposals.DecideProposal(h.As("culture"), &incentivev1.DecideProposalRequest{Name: "proposals/" + id, Reason: bad})
				return err
			},
			"a result": func() error {
				_, err := b.proposals.CloseProposal(h.As("culture"), &incentivev1.CloseProposalRequest{Name: "proposals/" + id, Result: bad})
				return err
			},
			"a reversal": func() error {
				_, err := b.tranches.ReverseTranche(h.As("culture"), &incentivev1.ReverseTrancheRequest{Name: "proposals/" + id, Milestone: 1, Reason: bad})
				return err
			},
			"a dismissal": func() error {
				_, err := s.appeals.DismissAwardAppeal(h.As("culture"), &incentivev1.DismissAwardAppealRequest{Name: "awardAppeals/" + id, Answer: bad})
				return err
			},
			"a correction": func() error {
				_, err := s.appeals.UpholdAwardAppeal(h.As("culture"), &incentivev1.UpholdAwardAppealRequest{Name: "awardAppeals/" + id, Answer: bad})
				return err
			},
			"a cancellation": func() error {
				_, err := s.rounds.CancelAwardRound(h.As("culture"), &incentivev1.CancelAwardRoundRequest{Name: "awardRounds/" + id, Reason: bad})
				return err
			},
			"an employer": func() error {
				_, err := h.budgets().AllotBudget(h.As("culture"), &incentivev1.AllotBudgetRequest{Unit: "units/" + root, Currency: "CNY", Employer: bad, Amount: 1})
				return err
			},
			"a source": func() error {
				order := bonus(2, 1)
				order.Payout.Source = bad
				_, err := h.payouts().OrderPayout(h.As("culture"), order)
				return err
			},
			"a legal entity": func() error {
				_, err := h.ledgers.CreateLedger(h.As("admin"), &incentivev1.CreateLedgerRequest{Ledger: &incentivev1.Ledger{Currency: "CNY", Employer: bad, TimeZone: "UTC"}})
				return err
			},
		} {
			err := call()
			require.Error(h, err, what)
			h.Refused("INVALID_FIELD", err)
		}
	})
}
