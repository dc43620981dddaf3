// Package badge answers the calls about badges and about who holds them.
package badge

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
)

// Register adds BadgeService and BadgeAwardService.
func Register(r grpc.ServiceRegistrar, read domain.Reader, work request.Work[domain.Store]) {
	incentivev1.RegisterBadgeServiceServer(r, &badges{read: read, work: work})
	incentivev1.RegisterBadgeAwardServiceServer(r, &awards{read: read, work: work})
}

type badges struct {
	incentivev1.UnimplementedBadgeServiceServer
	read domain.Reader
	work request.Work[domain.Store]
}

// GetBadge reads one badge.
func (s *badges) GetBadge(ctx context.Context, req *incentivev1.GetBadgeRequest) (*incentivev1.Badge, error) {
	found, err := domain.Get(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return badgeProto(found), err
}

var badgeList = list.NewestFirst(func(b domain.Badge) (time.Time, string) { return b.CreateTime, b.ID }, nil)

// ListBadges lists the badges within the caller's scope.
func (s *badges) ListBadges(ctx context.Context, req *incentivev1.ListBadgesRequest) (*incentivev1.ListBadgesResponse, error) {
	page, next, err := badgeList.Page(ctx, req, func(asked model.List) ([]domain.Badge, error) {
		return s.read.Badges(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListBadgesResponse{Badges: list.Protos(page, badgeProto), NextPageToken: next}, err
}

var progressList = list.NewestFirst(func(p domain.Progress) (time.Time, string) { return p.Badge.CreateTime, p.Badge.ID }, nil)

// ListMyBadgeProgress lists what the caller and their team can earn.
func (s *badges) ListMyBadgeProgress(ctx context.Context, req *incentivev1.ListMyBadgeProgressRequest) (*incentivev1.ListMyBadgeProgressResponse, error) {
	page, next, err := progressList.Page(ctx, req, func(asked model.List) ([]domain.Progress, error) {
		return domain.Mine(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), asked)
	})
	return &incentivev1.ListMyBadgeProgressResponse{Progress: list.Protos(page, progressProto), NextPageToken: next}, err
}

func progressProto(p domain.Progress) *incentivev1.BadgeProgress {
	return &incentivev1.BadgeProgress{Badge: badgeProto(p.Badge), Count: p.Count, Level: int32(p.Level), Next: p.Badge.Next(p.Level)}
}

// CreateBadge adds a badge.
func (s *badges) CreateBadge(ctx context.Context, req *incentivev1.CreateBadgeRequest) (*incentivev1.Badge, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Badge, error) {
		made, err := domain.Create(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), draftOf(req.GetBadge()))
		return badgeProto(made), err
	})
}

// ArchiveBadge has nobody earn a badge any more.
func (s *badges) ArchiveBadge(ctx context.Context, req *incentivev1.ArchiveBadgeRequest) (*incentivev1.Badge, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Badge, error) {
		archived, err := domain.Archive(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
		return badgeProto(archived), err
	})
}

func draftOf(from *incentivev1.Badge) domain.Draft {
	draft := domain.Draft{
		DisplayName: from.GetDisplayName().GetTexts(), Description: from.GetDescription().GetTexts(), Picture: from.GetPictureUri(),
		Unit: model.ID(from.GetUnit()), Employer: from.GetEmployer(), For: domain.Holder(from.GetHolder()),
	}
	switch by := from.GetEarnedBy().(type) {
	case *incentivev1.Badge_Count:
		draft.By, draft.On, draft.Behavior = domain.ByCount, fact.Type(by.Count.GetEvent()), model.ID(by.Count.GetBehavior())
		draft.Training, draft.Levels = by.Count.GetTraining(), by.Count.GetLevels()
	case *incentivev1.Badge_Goal:
		draft.By, draft.Goal = domain.ByGoal, model.ID(by.Goal)
	case *incentivev1.Badge_Years:
		draft.By, draft.Levels = domain.ByYears, by.Years.GetLevels()
	case *incentivev1.Badge_ByHand:
		draft.By = domain.ByHand
	}
	return draft
}

func badgeProto(b domain.Badge) *incentivev1.Badge {
	to := &incentivev1.Badge{
		Name: model.Name("badges", b.ID), DisplayName: resource.Localized(b.DisplayName), Description: resource.Localized(b.Description), PictureUri: b.Picture,
		Unit: model.Name("units", b.Unit), Employer: b.Employer, Holder: incentivev1.BadgeHolder(b.For), Archived: b.Archived,
		CreateTime: resource.Timestamp(b.CreateTime),
	}
	switch b.By {
	case domain.ByCount:
		to.EarnedBy = &incentivev1.Badge_Count{Count: &incentivev1.BadgeCount{
			Event: incentivev1.FactType(b.On), Behavior: model.Name("behaviors", b.Behavior), Training: b.Training, Levels: b.Levels,
		}}
	case domain.ByGoal:
		to.EarnedBy = &incentivev1.Badge_Goal{Goal: model.Name("goals", b.Goal)}
	case domain.ByYears:
		to.EarnedBy = &incentivev1.Badge_Years{Years: &incentivev1.BadgeYears{Levels: b.Levels}}
	case domain.ByHand:
		to.EarnedBy = &incentivev1.Badge_ByHand{ByHand: &incentivev1.BadgeByHand{}}
	}
	return to
}
