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

var rewardSpec = list.Spec{
	Fields: map[string]list.Kind{
		"unit": list.Name("units").Only("="), "price": list.Int, "unlimited": list.Bool.Only("="), "archived": list.Bool.Only("="),
		"tax_category": list.String.Only("="), "create_time": list.Timestamp.Only(), "id": list.String.Only(),
	},
	Order: []string{"create_time", "price"}, Default: "create_time desc",
}

// ListRewards lists what is offered to the caller, and what they keep.
func (s *rewards) ListRewards(ctx context.Context, req *incentivev1.ListRewardsRequest) (*incentivev1.ListRewardsResponse, error) {
	asked, err := rewardSpec.Parse(ctx, "ListRewards", req.GetFilter(), req.GetOrderBy(), req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	scope := model.ScopeFrom(ctx)
	standing, err := domain.StandingOf(ctx, s.read, scope, s.work.Clock())
	if err != nil {
		return nil, err
	}
	found, err := s.read.Rewards(ctx, scope, standing, asked)
	if err != nil {
		return nil, err
	}
	size, next := rewardSpec.Page(asked, len(found), func(last int) (keys []any) {
		for _, by := range asked.Order {
			if by.Field == "price" {
				keys = append(keys, found[last].Price)
			} else {
				keys = append(keys, db.Micros(found[last].CreateTime))
			}
		}
		return append(keys, found[last].ID)
	})
	answer := &incentivev1.ListRewardsResponse{NextPageToken: next}
	for _, r := range found[:size] {
		answer.Rewards = append(answer.Rewards, rewardProto(r))
	}
	return answer, nil
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

var priceSpec = list.Spec{
	Fields:  map[string]list.Kind{"from_date": list.Day, "id": list.Int.Only()},
	Default: "id desc",
}

// ListRewardPrices lists the prices of a reward, newest first.
func (s *rewards) ListRewardPrices(ctx context.Context, req *incentivev1.ListRewardPricesRequest) (*incentivev1.ListRewardPricesResponse, error) {
	asked, err := priceSpec.Parse(ctx, "ListRewardPrices", req.GetFilter(), "", req.GetPageToken(), req.GetPageSize(), req.GetReward())
	if err != nil {
		return nil, err
	}
	reward, err := domain.Get(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetReward()))
	if err != nil {
		return nil, err
	}
	found, err := s.read.Prices(ctx, reward.ID, asked)
	if err != nil {
		return nil, err
	}
	size, next := priceSpec.Page(asked, len(found), func(last int) []any { return []any{found[last].Version} })
	answer := &incentivev1.ListRewardPricesResponse{NextPageToken: next}
	for _, p := range found[:size] {
		answer.Prices = append(answer.Prices, &incentivev1.RewardPrice{
			Price: p.Points, FromDate: p.From.String(), CreateTime: resource.Timestamp(p.CreateTime),
		})
	}
	return answer, nil
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

var changeSpec = list.Spec{Fields: map[string]list.Kind{"id": list.String.Only()}, Default: "id desc"}

// ListStockChanges lists what was put into a stock and taken out of it by hand, newest first.
func (s *rewards) ListStockChanges(ctx context.Context, req *incentivev1.ListStockChangesRequest) (*incentivev1.ListStockChangesResponse, error) {
	asked, err := changeSpec.Parse(ctx, "ListStockChanges", "", "", req.GetPageToken(), req.GetPageSize(), req.GetReward())
	if err != nil {
		return nil, err
	}
	reward, err := domain.Kept(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetReward()))
	if err != nil {
		return nil, err
	}
	found, err := s.read.StockChanges(ctx, reward.ID, asked)
	if err != nil {
		return nil, err
	}
	size, next := changeSpec.Page(asked, len(found), func(last int) []any { return []any{found[last].ID} })
	answer := &incentivev1.ListStockChangesResponse{NextPageToken: next}
	for _, c := range found[:size] {
		answer.Changes = append(answer.Changes, changeProto(c))
	}
	return answer, nil
}

func changeProto(c domain.StockChange) *incentivev1.StockChange {
	return &incentivev1.StockChange{Pieces: c.Pieces, Reason: c.Reason, CreateTime: resource.Timestamp(c.CreateTime)}
}
