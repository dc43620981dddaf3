package fund

import (
	"context"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Sponsor makes the caller the sponsor of a proposal that was made within the scope. Twice is once.
func Sponsor(ctx context.Context, s Store, scope model.Scope, now time.Time, id string) (Proposal, error) {
	proposal, err := s.ProposalToChange(ctx, id)
	if err != nil {
		return Proposal{}, err
	}
	if err := staff.Within(ctx, s, scope, proposal.Unit, proposal.Employer); err != nil {
		return Proposal{}, err
	}
	if err := proposal.stranger(ctx); err != nil {
		return Proposal{}, err
	}
	switch {
	case proposal.State == Sponsored && proposal.Sponsor == wallet.By(ctx):
		return proposal, nil
	case proposal.State != Submitted:
		return Proposal{}, proposal.elsewhere()
	}
	proposal.State, proposal.Sponsor = Sponsored, wallet.By(ctx)
	return save(ctx, s, now, proposal)
}

// OpenScoring asks people for scores. The same people twice is once.
func OpenScoring(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, people []string) (Proposal, error) {
	if err := s.HoldPeople(ctx); err != nil {
		return Proposal{}, err
	}
	proposal, _, err := toJudge(ctx, s, scope, id)
	if err != nil {
		return Proposal{}, err
	}
	people = slices.Compact(slices.Sorted(slices.Values(people)))
	asked := make([]Scorer, len(people))
	same := len(people) == len(proposal.Scorers)
	for i, person := range people {
		if proposal.OfTeam(person) || proposal.Sponsor == model.Name("people", person) {
			return Proposal{}, ErrOwn
		}
		asked[i] = Scorer{Person: person}
		same = same && proposal.scores(person)
	}
	switch {
	case proposal.State == Scoring && same:
		return proposal, nil
	case proposal.State != Sponsored:
		return Proposal{}, proposal.elsewhere()
	}
	if err := working(ctx, s, now, "scorers", people); err != nil {
		return Proposal{}, err
	}
	proposal.State, proposal.Scorers = Scoring, asked
	return save(ctx, s, now, proposal)
}

// Give keeps the score of the scope's person. When all have given theirs, all are revealed, and none changes any more.
func Give(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, score Score) error {
	proposal, err := s.ProposalToChange(ctx, id)
	if err != nil {
		return err
	}
	mine := slices.IndexFunc(proposal.Scorers, func(s Scorer) bool { return scope.Self != "" && s.Person == scope.Self })
	if mine < 0 {
		return model.ErrNotFound
	}
	given := proposal.Scorers[mine].Given
	switch {
	case given != nil && *given == score:
		return nil
	case proposal.State != Scoring:
		return proposal.elsewhere()
	}
	proposal.Scorers[mine].Given = &score
	if len(proposal.Given()) == len(proposal.Scorers) {
		proposal.State = Scored
	}
	_, err = save(ctx, s, now, proposal)
	return err
}

// CloseScoring reveals the scores that were given. Twice is once.
func CloseScoring(ctx context.Context, s Store, scope model.Scope, now time.Time, id string) (Proposal, error) {
	proposal, _, err := toJudge(ctx, s, scope, id)
	switch {
	case err != nil:
		return Proposal{}, err
	case proposal.State == Scored:
		return proposal, nil
	case proposal.State != Scoring:
		return Proposal{}, proposal.elsewhere()
	case len(proposal.Given()) == 0:
		return Proposal{}, ErrNoScores
	}
	proposal.State = Scored
	return save(ctx, s, now, proposal)
}

// Decide approves a proposal, and holds the amounts of all its milestones in the fund or none; or declines it. The same twice is once.
func Decide(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, approve bool, reason string) (Proposal, error) {
	proposal, fund, err := toJudge(ctx, s, scope, id)
	if err != nil {
		return Proposal{}, err
	}
	into := Declined
	if approve {
		into = Approved
	}
	switch {
	case proposal.State == into:
		return proposal, nil
	case proposal.State != Scored:
		return Proposal{}, proposal.elsewhere()
	}
	proposal.State, proposal.Reason = into, reason
	if proposal, err = save(ctx, s, now, proposal); err != nil || !approve {
		return proposal, err
	}
	book, err := wallet.LedgerOf(ctx, s, now, fund.Currency, fund.Employer)
	if err != nil {
		return Proposal{}, err
	}
	granted, err := wallet.Account(ctx, s, now, book, Granted, model.Name("proposals", proposal.ID))
	if err != nil {
		return Proposal{}, err
	}
	var posting ledger.Posting
	for n, m := range proposal.Milestones {
		posting = append(posting, ledger.Transfer{
			ID: proposal.transfer(n, "hold"), Kind: ledger.Hold, Debit: fund.Account, Credit: granted.ID, Amount: m.Amount, Day: model.NoDay,
			Reason: "tranche", Source: model.Name("proposals", proposal.ID), By: wallet.By(ctx),
		})
	}
	return proposal, post(ctx, s, now, posting)
}
