package fund

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fund"
)

// proposalData is a proposal in the document that a person gets of what is kept about them.
type proposalData struct {
	Proposal string `json:"proposal"`
	Title    string `json:"title"`
	State    string `json:"state"`
	// Part is what the person has to do with it: "proposer", "team", "scorer" or "sponsor".
	Part string `json:"part"`
	// Text is there for those who wrote it, and Score for who gave it.
	Text  string     `json:"text,omitempty"`
	Score *scoreData `json:"score,omitempty"`
}

type scoreData struct {
	Impact      int `json:"impact"`
	Feasibility int `json:"feasibility"`
	Cost        int `json:"cost"`
}

// PersonData reads the proposals in which a person has a part.
func PersonData(read domain.Reader) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		found, err := read.ProposalsOf(ctx, person)
		data := make([]proposalData, len(found))
		for i, p := range found {
			data[i] = partOf(p, person)
		}
		return data, err
	}
}

func partOf(p domain.Proposal, person string) proposalData {
	data := proposalData{
		Proposal: model.Name("proposals", p.ID), Title: p.Title, State: incentivev1.ProposalState(p.State).String(), Part: "sponsor",
	}
	switch {
	case p.Proposer == person:
		data.Part, data.Text = "proposer", p.Text
	case p.OfTeam(person):
		data.Part, data.Text = "team", p.Text
	}
	for _, s := range p.Scorers {
		if s.Person != person {
			continue
		}
		data.Part = "scorer"
		if s.Given != nil {
			data.Score = &scoreData{s.Given.Impact, s.Given.Feasibility, s.Given.Cost}
		}
	}
	return data
}
