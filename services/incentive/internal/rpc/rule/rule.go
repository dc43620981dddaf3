// Package rule answers the calls about rules that grant points for what happens.
package rule

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/rule"
)

// Register adds RuleService.
func Register(r grpc.ServiceRegistrar, read domain.Reader, work request.Work[domain.Store]) {
	incentivev1.RegisterRuleServiceServer(r, &rules{read: read, work: work})
}

type rules struct {
	incentivev1.UnimplementedRuleServiceServer
	read domain.Reader
	work request.Work[domain.Store]
}

// CreateRule drafts a rule.
func (s *rules) CreateRule(ctx context.Context, req *incentivev1.CreateRuleRequest) (*incentivev1.Rule, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Rule, error) {
		draft, err := ruleDraft(req.GetRule())
		if err != nil {
			return nil, err
		}
		made, err := domain.Create(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), draft)
		return ruleProto(made), err
	})
}

// UpdateRule changes a draft.
func (s *rules) UpdateRule(ctx context.Context, req *incentivev1.UpdateRuleRequest) (*incentivev1.Rule, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Rule, error) {
		id, err := resource.ID("rules", req.GetRule().GetName())
		if err != nil {
			return nil, err
		}
		edit := func(before domain.Rule) (domain.Rule, error) {
			after := ruleProto(before)
			if err := resource.Update(req.GetUpdateMask(), after, req.GetRule(), &incentivev1.CreateRuleRequest{Rule: after}); err != nil {
				return domain.Rule{}, err
			}
			return ruleDraft(after)
		}
		changed, err := domain.Update(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), id, req.GetRule().GetEtag(), edit)
		return ruleProto(changed), err
	})
}

// named is a request to change the state of one rule.
type named interface {
	proto.Message
	GetName() string
	GetEtag() string
}

type change = func(ctx context.Context, s domain.Store, scope model.Scope, now time.Time, id, etag string) (domain.Rule, error)

func (s *rules) turn(ctx context.Context, req named, fn change) (*incentivev1.Rule, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Rule, error) {
		changed, err := fn(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetEtag())
		return ruleProto(changed), err
	})
}

// PublishRule makes a version of a draft.
func (s *rules) PublishRule(ctx context.Context, req *incentivev1.PublishRuleRequest) (*incentivev1.Rule, error) {
	return s.turn(ctx, req, domain.Publish)
}

// ActivateRule has the last version grant.
func (s *rules) ActivateRule(ctx context.Context, req *incentivev1.ActivateRuleRequest) (*incentivev1.Rule, error) {
	return s.turn(ctx, req, domain.Activate)
}

// PauseRule has a rule grant nothing for a time.
func (s *rules) PauseRule(ctx context.Context, req *incentivev1.PauseRuleRequest) (*incentivev1.Rule, error) {
	return s.turn(ctx, req, domain.Pause)
}

// ArchiveRule ends a rule.
func (s *rules) ArchiveRule(ctx context.Context, req *incentivev1.ArchiveRuleRequest) (*incentivev1.Rule, error) {
	return s.turn(ctx, req, domain.Archive)
}

func ruleDraft(from *incentivev1.Rule) (domain.Rule, error) {
	spec := domain.Spec{
		DisplayName: from.GetDisplayName().GetTexts(), On: fact.Type(from.GetEvent()), Condition: from.GetCondition(), Amount: from.GetAmount(),
		Share: domain.Share(from.GetShare()), Reason: from.GetReason().GetTexts(), Zone: from.GetTimeZone(), Period: domain.Period(from.GetPeriod()),
		PersonCap: from.GetPersonCap(), TotalCap: from.GetTotalCap(), CoolDown: time.Duration(from.GetCoolDownHours()) * time.Hour,
		Budget: model.ID(from.GetBudget()),
	}
	var err error
	if spec.Start, err = text.Day("rule.start_date", from.GetStartDate()); err != nil {
		return domain.Rule{}, err
	}
	spec.End, err = text.Day("rule.end_date", from.GetEndDate())
	return domain.Rule{OwnerUnit: model.ID(from.GetOwnerUnit()), Employer: from.GetEmployer(), Spec: spec}, err
}

func ruleProto(r domain.Rule) *incentivev1.Rule {
	made := specProto(r.Spec)
	made.Name, made.OwnerUnit, made.Employer = model.Name("rules", r.ID), model.Name("units", r.OwnerUnit), r.Employer
	made.State, made.PublishedVersion = incentivev1.RuleState(r.State), r.Published
	for _, refused := range r.Refused {
		shown, below := refused.Shown()
		made.RefusedGrants = append(made.RefusedGrants, &incentivev1.RuleRefusals{
			Refusal: incentivev1.RuleRefusal(shown.Refusal), Grants: shown.Grants, People: shown.People, BelowFloor: below,
		})
	}
	made.Etag, made.CreateTime, made.UpdateTime = r.Etag(), resource.Timestamp(r.CreateTime), resource.Timestamp(r.UpdateTime)
	return made
}

func specProto(spec domain.Spec) *incentivev1.Rule {
	return &incentivev1.Rule{
		DisplayName: resource.Localized(spec.DisplayName), Event: incentivev1.FactType(spec.On), Condition: spec.Condition, Amount: spec.Amount,
		Share: incentivev1.RuleShare(spec.Share), Reason: resource.Localized(spec.Reason), StartDate: spec.Start.String(), EndDate: spec.End.String(),
		TimeZone: spec.Zone, Period: incentivev1.RulePeriod(spec.Period), PersonCap: spec.PersonCap, TotalCap: spec.TotalCap,
		CoolDownHours: int32(spec.CoolDown / time.Hour), Budget: model.Name("units", spec.Budget),
	}
}
