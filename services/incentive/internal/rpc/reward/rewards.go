package reward

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/reward"
)

type rewards struct {
	incentivev1.UnimplementedRewardServiceServer
	base
}

// GetReward reads one reward.
func (s *rewards) GetReward(ctx context.Context, req *incentivev1.GetRewardRequest) (*incentivev1.Reward, error) {
	found, err := domain.Get(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
	return rewardProto(found), err
}

var rewardList = list.Of[domain.Reward]{
	Fields: list.Fields{
		"unit": list.Name("units").Only("="), "price": list.Int, "unlimited": list.Bool.Only("="), "archived": list.Bool.Only("="),
		"tax_category": list.String.Only("="), "create_time": list.Timestamp.Only(),
	},
	Order: []string{"create_time", "price"}, Default: "create_time desc",
	Key: func(r domain.Reward, field string) any {
		switch field {
		case "create_time":
			return db.Micros(r.CreateTime)
		case "price":
			return r.Price
		default:
			return r.ID
		}
	},
}

// ListRewards lists what is offered to the caller, and what they keep.
func (s *rewards) ListRewards(ctx context.Context, req *incentivev1.ListRewardsRequest) (*incentivev1.ListRewardsResponse, error) {
	page, next, err := rewardList.Page(ctx, req, func(asked model.List) ([]domain.Reward, error) {
		scope := model.ScopeFrom(ctx)
		standing, err := domain.StandingOf(ctx, s.read, scope, s.work.Clock())
		if err != nil {
			return nil, err
		}
		return s.read.Rewards(ctx, scope, standing, asked)
	})
	return &incentivev1.ListRewardsResponse{Rewards: list.Protos(page, rewardProto), NextPageToken: next}, err
}

// CreateReward adds a reward.
func (s *rewards) CreateReward(ctx context.Context, req *incentivev1.CreateRewardRequest) (*incentivev1.Reward, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Reward, error) {
		made, err := domain.Create(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), rewardDraft(req.GetReward()))
		return rewardProto(made), err
	})
}

// UpdateReward changes a reward.
func (s *rewards) UpdateReward(ctx context.Context, req *incentivev1.UpdateRewardRequest) (*incentivev1.Reward, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Reward, error) {
		id, err := resource.ID("rewards", req.GetReward().GetName())
		if err != nil {
			return nil, err
		}
		edit := func(before domain.Reward) (domain.Draft, error) {
			after := rewardProto(before)
			err := resource.Update(req.GetUpdateMask(), after, req.GetReward(), &incentivev1.CreateRewardRequest{Reward: after})
			return rewardDraft(after), err
		}
		after, err := domain.Update(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), id, req.GetReward().GetEtag(), edit)
		return rewardProto(after), err
	})
}

// ArchiveReward takes a reward out of the catalogue.
func (s *rewards) ArchiveReward(ctx context.Context, req *incentivev1.ArchiveRewardRequest) (*incentivev1.Reward, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Reward, error) {
		archived, err := domain.Archive(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetEtag())
		return rewardProto(archived), err
	})
}

var priceList = list.Descending(func(p domain.Price) int64 { return p.Version }, list.Fields{"from_date": list.Day})

// ListRewardPrices lists the prices of a reward, newest first.
func (s *rewards) ListRewardPrices(ctx context.Context, req *incentivev1.ListRewardPricesRequest) (*incentivev1.ListRewardPricesResponse, error) {
	page, next, err := priceList.Page(ctx, req, func(asked model.List) ([]domain.Price, error) {
		reward, err := domain.Get(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetReward()))
		if err != nil {
			return nil, err
		}
		return s.read.Prices(ctx, reward.ID, asked)
	})
	return &incentivev1.ListRewardPricesResponse{Prices: list.Protos(page, priceProto), NextPageToken: next}, err
}

func priceProto(p domain.Price) *incentivev1.RewardPrice {
	return &incentivev1.RewardPrice{Price: p.Points, FromDate: p.From.String(), CreateTime: resource.Timestamp(p.CreateTime)}
}

// ChangeStock puts pieces into a stock, or takes some out.
func (s *rewards) ChangeStock(ctx context.Context, req *incentivev1.ChangeStockRequest) (*incentivev1.StockChange, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.StockChange, error) {
		why, err := reason(req.GetReason())
		if err != nil {
			return nil, err
		}
		change, available, err := domain.ChangeStock(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetReward()), req.GetPieces(), why)
		made := changeProto(change)
		made.Available = available
		return made, err
	})
}

var changeList = list.Descending(func(c domain.StockChange) string { return c.ID }, nil)

// ListStockChanges lists what was put into a stock and taken out of it by hand, newest first.
func (s *rewards) ListStockChanges(ctx context.Context, req *incentivev1.ListStockChangesRequest) (*incentivev1.ListStockChangesResponse, error) {
	page, next, err := changeList.Page(ctx, req, func(asked model.List) ([]domain.StockChange, error) {
		reward, err := domain.Kept(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetReward()))
		if err != nil {
			return nil, err
		}
		return s.read.StockChanges(ctx, reward.ID, asked)
	})
	return &incentivev1.ListStockChangesResponse{Changes: list.Protos(page, changeProto), NextPageToken: next}, err
}

func changeProto(c domain.StockChange) *incentivev1.StockChange {
	return &incentivev1.StockChange{Pieces: c.Pieces, Reason: c.Reason, CreateTime: resource.Timestamp(c.CreateTime)}
}
