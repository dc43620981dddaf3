package org

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/wire"
)

type sites struct {
	directoryv1.UnimplementedSiteServiceServer
	base
}

var siteList = list.Ascending(func(s domain.Site) string { return s.ID }, nil)

func (s *sites) GetSite(ctx context.Context, req *directoryv1.GetSiteRequest) (*directoryv1.Site, error) {
	site, err := s.read.Site(ctx, model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	return wire.Site(&site), nil
}

func (s *sites) ListSites(ctx context.Context, req *directoryv1.ListSitesRequest) (*directoryv1.ListSitesResponse, error) {
	page, next, err := siteList.Page(ctx, req, func(asked model.List) ([]domain.Site, error) {
		return s.read.Sites(ctx, asked, req.GetShowArchived())
	})
	write := func(site domain.Site) *directoryv1.Site { return wire.Site(&site) }
	return &directoryv1.ListSitesResponse{Sites: list.Protos(page, write), NextPageToken: next}, err
}

func (s *sites) CreateSite(ctx context.Context, req *directoryv1.CreateSiteRequest) (*directoryv1.Site, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.Site, error) {
		site, err := domain.CreateSite(ctx, store, s.clock(), wire.SiteDraft(req.GetSite()))
		return wire.Site(&site), err
	})
}

func (s *sites) UpdateSite(ctx context.Context, req *directoryv1.UpdateSiteRequest) (*directoryv1.Site, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.Site, error) {
		id, err := resource.ID("sites", req.GetSite().GetName())
		if err != nil {
			return nil, err
		}
		edit := func(before domain.Site) (domain.Site, error) {
			after := wire.Site(&before)
			if err := resource.Update(req.GetUpdateMask(), after, req.GetSite(), &directoryv1.CreateSiteRequest{Site: after}); err != nil {
				return domain.Site{}, err
			}
			return wire.SiteDraft(after), nil
		}
		site, err := domain.UpdateSite(ctx, store, s.clock(), id, req.GetSite().GetEtag(), edit)
		return wire.Site(&site), err
	})
}

func (s *sites) ArchiveSite(ctx context.Context, req *directoryv1.ArchiveSiteRequest) (*directoryv1.Site, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.Site, error) {
		site, err := domain.ArchiveSite(ctx, store, s.clock(), model.ID(req.GetName()), req.GetEtag())
		return wire.Site(&site), err
	})
}
