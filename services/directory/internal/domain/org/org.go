// Package org keeps the organisation: the tree of units, the sites and their calendars. Its use cases run within a transaction that
// the caller opened, over a Store bound to it.
package org

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// The refusals of the organisation.
var (
	ErrUnitCycle    = model.NewFault("UNIT_CYCLE")
	ErrUnitNotEmpty = model.NewFault("UNIT_NOT_EMPTY")
	ErrSiteInUse    = model.NewFault("SITE_IN_USE")
)

// Reader reads the organisation. What does not exist is model.ErrNotFound.
type Reader interface {
	Unit(ctx context.Context, id string) (Unit, error)
	// Path is the unit and all units above it, nearest first; empty for a unit that does not exist.
	Path(ctx context.Context, unit string) ([]string, error)
	// Units lists the units that the scope sees, one more than a page.
	Units(ctx context.Context, scope model.Scope, list model.List, which UnitsWanted) ([]Unit, error)
	Site(ctx context.Context, id string) (Site, error)
	Sites(ctx context.Context, list model.List, archived bool) ([]Site, error)
	// Calendar reads a version, or the newest where version is 0.
	Calendar(ctx context.Context, site string, version int64) (Calendar, error)
	Calendars(ctx context.Context, site string, list model.List) ([]Calendar, error)
}

// Store reads and writes the organisation within a transaction.
type Store interface {
	Reader
	// Turn waits until no other writer of the directory is under way, since the rules span rows. It counts the writes.
	Turn(ctx context.Context) (int64, error)
	// UnitsBySource finds units by the ids that a source has for them.
	UnitsBySource(ctx context.Context, source string, ids []string) (map[string]string, error)
	SitesBySource(ctx context.Context, source string, ids []string) (map[string]string, error)
	// Today is the day that a unit has at an instant.
	Today(ctx context.Context, unit string, at time.Time) (model.Day, error)
	// UnitInUse says whether units that are not archived stand right below, or people work there on the day or later.
	UnitInUse(ctx context.Context, unit string, day model.Day) (bool, error)
	// SiteInUse says whether units that are not archived name the site.
	SiteInUse(ctx context.Context, site string) (bool, error)
	// Lineage reads units and all above them, in no order; who does not exist is left out.
	Lineage(ctx context.Context, ids []string) ([]Unit, error)
	// SaveUnits inserts units of version 1 and updates any other, each given once and after its parent. An external id that is taken is
	// model.ErrAlreadyExists.
	SaveUnits(ctx context.Context, units ...Unit) error
	SaveSite(ctx context.Context, site Site) error
	AddCalendar(ctx context.Context, calendar Calendar) error
	// Record hands on what happened, in the same transaction.
	Record(ctx context.Context, facts ...model.Fact) error
}

// UnitsWanted narrows a list of units beyond its filter.
type UnitsWanted struct {
	Archived bool
	// UpdatedAfter brings only what changed after the instant, archived units among it; zero for everything.
	UpdatedAfter time.Time
}

// SiteChanged is the fact that a site is now as it says.
type SiteChanged struct{ Site Site }

// Happened marks a fact.
func (SiteChanged) Happened() {}

// UnitChanged is the fact that a unit is now as it says.
type UnitChanged struct{ Unit Unit }

// Happened marks a fact.
func (UnitChanged) Happened() {}

// Header is what units and sites have in common.
type Header struct {
	model.Header
	DisplayName model.Text
	ExternalIDs []source.ID
	// ArchiveTime is zero while in use.
	ArchiveTime time.Time
}

// Archived says whether it has been taken out of use.
func (h *Header) Archived() bool { return !h.ArchiveTime.IsZero() }

// created begins the life of a draft.
func (h *Header) created(now time.Time) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	h.Header, h.ArchiveTime = model.NewHeader(id.String(), now), time.Time{}
	return nil
}

// checkCurrent refuses a change of what is archived, or of what the caller has not seen. No etag is no demand.
func (h *Header) checkCurrent(etag string) error {
	if err := h.CheckCurrent(etag); err != nil {
		return err
	}
	if h.Archived() {
		return model.ErrArchived
	}
	return nil
}
