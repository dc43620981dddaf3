package badge

import (
	"context"
	"strings"

	"github.com/hearth-culture/hearth/internal/db"
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
	actor, _ := model.ActorFrom(ctx)
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.BadgeAward, error) {
		given, err := domain.Give(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), domain.Gift{
			Badge: model.ID(req.GetBadge()), Person: model.ID(req.GetPerson()), Unit: model.ID(req.GetUnit()), Story: req.GetStory(), By: actor.Subject,
		})
		return awardProto(given, false), err
	})
}

// RevokeBadge takes a badge back.
func (s *awards) RevokeBadge(ctx context.Context, req *incentivev1.RevokeBadgeRequest) (*incentivev1.BadgeAward, error) {
	actor, _ := model.ActorFrom(ctx)
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.BadgeAward, error) {
		revoked, err := domain.Revoke(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), domain.Revocation{
			ID: model.ID(req.GetName()), Reason: req.GetReason(), By: actor.Subject,
		})
		return awardProto(revoked, true), err
	})
}

// ListMyBadges lists what the caller holds, alone and with teams.
func (s *awards) ListMyBadges(ctx context.Context, req *incentivev1.ListMyBadgesRequest) (*incentivev1.ListBadgeAwardsResponse, error) {
	asked, err := newestFirst.Parse(ctx, "ListMyBadges", "", "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	found, err := s.read.Of(ctx, model.ScopeFrom(ctx).Self, asked)
	return awardPage(newestFirst, asked, found, true), err
}

var (
	badge, person, unit = list.Name("badges").Only("="), list.Name("people").Only("="), list.Name("units").Only("=")

	shownSpec = list.Spec{
		Fields: map[string]list.Kind{
			"create_time": list.Timestamp.Only(), "id": list.String.Only(), "badge": badge, "person": person, "unit": unit,
		},
		Default: "create_time desc",
	}
	holderSpec = list.Spec{
		Fields: map[string]list.Kind{
			"create_time": list.Timestamp.Only(), "id": list.String.Only(), "badge": badge, "person": person, "unit": unit,
			"employer": list.String.Only("="), "revoked": list.Bool.Only("="),
		},
		Default: "create_time desc",
	}
)

// ListBadgeAwards lists what the caller sees of others' badges.
func (s *awards) ListBadgeAwards(ctx context.Context, req *incentivev1.ListBadgeAwardsRequest) (*incentivev1.ListBadgeAwardsResponse, error) {
	asked, err := shownSpec.Parse(ctx, "ListBadgeAwards", req.GetFilter(), "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	found, err := domain.Shown(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), asked)
	return awardPage(shownSpec, asked, found, false), err
}

// ListBadgeHolders lists all badges that were earned within the caller's scope.
func (s *awards) ListBadgeHolders(ctx context.Context, req *incentivev1.ListBadgeHoldersRequest) (*incentivev1.ListBadgeAwardsResponse, error) {
	asked, err := holderSpec.Parse(ctx, "ListBadgeHolders", req.GetFilter(), "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	found, err := s.read.All(ctx, model.ScopeFrom(ctx), asked)
	return awardPage(holderSpec, asked, found, true), err
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

func awardPage(spec list.Spec, asked model.List, found []domain.Award, whole bool) *incentivev1.ListBadgeAwardsResponse {
	size, next := spec.Page(asked, len(found), func(last int) []any { return []any{db.Micros(found[last].CreateTime), found[last].ID} })
	answer := &incentivev1.ListBadgeAwardsResponse{NextPageToken: next}
	for _, a := range found[:size] {
		answer.Awards = append(answer.Awards, awardProto(a, whole))
	}
	return answer
}

// awardProto is an award, with what its holder and those who keep order alone read where it is whole.
func awardProto(a domain.Award, whole bool) *incentivev1.BadgeAward {
	to := &incentivev1.BadgeAward{
		Name: model.Name(domain.Collection, a.ID), Badge: model.Name("badges", a.Badge), DisplayName: resource.Localized(a.DisplayName), PictureUri: a.Picture,
		Person: model.Name("people", a.Person), Unit: model.Name("units", a.Unit), Employer: a.Employer, Level: int32(a.Level), Story: a.Story,
		CreateTime: resource.Timestamp(a.CreateTime), UpdateTime: resource.Timestamp(a.UpdateTime),
	}
	if strings.HasPrefix(a.Giver, "people/") {
		to.Giver = a.Giver
	}
	if whole {
		to.Revoked, to.RevokeReason, to.Hidden = a.Revoked, a.Reason, a.Hidden
	}
	return to
}
