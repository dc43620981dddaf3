package award

import (
	"context"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/decisions"
	usecase "github.com/hearth-culture/hearth/services/incentive/internal/domain/award/rounds"
)

type roundCalls struct {
	incentivev1.UnimplementedAwardRoundServiceServer
	base
}

// GetAwardRound reads one round.
func (s *roundCalls) GetAwardRound(ctx context.Context, req *incentivev1.GetAwardRoundRequest) (*incentivev1.AwardRound, error) {
	found, err := usecase.Get(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
	return roundProto(found), err
}

var roundList = list.NewestFirst(func(r domain.Round) (time.Time, string) { return r.CreateTime, r.ID }, list.Fields{
	"award_scheme": list.Name(schemeCollection).Only("="), "unit": list.Name("units").Only("="),
	"state": list.Enum(incentivev1.AwardRoundState(0).Descriptor()).Only("="),
})

// ListAwardRounds lists the rounds that the caller may see, newest first.
func (s *roundCalls) ListAwardRounds(ctx context.Context, req *incentivev1.ListAwardRoundsRequest) (*incentivev1.ListAwardRoundsResponse, error) {
	page, next, err := roundList.Page(ctx, req, func(asked model.List) ([]domain.Round, error) {
		return usecase.List(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), asked)
	})
	return &incentivev1.ListAwardRoundsResponse{AwardRounds: list.Protos(page, roundProto), NextPageToken: next}, err
}

// CreateAwardRound begins a round by the rules of an active scheme.
func (s *roundCalls) CreateAwardRound(ctx context.Context, req *incentivev1.CreateAwardRoundRequest) (*incentivev1.AwardRound, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardRound, error) {
		from := req.GetAwardRound()
		plan := usecase.Plan{Scheme: model.ID(from.GetAwardScheme()), DisplayName: from.GetDisplayName().GetTexts(), Parties: model.IDs(from.GetParties())}
		var err error
		if plan.Start, err = text.Day("award_round.start_date", from.GetStartDate()); err != nil {
			return nil, err
		}
		if plan.End, err = text.Day("award_round.end_date", from.GetEndDate()); err != nil {
			return nil, err
		}
		made, err := usecase.Create(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), plan)
		return roundProto(made), err
	})
}

// CommitAwardRound keeps what a party binds itself to.
func (s *roundCalls) CommitAwardRound(ctx context.Context, req *incentivev1.CommitAwardRoundRequest) (*incentivev1.AwardRound, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardRound, error) {
		changed, err := usecase.Commit(ctx, store, s.work.Clock(), model.ScopeFrom(ctx).Self, model.ID(req.GetName()), req.GetDigest())
		return roundProto(changed), err
	})
}

// step is a use case that takes a round one further.
type step func(ctx context.Context, s domain.Store, scope model.Scope, now time.Time, id string) (domain.Round, error)

// named is a request that names a round.
type named interface {
	proto.Message
	GetName() string
}

func take(ctx context.Context, s *roundCalls, req named, step step) (*incentivev1.AwardRound, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardRound, error) {
		changed, err := step(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
		return roundProto(changed), err
	})
}

// OpenNominations lets people nominate.
func (s *roundCalls) OpenNominations(ctx context.Context, req *incentivev1.OpenNominationsRequest) (*incentivev1.AwardRound, error) {
	return take(ctx, s, req, usecase.OpenNominations)
}

// StartAwardScoring ends the nominations and freezes who may win.
func (s *roundCalls) StartAwardScoring(ctx context.Context, req *incentivev1.StartAwardScoringRequest) (*incentivev1.AwardRound, error) {
	return take(ctx, s, req, usecase.StartScoring)
}

// OpenAwardPanel ends the figures.
func (s *roundCalls) OpenAwardPanel(ctx context.Context, req *incentivev1.OpenAwardPanelRequest) (*incentivev1.AwardRound, error) {
	return take(ctx, s, req, usecase.OpenPanel)
}

// DecideAwardRound ends the panel's work.
func (s *roundCalls) DecideAwardRound(ctx context.Context, req *incentivev1.DecideAwardRoundRequest) (*incentivev1.AwardRound, error) {
	return take(ctx, s, req, decisions.Decide)
}

// RevealAwardRound shows what a party committed to.
func (s *roundCalls) RevealAwardRound(ctx context.Context, req *incentivev1.RevealAwardRoundRequest) (*incentivev1.AwardRound, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardRound, error) {
		changed, err := decisions.Reveal(ctx, store, s.work.Clock(), model.ScopeFrom(ctx).Self, model.ID(req.GetName()), req.GetSalt(), req.GetSecret())
		return roundProto(changed), err
	})
}

// AnnounceAwardRound names the winners and gives them what they win.
func (s *roundCalls) AnnounceAwardRound(ctx context.Context, req *incentivev1.AnnounceAwardRoundRequest) (*incentivev1.AwardRound, error) {
	return take(ctx, s, req, func(ctx context.Context, store domain.Store, scope model.Scope, now time.Time, id string) (domain.Round, error) {
		return decisions.Announce(ctx, store, scope, now, id, model.SubjectFrom(ctx))
	})
}

// FinalizeAwardRound ends a round whose time for appeals is over.
func (s *roundCalls) FinalizeAwardRound(ctx context.Context, req *incentivev1.FinalizeAwardRoundRequest) (*incentivev1.AwardRound, error) {
	return take(ctx, s, req, decisions.Finalize)
}

// CancelAwardRound ends a round before it is announced.
func (s *roundCalls) CancelAwardRound(ctx context.Context, req *incentivev1.CancelAwardRoundRequest) (*incentivev1.AwardRound, error) {
	if err := text.Lines("reason", req.GetReason(), 2000); err != nil {
		return nil, err
	}
	return take(ctx, s, req, func(ctx context.Context, store domain.Store, scope model.Scope, now time.Time, id string) (domain.Round, error) {
		return usecase.Cancel(ctx, store, scope, now, id, req.GetReason())
	})
}
