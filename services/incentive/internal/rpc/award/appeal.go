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
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/decisions"
)

// mostSaid is how many characters a story, an appeal and its answer have at most.
const mostSaid = 4000

type appeals struct {
	incentivev1.UnimplementedAwardAppealServiceServer
	base
}

// CreateAwardAppeal says what is wrong with one's own row.
func (s *appeals) CreateAwardAppeal(ctx context.Context, req *incentivev1.CreateAwardAppealRequest) (*incentivev1.AwardAppeal, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardAppeal, error) {
		from := req.GetAwardAppeal()
		if err := text.Lines("award_appeal.text", from.GetText(), mostSaid); err != nil {
			return nil, err
		}
		made, err := decisions.Appeal(ctx, store, s.work.Clock(), model.ScopeFrom(ctx).Self, model.ID(from.GetAwardRound()), from.GetText())
		return appealProto(made), err
	})
}

var appealList = list.NewestFirst(func(a domain.Appeal) (time.Time, string) { return a.CreateTime, a.ID }, list.Fields{
	"award_round": list.Name(roundCollection).Only("="), "state": list.Enum(incentivev1.AwardAppealState(0).Descriptor()).Only("="),
})

// ListAwardAppeals lists one's own appeals, and those of the rounds within the scope, newest first.
func (s *appeals) ListAwardAppeals(ctx context.Context, req *incentivev1.ListAwardAppealsRequest) (*incentivev1.ListAwardAppealsResponse, error) {
	page, next, err := appealList.Page(ctx, req, func(asked model.List) ([]domain.Appeal, error) {
		return s.read.Appeals(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListAwardAppealsResponse{AwardAppeals: list.Protos(page, appealProto), NextPageToken: next}, err
}

// DismissAwardAppeal answers an appeal and leaves the round as it is.
func (s *appeals) DismissAwardAppeal(ctx context.Context, req *incentivev1.DismissAwardAppealRequest) (*incentivev1.AwardAppeal, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardAppeal, error) {
		if err := text.Lines("answer", req.GetAnswer(), mostSaid); err != nil {
			return nil, err
		}
		answered, err := decisions.Dismiss(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetAnswer())
		return appealProto(answered), err
	})
}

// UpholdAwardAppeal answers an appeal and decides the round anew.
func (s *appeals) UpholdAwardAppeal(ctx context.Context, req *incentivev1.UpholdAwardAppealRequest) (*incentivev1.AwardAppeal, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardAppeal, error) {
		if err := text.Lines("answer", req.GetAnswer(), mostSaid); err != nil {
			return nil, err
		}
		answered, err := decisions.Uphold(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), model.SubjectFrom(ctx), decisions.Correction{
			Answer: req.GetAnswer(), Measured: measured(req.GetFigures()), Disqualified: model.IDs(req.GetDisqualified()),
		})
		return appealProto(answered), err
	})
}

func appealProto(from domain.Appeal) *incentivev1.AwardAppeal {
	return &incentivev1.AwardAppeal{
		Name: name(appealCollection, from.ID), AwardRound: name(roundCollection, from.Round), Person: name("people", from.Person), Text: from.Text,
		State: incentivev1.AwardAppealState(from.State), Answer: from.Answer,
		CreateTime: resource.Timestamp(from.CreateTime), AnswerTime: resource.Timestamp(from.AnswerTime),
	}
}
