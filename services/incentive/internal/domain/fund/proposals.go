package fund

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// See reads a proposal that the scope may see: as staff over its fund or over where it was proposed, as one of the team or the scorers, or
// as somebody who may propose something to the fund, too.
func See(ctx context.Context, r Reader, scope model.Scope, now time.Time, id string) (Proposal, error) {
	found, err := r.Proposal(ctx, id)
	if err != nil {
		return Proposal{}, err
	}
	if found.OfTeam(scope.Self) || found.scores(scope.Self) {
		return found, nil
	}
	in, err := r.InScope(ctx, scope, found.Unit, found.Employer)
	if err != nil || in {
		return found, err
	}
	if _, err := Get(ctx, r, scope, now, found.Fund); err != nil {
		return Proposal{}, err
	}
	return found, nil
}

// Propose begins a proposal of the scope's person.
func Propose(ctx context.Context, s Store, scope model.Scope, now time.Time, draft Draft) (Proposal, error) {
	if err := s.HoldPeople(ctx); err != nil {
		return Proposal{}, err
	}
	place, err := s.Workplace(ctx, scope.Self, now)
	if err != nil {
		return Proposal{}, err
	}
	standing, err := StandingOf(ctx, s, scope, now)
	if err != nil {
		return Proposal{}, err
	}
	fund, err := s.Fund(ctx, draft.Fund)
	if err != nil {
		return Proposal{}, err
	}
	if !fund.OpenTo(standing) {
		return Proposal{}, model.ErrNotFound
	}
	if err := draft.check(place.Day); err != nil {
		return Proposal{}, err
	}
	draft.Team = slices.DeleteFunc(slices.Clone(draft.Team), func(person string) bool { return person == scope.Self })
	if err := working(ctx, s, now, "proposal.team", draft.Team); err != nil {
		return Proposal{}, err
	}
	draft.Milestones = slices.Clone(draft.Milestones)
	for i := range draft.Milestones {
		draft.Milestones[i].State = Planned
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Proposal{}, err
	}
	proposal := Proposal{
		Header: model.NewHeader(id.String(), now), Draft: draft, Proposer: scope.Self, Unit: place.Unit, Employer: place.Employer, State: Submitted,
	}
	return proposal, s.SaveProposal(ctx, proposal)
}

// working refuses people who do not work here.
func working(ctx context.Context, s Store, now time.Time, field string, people []string) error {
	for i, person := range people {
		_, err := s.Workplace(ctx, person, now)
		if errors.Is(err, model.ErrNotFound) {
			return model.InvalidField(field+"["+strconv.Itoa(i)+"]", model.Unknown)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Withdraw takes back what the scope's person proposed and what is not decided. Twice is once.
func Withdraw(ctx context.Context, s Store, scope model.Scope, now time.Time, id string) (Proposal, error) {
	proposal, err := s.ProposalToChange(ctx, id)
	switch {
	case err != nil:
		return Proposal{}, err
	case scope.Self == "" || proposal.Proposer != scope.Self:
		return Proposal{}, model.ErrNotFound
	case proposal.State == Withdrawn:
		return proposal, nil
	case proposal.State > Scored:
		return Proposal{}, proposal.elsewhere()
	}
	proposal.State = Withdrawn
	return save(ctx, s, now, proposal)
}

func save(ctx context.Context, s Store, now time.Time, p Proposal) (Proposal, error) {
	p.Touch(now)
	return p, s.SaveProposal(ctx, p)
}

// toJudge reads a proposal of others to a fund within the scope, to be changed, and the fund.
func toJudge(ctx context.Context, s Store, scope model.Scope, id string) (Proposal, Fund, error) {
	proposal, err := s.ProposalToChange(ctx, id)
	if err != nil {
		return Proposal{}, Fund{}, err
	}
	fund, err := kept(ctx, s, scope, proposal.Fund)
	if err == nil {
		err = proposal.stranger(ctx)
	}
	return proposal, fund, err
}

// stranger refuses who would judge what is their own.
func (p Proposal) stranger(ctx context.Context) error {
	return staff.Stranger(ctx, append([]string{p.Proposer}, p.Team...)...)
}

// Erase leaves nothing that leads to a person. What is not decided and nobody else proposes with them is withdrawn, without its words; of
// what was decided the words stay: they say what was paid for.
func Erase(ctx context.Context, s Store, now time.Time, person, pseudonym string) error {
	all, err := s.ProposalsOf(ctx, person)
	if err != nil {
		return err
	}
	other := func(id string) string {
		if id == person {
			return pseudonym
		}
		return id
	}
	for _, found := range all {
		p, err := s.ProposalToChange(ctx, found.ID)
		if err != nil {
			return err
		}
		if p.Proposer == person && p.State <= Scored && len(p.Team) == 0 {
			p.State, p.Title, p.Text = Withdrawn, "-", "-"
		}
		p.Proposer = other(p.Proposer)
		for i := range p.Team {
			p.Team[i] = other(p.Team[i])
		}
		p.Scorers = slices.DeleteFunc(p.Scorers, func(s Scorer) bool { return s.Person == person && s.Given == nil })
		for i := range p.Scorers {
			p.Scorers[i].Person = other(p.Scorers[i].Person)
		}
		if p.Sponsor == model.Name("people", person) {
			p.Sponsor = model.Name("people", pseudonym)
		}
		if _, err := save(ctx, s, now, p); err != nil {
			return err
		}
	}
	return nil
}
