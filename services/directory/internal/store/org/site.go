package org

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	"github.com/hearth-culture/hearth/services/directory/internal/store/tables"
)

// Site reads a site.
func (r Reader) Site(ctx context.Context, id string) (domain.Site, error) {
	return one(r.sites(ctx, "id = $1", id))
}

// Sites lists the sites, one more than a page.
func (r Reader) Sites(ctx context.Context, list model.List, archived bool) ([]domain.Site, error) {
	where, order, args := db.ListSQL(list, map[string]string{"id": "id"}, 1)
	if !archived {
		where += " AND archive_time IS NULL"
	}
	return r.sites(ctx, fmt.Sprintf("%s ORDER BY %s LIMIT %d", where, order, list.Size+1), args...)
}

func (r Reader) sites(ctx context.Context, where string, args ...any) ([]domain.Site, error) {
	sites, err := db.All(ctx, r.q, func(scan db.Scan) (s domain.Site, err error) {
		var h header
		if err := scan(&s.ID, &s.Version, &h.name, &s.TimeZone, &h.created, &h.updated, &h.archived); err != nil {
			return s, err
		}
		err = h.into(&s.Header)
		return s, err
	}, "SELECT id, version, display_name, time_zone, create_time, update_time, archive_time FROM site WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	headers := make([]*domain.Header, len(sites))
	for i := range sites {
		headers[i] = &sites[i].Header
	}
	return sites, externalIDs(ctx, r.q, headers)
}

// SitesBySource finds sites by the ids that a source has for them.
func (s Store) SitesBySource(ctx context.Context, from string, ids []string) (map[string]string, error) {
	return tables.BySource(ctx, s.q, tables.Site, from, ids)
}

// SiteInUse says whether units that are not archived name the site.
func (s Store) SiteInUse(ctx context.Context, site string) (used bool, err error) {
	err = s.q.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM unit WHERE site = $1 AND archive_time IS NULL)", site).Scan(&used)
	return used, err
}

// SaveSite inserts a site of version 1 and updates any other.
func (s Store) SaveSite(ctx context.Context, site domain.Site) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO site (id, version, display_name, time_zone, create_time, update_time, archive_time)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, display_name = excluded.display_name, time_zone = excluded.time_zone,
			update_time = excluded.update_time, archive_time = excluded.archive_time`,
		site.ID, site.Version, db.JSON(site.DisplayName), site.TimeZone, db.Micros(site.CreateTime), db.Micros(site.UpdateTime), db.NullMicros(site.ArchiveTime))
	if err != nil {
		return err
	}
	return tables.SaveExternalIDs(ctx, s.tx, tables.Site, map[string][]source.ID{site.ID: site.ExternalIDs}, map[string]bool{site.ID: site.Version == 1})
}

// Calendar reads a version of a site's calendar, or the newest where version is 0.
func (r Reader) Calendar(ctx context.Context, site string, version int64) (domain.Calendar, error) {
	return one(r.calendars(ctx, "site = $1 AND ($2 = 0 OR version = $2) ORDER BY version DESC LIMIT 1", site, version))
}

// Calendars lists the versions of a site's calendar, one more than a page.
func (r Reader) Calendars(ctx context.Context, site string, list model.List) ([]domain.Calendar, error) {
	where, order, args := db.ListSQL(list, map[string]string{"id": "version"}, 2)
	return r.calendars(ctx, fmt.Sprintf("site = $1 AND %s ORDER BY %s LIMIT %d", where, order, list.Size+1), append([]any{site}, args...)...)
}

func (r Reader) calendars(ctx context.Context, where string, args ...any) ([]domain.Calendar, error) {
	return db.All(ctx, r.q, func(scan db.Scan) (c domain.Calendar, err error) {
		var workdays, days string
		var created int64
		if err := scan(&c.Site, &c.Version, &workdays, &days, &created); err != nil {
			return c, err
		}
		c.CreateTime = db.FromMicros(created)
		if err := json.Unmarshal([]byte(workdays), &c.Workdays); err != nil {
			return c, err
		}
		err = json.Unmarshal([]byte(days), &c.Days)
		return c, err
	}, "SELECT site, version, workdays, days, create_time FROM calendar WHERE "+where, args...)
}

// AddCalendar adds a version.
func (s Store) AddCalendar(ctx context.Context, c domain.Calendar) error {
	_, err := s.tx.ExecContext(ctx, "INSERT INTO calendar (site, version, workdays, days, create_time) VALUES ($1, $2, $3, $4, $5)",
		c.Site, c.Version, db.JSON(c.Workdays), db.JSON(c.Days), db.Micros(c.CreateTime))
	return err
}
