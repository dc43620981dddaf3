package fund

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fund"
)

type proposals struct {
	incentivev1.UnimplementedProposalServiceServer
	base
}

// GetProposal reads one proposal.
func (s *proposals) GetProposal(ctx context.Context, req *incentivev1.GetProposalRequest) (*incentivev1.Proposal, error) {
	found, err := domain.See(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
	return proposalProto(found), err
}

var proposalList = list.NewestFirst(func(p domain.Proposal) (time.Time, string) { return p.CreateTime, p.ID }, list.Fields{
	"fund": list.Name("funds").Only("="), "state": list.Enum(incentivev1.ProposalState(0).Descriptor()), "proposer": list.Name("people").Only("="),
	"unit": list.Name("units").Only("="),
})

// ListProposals lists the proposals that the caller may read, newest first.
func (s *proposals) ListProposals(ctx context.Context, req *incentivev1.ListProposalsRequest) (*incentivev1.ListProposalsResponse, error) {
	page, next, err := proposalList.Page(ctx, req, func(asked model.List) ([]domain.Proposal, error) {
		scope := model.ScopeFrom(ctx)
		standing, err := domain.StandingOf(ctx, s.read, scope, s.work.Clock())
		if err != nil {
			return nil, err
		}
		return s.read.Proposals(ctx, scope, standing, asked)
	})
	return &incentivev1.ListProposalsResponse{Proposals: list.Protos(page, proposalProto), NextPageToken: next}, err
}

// CreateProposal proposes something.
func (s *proposals) CreateProposal(ctx context.Context, req *incentivev1.CreateProposalRequest) (*incentivev1.Proposal, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Proposal, error) {
		draft, err := proposalDraft(req.GetProposal())
		if err != nil {
			return nil, err
		}
		made, err := domain.Propose(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), draft)
		return proposalProto(made), err
	})
}

// WithdrawProposal takes back what is not decided.
func (s *proposals) WithdrawProposal(ctx context.Context, req *incentivev1.WithdrawProposalRequest) (*incentivev1.Proposal, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Proposal, error) {
		after, err := domain.Withdraw(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
		return proposalProto(after), err
	})
}

// SponsorProposal makes the caller the sponsor.
func (s *proposals) SponsorProposal(ctx context.Context, req *incentivev1.SponsorProposalRequest) (*incentivev1.Proposal, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Proposal, error) {
		after, err := domain.Sponsor(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
		return proposalProto(after), err
	})
}

// OpenScoring asks people for scores.
func (s *proposals) OpenScoring(ctx context.Context, req *incentivev1.OpenScoringRequest) (*incentivev1.Proposal, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Proposal, error) {
		after, err := domain.OpenScoring(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), model.IDs(req.GetScorers()))
		return proposalProto(after), err
	})
}

// ScoreProposal keeps the caller's score.
func (s *proposals) ScoreProposal(ctx context.Context, req *incentivev1.ScoreProposalRequest) (*incentivev1.Score, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Score, error) {
		given := domain.Score{Impact: int(req.GetImpact()), Feasibility: int(req.GetFeasibility()), Cost: int(req.GetCost())}
		err := domain.Give(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), given)
		return &incentivev1.Score{Impact: req.GetImpact(), Feasibility: req.GetFeasibility(), Cost: req.GetCost()}, err
	})
}

// CloseScoring reveals the scores that were given.
func (s *proposals) CloseScoring(ctx context.Context, req *incentivev1.CloseScoringRequest) (*incentivev1.Proposal, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Proposal, error) {
		after, err := domain.CloseScoring(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
		return proposalProto(after), err
	})
}

// DecideProposal approves or declines a proposal.
func (s *proposals) DecideProposal(ctx context.Context, req *incentivev1.DecideProposalRequest) (*incentivev1.Proposal, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Proposal, error) {
		if err := text.Lines("reason", req.GetReason(), mostSaid); err != nil {
			return nil, err
		}
		after, err := domain.Decide(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetApprove(), req.GetReason())
		return proposalProto(after), err
	})
}

// CloseProposal ends a proposal with its result.
func (s *proposals) CloseProposal(ctx context.Context, req *incentivev1.CloseProposalRequest) (*incentivev1.Proposal, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Proposal, error) {
		if err := text.Lines("result", req.GetResult(), mostSaid); err != nil {
			return nil, err
		}
		after, err := domain.Close(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetResult())
		return proposalProto(after), err
	})
}
