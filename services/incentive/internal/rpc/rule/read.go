package rule

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
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

var newestFirst = list.Spec{
	Fields:  map[string]list.Kind{"create_time": list.Timestamp.Only(), "id": list.String.Only()},
	Default: "create_time desc",
}

// ListRules lists the rules within the caller's scope, newest first.
func (s *rules) ListRules(ctx context.Context, req *incentivev1.ListRulesRequest) (*incentivev1.ListRulesResponse, error) {
	asked, err := newestFirst.Parse(ctx, "ListRules", "", "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	found, err := s.read.Rules(ctx, model.ScopeFrom(ctx), asked)
	if err != nil {
		return nil, err
	}
	size, next := newestFirst.Page(asked, len(found), func(last int) []any { return []any{db.Micros(found[last].CreateTime), found[last].ID} })
	answer := &incentivev1.ListRulesResponse{NextPageToken: next}
	for _, r := range found[:size] {
		answer.Rules = append(answer.Rules, ruleProto(r))
	}
	return answer, nil
}

var lastFirst = list.Spec{Fields: map[string]list.Kind{"id": list.Int.Only()}, Default: "id desc"}

// ListRuleVersions lists what was published of a rule, the last first.
func (s *rules) ListRuleVersions(ctx context.Context, req *incentivev1.ListRuleVersionsRequest) (*incentivev1.ListRuleVersionsResponse, error) {
	asked, err := lastFirst.Parse(ctx, "ListRuleVersions", "", "", req.GetPageToken(), req.GetPageSize(), req.GetName())
	if err != nil {
		return nil, err
	}
	of, err := domain.Get(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	found, err := s.read.Versions(ctx, of.ID, asked)
	if err != nil {
		return nil, err
	}
	size, next := lastFirst.Page(asked, len(found), func(last int) []any { return []any{found[last].Number} })
	answer := &incentivev1.ListRuleVersionsResponse{NextPageToken: next}
	for _, v := range found[:size] {
		published := specProto(v.Spec)
		published.Name, published.OwnerUnit, published.Employer = req.GetName(), model.Name("units", of.OwnerUnit), of.Employer
		answer.Versions = append(answer.Versions, &incentivev1.RuleVersion{Version: v.Number, Rule: published, PublishTime: resource.Timestamp(v.PublishTime)})
	}
	return answer, nil
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

// ListRuleGrants lists what the caller was granted, newest first.
func (s *rules) ListRuleGrants(ctx context.Context, req *incentivev1.ListRuleGrantsRequest) (*incentivev1.ListRuleGrantsResponse, error) {
	asked, err := newestFirst.Parse(ctx, "ListRuleGrants", "", "", req.GetPageToken(), req.GetPageSize())
	if err != nil {
		return nil, err
	}
	found, err := s.read.Grants(ctx, model.ScopeFrom(ctx), asked)
	if err != nil {
		return nil, err
	}
	size, next := newestFirst.Page(asked, len(found), func(last int) []any { return []any{db.Micros(found[last].CreateTime), found[last].ID} })
	answer := &incentivev1.ListRuleGrantsResponse{NextPageToken: next}
	reasons := reasons{read: s.read, known: map[versionKey]model.Text{}}
	for _, g := range found[:size] {
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
