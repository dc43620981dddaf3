package fund

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// transfer is the id of what a step does with the tranche of a milestone.
func (p Proposal) transfer(milestone int, step string) uuid.UUID {
	return wallet.ID(model.Name("proposals", p.ID), strconv.Itoa(milestone), step)
}

// step is the transfer that does something to what an earlier step made.
func (p Proposal) step(ctx context.Context, kind ledger.Kind, milestone int, name, of string, amount int64) ledger.Transfer {
	return ledger.Transfer{
		ID: p.transfer(milestone, name), Kind: kind, Of: p.transfer(milestone, of), Amount: amount, Day: model.NoDay,
		Reason: "tranche", Source: model.Name("proposals", p.ID), By: wallet.By(ctx),
	}
}

// milestone is the one of a number, counted from 1.
func (p Proposal) milestone(number int) (*Milestone, error) {
	if number < 1 || number > len(p.Milestones) {
		return nil, model.ErrNotFound
	}
	return &p.Milestones[number-1], nil
}

// elsewhere says that a step does not fit what became of the milestone.
func (m Milestone) elsewhere() error { return ErrMilestone.With("state", strconv.Itoa(int(m.State))) }

// Report keeps what the team tells of a milestone.
func Report(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, number int, result string) (Milestone, error) {
	proposal, err := s.ProposalToChange(ctx, id)
	if err != nil {
		return Milestone{}, err
	}
	if !proposal.OfTeam(scope.Self) {
		return Milestone{}, model.ErrNotFound
	}
	m, err := proposal.milestone(number)
	switch {
	case err != nil:
		return Milestone{}, err
	case proposal.State != Approved:
		return Milestone{}, proposal.elsewhere()
	case m.State == Paid && m.Result == result:
		return *m, nil
	case m.State != Planned && m.State != Reported:
		return Milestone{}, m.elsewhere()
	}
	m.State, m.Result = Reported, result
	_, err = save(ctx, s, now, proposal)
	return *m, err
}

// Pay captures the tranche of a milestone that was reported on: an amount, or all of it for 0. The same twice is once.
func Pay(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, number int, amount int64) (Milestone, error) {
	proposal, fund, err := toJudge(ctx, s, scope, id)
	if err != nil {
		return Milestone{}, err
	}
	m, err := proposal.milestone(number)
	if err != nil {
		return Milestone{}, err
	}
	if amount == 0 {
		amount = m.Amount
	}
	switch {
	case m.State == Paid && m.Paid == amount:
		return *m, nil
	case proposal.State != Approved:
		return Milestone{}, proposal.elsewhere()
	case m.State != Reported:
		return Milestone{}, m.elsewhere()
	}
	m.State, m.Paid = Paid, amount
	if _, err := save(ctx, s, now, proposal); err != nil {
		return Milestone{}, err
	}
	if err := s.Record(ctx, TranchePaid{Proposal: proposal.ID, Fund: fund.ID, Unit: fund.Unit, Milestone: number}); err != nil {
		return Milestone{}, err
	}
	return *m, post(ctx, s, now, ledger.Posting{proposal.step(ctx, ledger.Capture, number-1, "pay", "hold", amount)})
}

// Reverse moves a tranche back to the fund, also that of a closed proposal. Twice is once.
func Reverse(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, number int, reason string) (Milestone, error) {
	proposal, _, err := toJudge(ctx, s, scope, id)
	if err != nil {
		return Milestone{}, err
	}
	m, err := proposal.milestone(number)
	switch {
	case err != nil:
		return Milestone{}, err
	case m.State == Reversed:
		return *m, nil
	case m.State != Paid:
		return Milestone{}, m.elsewhere()
	}
	m.State, m.Reason = Reversed, reason
	if _, err := save(ctx, s, now, proposal); err != nil {
		return Milestone{}, err
	}
	return *m, post(ctx, s, now, ledger.Posting{proposal.step(ctx, ledger.Reversal, number-1, "reverse", "pay", 0)})
}

// Close ends an approved proposal and lets go what is still held for it. Twice is once.
func Close(ctx context.Context, s Store, scope model.Scope, now time.Time, id, result string) (Proposal, error) {
	proposal, _, err := toJudge(ctx, s, scope, id)
	switch {
	case err != nil:
		return Proposal{}, err
	case proposal.State == Closed:
		return proposal, nil
	case proposal.State != Approved:
		return Proposal{}, proposal.elsewhere()
	}
	proposal.State, proposal.Result = Closed, result
	var posting ledger.Posting
	for n := range proposal.Milestones {
		if m := &proposal.Milestones[n]; m.State == Planned || m.State == Reported {
			m.State = Dropped
			posting = append(posting, proposal.step(ctx, ledger.Void, n, "close", "hold", 0))
		}
	}
	if proposal, err = save(ctx, s, now, proposal); err != nil {
		return Proposal{}, err
	}
	return proposal, post(ctx, s, now, posting)
}
