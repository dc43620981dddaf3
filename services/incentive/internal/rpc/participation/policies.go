// Package participation answers the calls about what people get for taking part in surveys.
package participation

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/participation"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/policy"
)

// Register adds ParticipationService.
func Register(r grpc.ServiceRegistrar, read domain.PolicyReader, work request.Work[domain.PolicyStore]) {
	incentivev1.RegisterParticipationServiceServer(r, &policies{read: read, work: work})
}

type policies struct {
	incentivev1.UnimplementedParticipationServiceServer
	read domain.PolicyReader
	work request.Work[domain.PolicyStore]
}

// GetParticipationPolicy reads the policy of a unit, or of the whole installation.
func (s *policies) GetParticipationPolicy(ctx context.Context, req *incentivev1.GetParticipationPolicyRequest) (*incentivev1.ParticipationPolicy, error) {
	found, err := domain.Get(ctx, s.read, model.ScopeFrom(ctx), policy.Unit(req.GetName()))
	return policyProto(found), err
}

var policyList = list.Ascending(func(p domain.Policy) string { return p.Unit }, nil)

// ListParticipationPolicies lists the policies of units within the scope, and that of the whole installation first.
func (s *policies) ListParticipationPolicies(
	ctx context.Context, req *incentivev1.ListParticipationPoliciesRequest,
) (*incentivev1.ListParticipationPoliciesResponse, error) {
	page, next, err := policyList.Page(ctx, req, func(asked model.List) ([]domain.Policy, error) {
		return s.read.Policies(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListParticipationPoliciesResponse{ParticipationPolicies: list.Protos(page, policyProto), NextPageToken: next}, err
}

// SetParticipationPolicy makes or changes the policy of a unit.
func (s *policies) SetParticipationPolicy(ctx context.Context, req *incentivev1.SetParticipationPolicyRequest) (*incentivev1.ParticipationPolicy, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.PolicyStore) (*incentivev1.ParticipationPolicy, error) {
		set, err := domain.Set(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), domain.Policy{
			Unit: model.ID(req.GetPolicy().GetUnit()), Points: req.GetPolicy().GetPoints(), MostPerYear: req.GetPolicy().GetMostPointsPerYear(),
		})
		return policyProto(set), err
	})
}

// DeleteParticipationPolicy takes the policy of a unit away.
func (s *policies) DeleteParticipationPolicy(ctx context.Context, req *incentivev1.DeleteParticipationPolicyRequest) (*emptypb.Empty, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.PolicyStore) (*emptypb.Empty, error) {
		return &emptypb.Empty{}, domain.Delete(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), policy.Unit(req.GetName()))
	})
}

func policyProto(p domain.Policy) *incentivev1.ParticipationPolicy {
	made := &incentivev1.ParticipationPolicy{
		Name: policy.Name("participationPolicies", p.Unit), Unit: model.Name("units", p.Unit), Points: p.Points, UpdateTime: resource.Timestamp(p.UpdateTime),
	}
	if p.MostPerYear > 0 {
		made.MostPointsPerYear = &p.MostPerYear
	}
	return made
}
