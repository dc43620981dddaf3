package fund

import (
	"strconv"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fund"
)

func proposalDraft(from *incentivev1.Proposal) (domain.Draft, error) {
	draft := domain.Draft{Fund: model.ID(from.GetFund()), Title: from.GetTitle(), Text: from.GetText(), Team: model.IDs(from.GetTeam())}
	for i, m := range from.GetMilestones() {
		due, err := text.Day("proposal.milestones["+strconv.Itoa(i)+"].due_date", m.GetDueDate())
		if err != nil {
			return draft, err
		}
		draft.Milestones = append(draft.Milestones, domain.Milestone{Title: m.GetTitle(), Amount: m.GetAmount(), Due: due})
	}
	return draft, nil
}

func proposalProto(p domain.Proposal) *incentivev1.Proposal {
	made := &incentivev1.Proposal{
		Name: model.Name("proposals", p.ID), Fund: model.Name("funds", p.Fund), Title: p.Title, Text: p.Text,
		Proposer: model.Name("people", p.Proposer), Team: model.Names("people", p.Team), Asked: p.Asked(), State: incentivev1.ProposalState(p.State),
		Unit: model.Name("units", p.Unit), Employer: p.Employer, Sponsor: p.Sponsor, Scorers: int32(len(p.Scorers)), Scored: int32(len(p.Given())),
		DecisionReason: p.Reason, Result: p.Result, CreateTime: resource.Timestamp(p.CreateTime), UpdateTime: resource.Timestamp(p.UpdateTime),
	}
	for _, m := range p.Milestones {
		made.Milestones = append(made.Milestones, milestoneProto(m))
	}
	for _, s := range p.Revealed() {
		made.Scores = append(made.Scores, &incentivev1.Score{Impact: int32(s.Impact), Feasibility: int32(s.Feasibility), Cost: int32(s.Cost)})
	}
	return made
}

func milestoneProto(m domain.Milestone) *incentivev1.Milestone {
	return &incentivev1.Milestone{
		Title: m.Title, Amount: m.Amount, DueDate: m.Due.String(), State: incentivev1.MilestoneState(m.State), Result: m.Result, Paid: m.Paid,
		ReversalReason: m.Reason,
	}
}
