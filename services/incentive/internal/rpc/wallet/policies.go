package wallet

import (
	"context"

	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/allowance"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/policy"
)

type policies struct {
	incentivev1.UnimplementedAllowanceServiceServer
	read Reader
	work request.Work[Store]
	// set is told that a policy was set or taken away.
	set func()
}

// GetAllowancePolicy reads the policy of a unit, or of the whole installation.
func (s *policies) GetAllowancePolicy(ctx context.Context, req *incentivev1.GetAllowancePolicyRequest) (*incentivev1.AllowancePolicy, error) {
	found, err := allowance.Get(ctx, s.read, model.ScopeFrom(ctx), policy.Unit(req.GetName()))
	return policyProto(found), err
}

var policyList = list.Ascending(func(p allowance.Policy) string { return p.Unit }, nil)

// ListAllowancePolicies lists the policies of units within the scope, and that of the whole installation first.
func (s *policies) ListAllowancePolicies(ctx context.Context, req *incentivev1.ListAllowancePoliciesRequest) (*incentivev1.ListAllowancePoliciesResponse, error) {
	page, next, err := policyList.Page(ctx, req, func(asked model.List) ([]allowance.Policy, error) {
		return s.read.Policies(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListAllowancePoliciesResponse{AllowancePolicies: list.Protos(page, policyProto), NextPageToken: next}, err
}

// SetAllowancePolicy makes or changes the policy of a unit.
func (s *policies) SetAllowancePolicy(ctx context.Context, req *incentivev1.SetAllowancePolicyRequest) (*incentivev1.AllowancePolicy, error) {
	defer s.set()
	return request.Do(ctx, s.work, req, func(ctx context.Context, store Store) (*incentivev1.AllowancePolicy, error) {
		from := req.GetPolicy()
		set, err := allowance.Set(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), allowance.Policy{
			Unit: model.ID(from.GetUnit()), Amount: from.GetAmount(), Period: allowance.Period(from.GetPeriod()),
			Caps: allowance.Caps{PerGift: from.GetMostPerGift(), PerDay: from.GetMostPerDay(), PerColleague: from.GetMostPerColleague()},
		})
		return policyProto(set), err
	})
}

// DeleteAllowancePolicy takes the policy of a unit away.
func (s *policies) DeleteAllowancePolicy(ctx context.Context, req *incentivev1.DeleteAllowancePolicyRequest) (*emptypb.Empty, error) {
	defer s.set()
	return request.Do(ctx, s.work, req, func(ctx context.Context, store Store) (*emptypb.Empty, error) {
		return &emptypb.Empty{}, allowance.Delete(ctx, store, model.ScopeFrom(ctx), policy.Unit(req.GetName()))
	})
}

func policyProto(p allowance.Policy) *incentivev1.AllowancePolicy {
	return &incentivev1.AllowancePolicy{
		Name: policy.Name("allowancePolicies", p.Unit), Unit: model.Name("units", p.Unit), Amount: p.Amount, Period: incentivev1.AllowancePeriod(p.Period),
		MostPerGift: p.PerGift, MostPerDay: p.PerDay, MostPerColleague: p.PerColleague, UpdateTime: resource.Timestamp(p.UpdateTime),
	}
}
