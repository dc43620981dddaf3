package org

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// Site is a place where people work.
type Site struct {
	Header
	// TimeZone is an IANA zone, such as "Asia/Shanghai".
	TimeZone string
}

func (s Site) check() error {
	if _, err := text.Zone("site.time_zone", s.TimeZone); err != nil {
		return err
	}
	if err := text.Localized("site.display_name", s.DisplayName); err != nil {
		return err
	}
	return source.CheckAll("site.external_ids", s.ExternalIDs)
}

// CreateSite adds a site.
func CreateSite(ctx context.Context, s Store, now time.Time, draft Site) (Site, error) {
	if err := draft.check(); err != nil {
		return Site{}, err
	}
	if err := draft.created(now); err != nil {
		return Site{}, err
	}
	return draft, saveSite(ctx, s, draft)
}

// UpdateSite changes what edit changes. An empty etag demands nothing.
func UpdateSite(ctx context.Context, s Store, now time.Time, id, etag string, edit func(Site) (Site, error)) (Site, error) {
	before, err := siteToChange(ctx, s, id, etag)
	if err != nil {
		return Site{}, err
	}
	after, err := edit(before)
	if err != nil {
		return Site{}, err
	}
	after.ID, after.Version = before.ID, before.Version
	after.CreateTime, after.UpdateTime, after.ArchiveTime = before.CreateTime, before.UpdateTime, before.ArchiveTime
	if err := after.check(); err != nil {
		return Site{}, err
	}
	after.Touch(now)
	return after, saveSite(ctx, s, after)
}

// ArchiveSite takes a site out of use that no unit in use names. An archived site stays as it is.
func ArchiveSite(ctx context.Context, s Store, now time.Time, id, etag string) (Site, error) {
	site, err := siteToChange(ctx, s, id, etag)
	switch {
	case errors.Is(err, model.ErrArchived):
		return site, nil
	case err != nil:
		return Site{}, err
	}
	used, err := s.SiteInUse(ctx, id)
	if err != nil {
		return Site{}, err
	}
	if used {
		return Site{}, ErrSiteInUse
	}
	site.Touch(now)
	site.ArchiveTime = site.UpdateTime
	return site, saveSite(ctx, s, site)
}

func saveSite(ctx context.Context, s Store, site Site) error {
	if err := s.SaveSite(ctx, site); err != nil {
		return err
	}
	return s.Record(ctx, SiteChanged{site})
}

func siteToChange(ctx context.Context, s Store, id, etag string) (Site, error) {
	if _, err := s.Turn(ctx); err != nil {
		return Site{}, err
	}
	site, err := s.Site(ctx, id)
	if err != nil {
		return Site{}, err
	}
	return site, site.checkCurrent(etag)
}
