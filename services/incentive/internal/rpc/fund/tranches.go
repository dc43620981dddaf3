package fund

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fund"
)

type tranches struct {
	incentivev1.UnimplementedTrancheServiceServer
	base
}

// ReportMilestone keeps what the team tells of a milestone.
func (s *tranches) ReportMilestone(ctx context.Context, req *incentivev1.ReportMilestoneRequest) (*incentivev1.Milestone, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Milestone, error) {
		if err := text.Lines("result", req.GetResult(), mostSaid); err != nil {
			return nil, err
		}
		after, err := domain.Report(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), int(req.GetMilestone()), req.GetResult())
		return milestoneProto(after), err
	})
}

// PayTranche pays for a milestone.
func (s *tranches) PayTranche(ctx context.Context, req *incentivev1.PayTrancheRequest) (*incentivev1.Milestone, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Milestone, error) {
		after, err := domain.Pay(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), int(req.GetMilestone()), req.GetAmount())
		return milestoneProto(after), err
	})
}

// ReverseTranche moves a tranche back to the fund.
func (s *tranches) ReverseTranche(ctx context.Context, req *incentivev1.ReverseTrancheRequest) (*incentivev1.Milestone, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Milestone, error) {
		if err := text.Lines("reason", req.GetReason(), mostSaid); err != nil {
			return nil, err
		}
		after, err := domain.Reverse(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), int(req.GetMilestone()), req.GetReason())
		return milestoneProto(after), err
	})
}
