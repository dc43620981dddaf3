package award

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	usecase "github.com/hearth-culture/hearth/services/incentive/internal/domain/award/schemes"
)

type schemeCalls struct {
	incentivev1.UnimplementedAwardSchemeServiceServer
	base
}

// GetAwardScheme reads one scheme.
func (s *schemeCalls) GetAwardScheme(ctx context.Context, req *incentivev1.GetAwardSchemeRequest) (*incentivev1.AwardScheme, error) {
	found, err := usecase.Get(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return schemeProto(found), err
}

var schemeList = list.NewestFirst(func(s domain.Scheme) (time.Time, string) { return s.CreateTime, s.ID }, list.Fields{
	"unit": list.Name("units").Only("="), "state": list.Enum(incentivev1.AwardSchemeState(0).Descriptor()).Only("="),
})

// ListAwardSchemes lists the schemes within the scope, newest first.
func (s *schemeCalls) ListAwardSchemes(ctx context.Context, req *incentivev1.ListAwardSchemesRequest) (*incentivev1.ListAwardSchemesResponse, error) {
	page, next, err := schemeList.Page(ctx, req, func(asked model.List) ([]domain.Scheme, error) {
		return s.read.Schemes(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListAwardSchemesResponse{AwardSchemes: list.Protos(page, schemeProto), NextPageToken: next}, err
}

// CreateAwardScheme begins a draft.
func (s *schemeCalls) CreateAwardScheme(ctx context.Context, req *incentivev1.CreateAwardSchemeRequest) (*incentivev1.AwardScheme, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardScheme, error) {
		made, err := usecase.Create(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), rules(req.GetAwardScheme()))
		return schemeProto(made), err
	})
}

// UpdateAwardScheme changes a draft.
func (s *schemeCalls) UpdateAwardScheme(ctx context.Context, req *incentivev1.UpdateAwardSchemeRequest) (*incentivev1.AwardScheme, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardScheme, error) {
		id, err := resource.ID(schemeCollection, req.GetAwardScheme().GetName())
		if err != nil {
			return nil, err
		}
		edit := func(before domain.Scheme) (domain.Rules, error) {
			after := schemeProto(before)
			err := resource.Update(req.GetUpdateMask(), after, req.GetAwardScheme(), &incentivev1.CreateAwardSchemeRequest{AwardScheme: after})
			return rules(after), err
		}
		changed, err := usecase.Update(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), id, req.GetAwardScheme().GetEtag(), edit)
		return schemeProto(changed), err
	})
}

// ActivateAwardScheme has rounds begun by a scheme that is fair.
func (s *schemeCalls) ActivateAwardScheme(ctx context.Context, req *incentivev1.ActivateAwardSchemeRequest) (*incentivev1.AwardScheme, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardScheme, error) {
		changed, err := usecase.Activate(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetEtag())
		return schemeProto(changed), err
	})
}

// ArchiveAwardScheme has no more rounds begun.
func (s *schemeCalls) ArchiveAwardScheme(ctx context.Context, req *incentivev1.ArchiveAwardSchemeRequest) (*incentivev1.AwardScheme, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AwardScheme, error) {
		changed, err := usecase.Archive(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetEtag())
		return schemeProto(changed), err
	})
}
