package award

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	usecase "github.com/hearth-culture/hearth/services/incentive/internal/domain/award/voting"
)

type nominations struct {
	incentivev1.UnimplementedAwardNominationServiceServer
	base
}

// CreateAwardNomination takes a nomination.
func (s *nominations) CreateAwardNomination(ctx context.Context, req *incentivev1.CreateAwardNominationRequest) (*incentivev1.AwardNomination, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardNomination, error) {
		from := req.GetAwardNomination()
		if err := text.Lines("award_nomination.story", from.GetStory(), mostSaid); err != nil {
			return nil, err
		}
		made, err := usecase.Nominate(ctx, store, s.work.Clock(), model.ScopeFrom(ctx).Self, domain.Nomination{
			Round: model.ID(from.GetAwardRound()), Nominee: model.ID(from.GetNominee()), Story: from.GetStory(), Evidence: from.GetEvidence(),
		})
		return nominationProto(made), err
	})
}

var nominationList = list.NewestFirst(func(n domain.Nomination) (time.Time, string) { return n.CreateTime, n.ID }, nil)

// ListAwardNominations lists the caller's own nominations, newest first.
func (s *nominations) ListAwardNominations(ctx context.Context, req *incentivev1.ListAwardNominationsRequest) (*incentivev1.ListAwardNominationsResponse, error) {
	page, next, err := nominationList.Page(ctx, req, func(asked model.List) ([]domain.Nomination, error) {
		return s.read.NominationsBy(ctx, model.ScopeFrom(ctx).Self, asked)
	})
	return &incentivev1.ListAwardNominationsResponse{AwardNominations: list.Protos(page, nominationProto), NextPageToken: next}, err
}

// WithdrawAwardNomination takes one back.
func (s *nominations) WithdrawAwardNomination(ctx context.Context, req *incentivev1.WithdrawAwardNominationRequest) (*incentivev1.AwardNomination, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardNomination, error) {
		changed, err := usecase.Withdraw(ctx, store, model.ScopeFrom(ctx).Self, model.ID(req.GetName()))
		return nominationProto(changed), err
	})
}

func nominationProto(from domain.Nomination) *incentivev1.AwardNomination {
	return &incentivev1.AwardNomination{
		Name: name(nominationCollection, from.ID), AwardRound: name(roundCollection, from.Round), Nominee: name("people", from.Nominee),
		Story: from.Story, Evidence: from.Evidence, Withdrawn: from.Withdrawn, CreateTime: resource.Timestamp(from.CreateTime),
	}
}

type panel struct {
	incentivev1.UnimplementedAwardPanelServiceServer
	base
}

// ListAwardCandidates lists the candidates whom the caller may score.
func (s *panel) ListAwardCandidates(ctx context.Context, req *incentivev1.ListAwardCandidatesRequest) (*incentivev1.ListAwardCandidatesResponse, error) {
	found, err := usecase.Candidates(ctx, s.read, s.work.Clock(), model.ScopeFrom(ctx).Self, model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	answer := &incentivev1.ListAwardCandidatesResponse{}
	for _, one := range found {
		answer.Candidates = append(answer.Candidates, candidateProto(one))
	}
	return answer, nil
}

// ScoreAwardCandidate gives a candidate a score.
func (s *panel) ScoreAwardCandidate(ctx context.Context, req *incentivev1.ScoreAwardCandidateRequest) (*incentivev1.AwardCandidate, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardCandidate, error) {
		scored, err := usecase.Vote(ctx, store, s.work.Clock(), model.ID(req.GetName()), domain.Vote{
			Label: req.GetLabel(), Member: model.ScopeFrom(ctx).Self, Score: int(req.GetScore()),
		})
		scored.Stories = nil // an answer is kept to be repeated, and what is told of somebody who is erased must be gone with it
		return candidateProto(scored), err
	})
}

// RecuseFromAwardCandidate has the caller not score a candidate.
func (s *panel) RecuseFromAwardCandidate(ctx context.Context, req *incentivev1.RecuseFromAwardCandidateRequest) (*incentivev1.RecuseFromAwardCandidateResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.RecuseFromAwardCandidateResponse, error) {
		_, err := usecase.Vote(ctx, store, s.work.Clock(), model.ID(req.GetName()), domain.Vote{Label: req.GetLabel(), Member: model.ScopeFrom(ctx).Self})
		return &incentivev1.RecuseFromAwardCandidateResponse{}, err
	})
}

// AppointAwardPanelist puts somebody on a panel of which too few can score.
func (s *panel) AppointAwardPanelist(ctx context.Context, req *incentivev1.AppointAwardPanelistRequest) (*incentivev1.AwardRound, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardRound, error) {
		changed, err := usecase.Appoint(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), model.ID(req.GetPerson()))
		return roundProto(changed), err
	})
}

func candidateProto(from domain.Candidate) *incentivev1.AwardCandidate {
	return &incentivev1.AwardCandidate{Label: from.Label, Stories: from.Stories, Evidence: int32(from.Evidence), Score: int32(from.Score)}
}
