package reward

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/reward"
)

type redemptions struct {
	incentivev1.UnimplementedRedemptionServiceServer
	base
}

// RedeemReward holds the price and a piece for the caller.
func (s *redemptions) RedeemReward(ctx context.Context, req *incentivev1.RedeemRewardRequest) (*incentivev1.Redemption, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Redemption, error) {
		made, err := domain.Redeem(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetReward()), req.GetPrice())
		return redemptionProto(made), err
	})
}

// GetRedemption reads one redemption.
func (s *redemptions) GetRedemption(ctx context.Context, req *incentivev1.GetRedemptionRequest) (*incentivev1.Redemption, error) {
	found, err := domain.GetRedemption(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return redemptionProto(found), err
}

var redemptionList = list.NewestFirst(func(r domain.Redemption) (time.Time, string) { return r.CreateTime, r.ID }, list.Fields{
	"state": list.Enum(incentivev1.RedemptionState(0).Descriptor()), "reward": list.Name("rewards").Only("="), "person": list.Name("people").Only("="),
	"site": list.Name("sites").Only("="), "update_time": list.Timestamp.Only("<", "<=", ">", ">="),
})

// ListRedemptions lists the caller's own and those within the caller's scope, newest first.
func (s *redemptions) ListRedemptions(ctx context.Context, req *incentivev1.ListRedemptionsRequest) (*incentivev1.ListRedemptionsResponse, error) {
	page, next, err := redemptionList.Page(ctx, req, func(asked model.List) ([]domain.Redemption, error) {
		return s.read.Redemptions(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListRedemptionsResponse{Redemptions: list.Protos(page, redemptionProto), NextPageToken: next}, err
}

// FulfilRedemption takes what a redemption holds.
func (s *redemptions) FulfilRedemption(ctx context.Context, req *incentivev1.FulfilRedemptionRequest) (*incentivev1.Redemption, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Redemption, error) {
		after, err := domain.Fulfil(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
		return redemptionProto(after), err
	})
}

// CancelRedemption lets go what a redemption holds.
func (s *redemptions) CancelRedemption(ctx context.Context, req *incentivev1.CancelRedemptionRequest) (*incentivev1.Redemption, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Redemption, error) {
		why, err := reason(req.GetReason())
		if err != nil {
			return nil, err
		}
		after, err := domain.Cancel(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), why)
		return redemptionProto(after), err
	})
}

// RefundRedemption gives the price of a fulfilled redemption back.
func (s *redemptions) RefundRedemption(ctx context.Context, req *incentivev1.RefundRedemptionRequest) (*incentivev1.Redemption, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Redemption, error) {
		why, err := reason(req.GetReason())
		if err != nil {
			return nil, err
		}
		after, err := domain.Refund(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), why, req.GetPieceReturned())
		return redemptionProto(after), err
	})
}
