package org

import (
	"context"
	"strconv"

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

var unitSpec = list.Spec{
	Fields: map[string]list.Kind{
		"kind": list.Enum(directoryv1.UnitKind(0).Descriptor()), "parent": list.Name("units"), "site": list.Name("sites"),
		"external_id": list.Foreign.Only("="), "create_time": list.Timestamp.Only(), "update_time": list.Timestamp.Only("<", "<=", ">", ">="),
	},
	Order: []string{"create_time", "update_time"},
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
	l, err := unitSpec.Parse(ctx, "ListUnits", req.GetFilter(), req.GetOrderBy(), req.GetPageToken(), req.GetPageSize(),
		strconv.FormatBool(wanted.Archived), wanted.UpdatedAfter.String())
	if err != nil {
		return nil, err
	}
	found, err := s.read.Units(ctx, model.ScopeFrom(ctx), l, wanted)
	if err != nil {
		return nil, err
	}
	size, next := unitSpec.Page(l, len(found), func(last int) []any { return unitKeys(l, found[last]) })
	response := &directoryv1.ListUnitsResponse{NextPageToken: next}
	for i := range found[:size] {
		response.Units = append(response.Units, wire.Unit(&found[i]))
	}
	return response, nil
}

func unitKeys(l model.List, unit domain.Unit) (keys []any) {
	for _, by := range l.Order {
		switch by.Field {
		case "create_time":
			keys = append(keys, db.Micros(unit.CreateTime))
		case "update_time":
			keys = append(keys, db.Micros(unit.UpdateTime))
		}
	}
	return append(keys, unit.ID)
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
