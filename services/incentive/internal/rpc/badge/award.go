package badge

import (
	"context"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
)

type awards struct {
	incentivev1.UnimplementedBadgeAwardServiceServer
	read domain.Reader
	work request.Work[domain.Store]
}

// AwardBadge gives a badge by hand, or gives a revoked one back.
func (s *awards) AwardBadge(ctx context.Context, req *incentivev1.AwardBadgeRequest) (*incentivev1.BadgeAward, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.BadgeAward, error) {
		given, err := domain.Give(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), domain.Gift{
			Badge: model.ID(req.GetBadge()), Person: model.ID(req.GetPerson()), Unit: model.ID(req.GetUnit()), Story: req.GetStory(), By: model.SubjectFrom(ctx),
		})
		return shownProto(given), err
	})
}

// RevokeBadge takes a badge back.
func (s *awards) RevokeBadge(ctx context.Context, req *incentivev1.RevokeBadgeRequest) (*incentivev1.BadgeAward, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.BadgeAward, error) {
		revoked, err := domain.Revoke(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), domain.Revocation{
			ID: model.ID(req.GetName()), Reason: req.GetReason(), By: model.SubjectFrom(ctx),
		})
		return wholeProto(revoked), err
	})
}

func awarded(a domain.Award) (time.Time, string) { return a.CreateTime, a.ID }

var (
	badge, person, unit = list.Name("badges").Only("="), list.Name("people").Only("="), list.Name("units").Only("=")

	ownList    = list.NewestFirst(awarded, nil)
	shownList  = list.NewestFirst(awarded, list.Fields{"badge": badge, "person": person, "unit": unit})
	holderList = list.NewestFirst(awarded, list.Fields{
		"badge": badge, "person": person, "unit": unit, "employer": list.String.Only("="), "revoked": list.Bool.Only("="),
	})
)

// ListMyBadges lists what the caller holds, alone and with teams.
func (s *awards) ListMyBadges(ctx context.Context, req *incentivev1.ListMyBadgesRequest) (*incentivev1.ListBadgeAwardsResponse, error) {
	page, next, err := ownList.Page(ctx, req, func(asked model.List) ([]domain.Award, error) {
		return s.read.Of(ctx, model.ScopeFrom(ctx).Self, asked)
	})
	return &incentivev1.ListBadgeAwardsResponse{Awards: list.Protos(page, wholeProto), NextPageToken: next}, err
}

// ListBadgeAwards lists what the caller sees of others' badges.
func (s *awards) ListBadgeAwards(ctx context.Context, req *incentivev1.ListBadgeAwardsRequest) (*incentivev1.ListBadgeAwardsResponse, error) {
	page, next, err := shownList.Page(ctx, req, func(asked model.List) ([]domain.Award, error) {
		return domain.Shown(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), asked)
	})
	return &incentivev1.ListBadgeAwardsResponse{Awards: list.Protos(page, shownProto), NextPageToken: next}, err
}

// ListBadgeHolders lists all badges that were earned within the caller's scope.
func (s *awards) ListBadgeHolders(ctx context.Context, req *incentivev1.ListBadgeHoldersRequest) (*incentivev1.ListBadgeAwardsResponse, error) {
	page, next, err := holderList.Page(ctx, req, func(asked model.List) ([]domain.Award, error) {
		return s.read.All(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListBadgeAwardsResponse{Awards: list.Protos(page, wholeProto), NextPageToken: next}, err
}

// GetBadgePreference says whether the caller's badges are hidden.
func (s *awards) GetBadgePreference(ctx context.Context, _ *incentivev1.GetBadgePreferenceRequest) (*incentivev1.BadgePreference, error) {
	hidden, err := s.read.Hides(ctx, model.ScopeFrom(ctx).Self)
	return &incentivev1.BadgePreference{Hidden: hidden}, err
}

// SetBadgePreference hides the caller's badges, or shows them again.
func (s *awards) SetBadgePreference(ctx context.Context, req *incentivev1.SetBadgePreferenceRequest) (*incentivev1.BadgePreference, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.BadgePreference, error) {
		err := domain.Hide(ctx, store, s.work.Clock(), model.ScopeFrom(ctx).Self, req.GetHidden())
		return &incentivev1.BadgePreference{Hidden: req.GetHidden()}, err
	})
}

// shownProto is an award as others read it.
func shownProto(a domain.Award) *incentivev1.BadgeAward {
	to := &incentivev1.BadgeAward{
		Name: model.Name(domain.Collection, a.ID), Badge: model.Name("badges", a.Badge), DisplayName: resource.Localized(a.DisplayName), PictureUri: a.Picture,
		Person: model.Name("people", a.Person), Unit: model.Name("units", a.Unit), Employer: a.Employer, Level: int32(a.Level), Story: a.Story,
		CreateTime: resource.Timestamp(a.CreateTime), UpdateTime: resource.Timestamp(a.UpdateTime),
	}
	if strings.HasPrefix(a.Giver, "people/") {
		to.Giver = a.Giver
	}
	return to
}

// wholeProto is an award with what its holder and those who keep order alone read.
func wholeProto(a domain.Award) *incentivev1.BadgeAward {
	to := shownProto(a)
	to.Revoked, to.RevokeReason, to.Hidden = a.Revoked, a.Reason, a.Hidden
	return to
}
