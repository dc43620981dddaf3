package recognition

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

type anniversaries struct {
	incentivev1.UnimplementedAnniversaryServiceServer
	base
}

// GetAnniversaryPreference says whether the caller's anniversaries are told.
func (s *anniversaries) GetAnniversaryPreference(ctx context.Context, _ *incentivev1.GetAnniversaryPreferenceRequest) (*incentivev1.AnniversaryPreference, error) {
	told, err := s.read.WantsAnniversaries(ctx, model.ScopeFrom(ctx).Self)
	return &incentivev1.AnniversaryPreference{Told: told}, err
}

// SetAnniversaryPreference decides whether the caller's anniversaries are told.
func (s *anniversaries) SetAnniversaryPreference(ctx context.Context, req *incentivev1.SetAnniversaryPreferenceRequest) (*incentivev1.AnniversaryPreference, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.AnniversaryPreference, error) {
		err := domain.WantAnniversaries(ctx, store, model.ScopeFrom(ctx).Self, req.GetTold())
		return &incentivev1.AnniversaryPreference{Told: req.GetTold()}, err
	})
}
