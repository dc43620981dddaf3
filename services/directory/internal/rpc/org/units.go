package org

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/org"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
	"github.com/hearth-culture/hearth/services/directory/internal/rpc/wire"
)

type units struct {
	directoryv1.UnimplementedUnitServiceServer
	base
}

var unitList = list.Of[domain.Unit]{
	Fields: list.Fields{
		"kind": list.Enum(directoryv1.UnitKind(0).Descriptor()), "parent": list.Name("units"), "site": list.Name("sites"),
		"external_id": list.Foreign.Only("="), "create_time": list.Timestamp.Only(), "update_time": list.Timestamp.Only("<", "<=", ">", ">="),
	},
	Order: []string{"create_time", "update_time"},
	Key: func(u domain.Unit, field string) any {
		switch field {
		case "create_time":
			return db.Micros(u.CreateTime)
		case "update_time":
			return db.Micros(u.UpdateTime)
		default:
			return u.ID
		}
	},
}

func (s *units) GetUnit(ctx context.Context, req *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
	unit, err := domain.GetUnit(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	return wire.Unit(&unit), nil
}

func (s *units) ListUnits(ctx context.Context, req *directoryv1.ListUnitsRequest) (*directoryv1.ListUnitsResponse, error) {
	wanted := domain.UnitsWanted{Archived: req.GetShowArchived(), UpdatedAfter: resource.Instant(req.GetUpdatedAfter())}
	page, next, err := unitList.Page(ctx, req, func(asked model.List) ([]domain.Unit, error) {
		return s.read.Units(ctx, model.ScopeFrom(ctx), asked, wanted)
	})
	write := func(unit domain.Unit) *directoryv1.Unit { return wire.Unit(&unit) }
	return &directoryv1.ListUnitsResponse{Units: list.Protos(page, write), NextPageToken: next}, err
}

func (s *units) CreateUnit(ctx context.Context, req *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.Unit, error) {
		draft, err := wire.UnitDraft(req.GetUnit())
		if err != nil {
			return nil, err
		}
		unit, err := domain.CreateUnit(ctx, store, model.ScopeFrom(ctx), source.NamingFrom(ctx), s.clock(), draft)
		return wire.Unit(&unit), err
	})
}

func (s *units) UpdateUnit(ctx context.Context, req *directoryv1.UpdateUnitRequest) (*directoryv1.Unit, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.Unit, error) {
		id, err := resource.ID("units", req.GetUnit().GetName())
		if err != nil {
			return nil, err
		}
		edit := func(before domain.Unit) (domain.Unit, error) {
			after := wire.Unit(&before)
			if err := resource.Update(req.GetUpdateMask(), after, req.GetUnit(), &directoryv1.CreateUnitRequest{Unit: after}); err != nil {
				return domain.Unit{}, err
			}
			return wire.UnitDraft(after)
		}
		unit, err := domain.UpdateUnit(ctx, store, model.ScopeFrom(ctx), source.NamingFrom(ctx), s.clock(), id, req.GetUnit().GetEtag(), edit)
		return wire.Unit(&unit), err
	})
}

func (s *units) ArchiveUnit(ctx context.Context, req *directoryv1.ArchiveUnitRequest) (*directoryv1.Unit, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.Unit, error) {
		unit, err := domain.ArchiveUnit(ctx, store, model.ScopeFrom(ctx), s.clock(), model.ID(req.GetName()), req.GetEtag())
		return wire.Unit(&unit), err
	})
}

func (s *units) BatchUpsertUnits(ctx context.Context, req *directoryv1.BatchUpsertUnitsRequest) (*directoryv1.BatchUpsertUnitsResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.BatchUpsertUnitsResponse, error) {
		batch := make([]domain.Row, len(req.GetRows()))
		for i, row := range req.GetRows() {
			batch[i] = wire.UnitRow(int64(i+1), row)
		}
		results, err := domain.Upsert(ctx, store, model.ScopeFrom(ctx), source.NamingFrom(ctx), s.clock(), batch)
		return &directoryv1.BatchUpsertUnitsResponse{Results: wire.Results(results, "units", req.GetValidateOnly(), refusal.Locale(ctx))}, err
	})
}
