package rule

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/rule"
)

// GetRule reads one rule.
func (s *rules) GetRule(ctx context.Context, req *incentivev1.GetRuleRequest) (*incentivev1.Rule, error) {
	found, err := domain.Get(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return ruleProto(found), err
}

var ruleList = list.NewestFirst(func(r domain.Rule) (time.Time, string) { return r.CreateTime, r.ID }, nil)

// ListRules lists the rules within the caller's scope, newest first.
func (s *rules) ListRules(ctx context.Context, req *incentivev1.ListRulesRequest) (*incentivev1.ListRulesResponse, error) {
	page, next, err := ruleList.Page(ctx, req, func(asked model.List) ([]domain.Rule, error) {
		return s.read.Rules(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListRulesResponse{Rules: list.Protos(page, ruleProto), NextPageToken: next}, err
}

var versionList = list.Descending(func(v domain.Version) int64 { return v.Number }, nil)

// ListRuleVersions lists what was published of a rule, the last first.
func (s *rules) ListRuleVersions(ctx context.Context, req *incentivev1.ListRuleVersionsRequest) (*incentivev1.ListRuleVersionsResponse, error) {
	var of domain.Rule
	page, next, err := versionList.Page(ctx, req, func(asked model.List) (found []domain.Version, err error) {
		if of, err = domain.Get(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName())); err != nil {
			return nil, err
		}
		return s.read.Versions(ctx, of.ID, asked)
	})
	write := func(v domain.Version) *incentivev1.RuleVersion {
		published := specProto(v.Spec)
		published.Name, published.OwnerUnit, published.Employer = req.GetName(), model.Name("units", of.OwnerUnit), of.Employer
		return &incentivev1.RuleVersion{Version: v.Number, Rule: published, PublishTime: resource.Timestamp(v.PublishTime)}
	}
	return &incentivev1.ListRuleVersionsResponse{Versions: list.Protos(page, write), NextPageToken: next}, err
}

// previewed is how far back a preview looks by itself.
const previewed = 30 * 24 * time.Hour

// PreviewRule says what a draft would have granted.
func (s *rules) PreviewRule(ctx context.Context, req *incentivev1.PreviewRuleRequest) (*incentivev1.PreviewRuleResponse, error) {
	now := s.work.Clock()
	from, to := resource.Instant(req.GetStartTime()), resource.Instant(req.GetEndTime())
	if to.IsZero() {
		to = now
	}
	if from.IsZero() {
		from = to.Add(-previewed)
	}
	if !from.Before(to) {
		return nil, model.InvalidField("start_time", model.Say("is not before the end", "须早于结束时间"))
	}
	figures, err := domain.Preview(ctx, s.read, model.ScopeFrom(ctx), now, model.ID(req.GetName()), from, to)
	if err != nil {
		return nil, err
	}
	return &incentivev1.PreviewRuleResponse{
		Facts: figures.Facts, Grants: figures.Grants, Points: figures.Points, People: figures.People, BelowFloor: figures.BelowFloor,
	}, nil
}

var grantList = list.NewestFirst(func(g domain.Grant) (time.Time, string) { return g.CreateTime, g.ID }, nil)

// ListRuleGrants lists what the caller was granted, newest first.
func (s *rules) ListRuleGrants(ctx context.Context, req *incentivev1.ListRuleGrantsRequest) (*incentivev1.ListRuleGrantsResponse, error) {
	page, next, err := grantList.Page(ctx, req, func(asked model.List) ([]domain.Grant, error) {
		return s.read.Grants(ctx, model.ScopeFrom(ctx), asked)
	})
	if err != nil {
		return nil, err
	}
	answer := &incentivev1.ListRuleGrantsResponse{NextPageToken: next}
	reasons := reasons{read: s.read, known: map[versionKey]model.Text{}}
	for _, g := range page {
		reason, err := reasons.of(ctx, g)
		if err != nil {
			return nil, err
		}
		told := &incentivev1.RuleGrant{
			Rule: model.Name("rules", g.Rule), Version: g.Version, Reason: resource.Localized(reason),
			Event: incentivev1.FactType(g.On), EventTime: resource.Timestamp(g.Time), Resource: g.Resource, Withdrawn: g.Withdrawn, CreateTime: resource.Timestamp(g.CreateTime),
			Refusal: incentivev1.RuleRefusal(g.Refusal), RefusalReason: resource.Localized(g.Refusal.Text()),
		}
		if g.Refusal == 0 {
			told.Transfer, told.Points = model.Name("transfers", g.ID), g.Amount
		} else {
			told.RefusedPoints = g.Amount
		}
		answer.Grants = append(answer.Grants, told)
	}
	return answer, nil
}
