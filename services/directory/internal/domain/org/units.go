package org

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// GetUnit reads a unit that the scope sees.
func GetUnit(ctx context.Context, r Reader, scope model.Scope, id string) (Unit, error) {
	unit, _, err := find(ctx, r, scope, id)
	return unit, err
}

// CreateUnit adds a unit. A root needs the whole installation.
func CreateUnit(ctx context.Context, s Store, scope model.Scope, naming source.Naming, now time.Time, draft Unit) (Unit, error) {
	if err := draft.check(); err != nil {
		return Unit{}, err
	}
	if _, err := s.Turn(ctx); err != nil {
		return Unit{}, err
	}
	if err := checkParent(ctx, s, scope, draft); err != nil {
		return Unit{}, err
	}
	if err := checkIDs(ctx, s, naming, draft.Parent, nil, draft.ExternalIDs); err != nil {
		return Unit{}, err
	}
	if err := checkSite(ctx, s, draft.Site); err != nil {
		return Unit{}, err
	}
	if err := draft.created(now); err != nil {
		return Unit{}, err
	}
	return draft, saveUnit(ctx, s, draft)
}

// UpdateUnit changes what edit changes; with another parent it moves the unit and all below it. An empty etag demands nothing.
func UpdateUnit(ctx context.Context, s Store, scope model.Scope, naming source.Naming, now time.Time, id, etag string, edit func(Unit) (Unit, error)) (Unit, error) {
	if _, err := s.Turn(ctx); err != nil {
		return Unit{}, err
	}
	before, err := findToChange(ctx, s, scope, id)
	if err != nil {
		return Unit{}, err
	}
	if err := before.checkCurrent(etag); err != nil {
		return Unit{}, err
	}
	after, err := edit(before)
	if err != nil {
		return Unit{}, err
	}
	if err := checkEdit(ctx, s, scope, before, &after); err != nil {
		return Unit{}, err
	}
	if err := checkIDs(ctx, s, naming, before.ID, before.ExternalIDs, after.ExternalIDs); err != nil {
		return Unit{}, err
	}
	after.Touch(now)
	return after, saveUnit(ctx, s, after)
}

// checkEdit keeps what no edit changes, and checks what this one did.
func checkEdit(ctx context.Context, s Store, scope model.Scope, before Unit, after *Unit) error {
	after.ID, after.Version = before.ID, before.Version
	after.CreateTime, after.UpdateTime, after.ArchiveTime = before.CreateTime, before.UpdateTime, before.ArchiveTime
	if err := after.check(); err != nil {
		return err
	}
	if after.Parent != before.Parent {
		if err := checkParent(ctx, s, scope, *after); err != nil {
			return err
		}
	}
	if after.Site != before.Site {
		return checkSite(ctx, s, after.Site)
	}
	return nil
}

// ArchiveUnit takes a unit out of use that holds no units in use, and nobody today or later. An archived unit stays as it is.
func ArchiveUnit(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Unit, error) {
	if _, err := s.Turn(ctx); err != nil {
		return Unit{}, err
	}
	unit, err := findToChange(ctx, s, scope, id)
	if err != nil {
		return Unit{}, err
	}
	switch err := unit.checkCurrent(etag); {
	case errors.Is(err, model.ErrArchived):
		return unit, nil
	case err != nil:
		return Unit{}, err
	}
	today, err := s.Today(ctx, id, now)
	if err != nil {
		return Unit{}, err
	}
	used, err := s.UnitInUse(ctx, id, today)
	if err != nil {
		return Unit{}, err
	}
	if used {
		return Unit{}, ErrUnitNotEmpty
	}
	unit.Touch(now)
	unit.ArchiveTime = unit.UpdateTime
	return unit, saveUnit(ctx, s, unit)
}

func saveUnit(ctx context.Context, s Store, unit Unit) error {
	if err := s.SaveUnits(ctx, unit); err != nil {
		return err
	}
	return s.Record(ctx, UnitChanged{unit})
}

// checkParent asks whether the unit may stand where its draft puts it.
func checkParent(ctx context.Context, s Store, scope model.Scope, unit Unit) error {
	if unit.Parent == "" {
		if !scope.All {
			return model.ErrPermissionDenied
		}
		return nil
	}
	parent, path, err := find(ctx, s, scope, unit.Parent)
	switch {
	case err != nil:
		return err
	case !scope.Changes(path):
		return model.ErrPermissionDenied
	case parent.Archived():
		return model.ErrArchived.At("unit.parent", model.Archived)
	case unit.ID != "" && slices.Contains(path, unit.ID):
		return ErrUnitCycle.At("unit.parent", model.Say("stands below the unit", "位于该单元之下"))
	}
	return nil
}

// checkIDs asks whether the caller may say by which ids other systems know a unit at or right below a place, "" being above all roots.
// What stays as it was is not asked about.
func checkIDs(ctx context.Context, r Reader, naming source.Naming, place string, before, after []source.ID) error {
	if source.Same(before, after) {
		return nil
	}
	path, err := r.Path(ctx, place)
	if err == nil && !naming.Unit(path) {
		err = source.ErrIDReserved.At("unit.external_ids", source.Reserved)
	}
	return err
}

func checkSite(ctx context.Context, r Reader, id string) error {
	if id == "" {
		return nil
	}
	site, err := r.Site(ctx, id)
	if err == nil && site.Archived() {
		err = model.ErrArchived.At("unit.site", model.Archived)
	}
	return err
}

// find reads a unit and its path. Out of sight and not there look the same.
func find(ctx context.Context, r Reader, scope model.Scope, id string) (Unit, []string, error) {
	path, err := r.Path(ctx, id)
	if err != nil {
		return Unit{}, nil, err
	}
	if len(path) == 0 || !scope.Sees(path) {
		return Unit{}, nil, model.ErrNotFound
	}
	unit, err := r.Unit(ctx, id)
	return unit, path, err
}

// findToChange is find for those who may change the unit. Who only sees it is told so.
func findToChange(ctx context.Context, r Reader, scope model.Scope, id string) (Unit, error) {
	unit, path, err := find(ctx, r, scope, id)
	if err == nil && !scope.Changes(path) {
		err = model.ErrPermissionDenied
	}
	return unit, err
}
