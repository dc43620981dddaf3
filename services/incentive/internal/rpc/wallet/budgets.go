package wallet

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/budget"
)

type budgets struct {
	incentivev1.UnimplementedBudgetServiceServer
	read Reader
	work request.Work[Store]
}

// GetBudget reads one budget.
func (s *budgets) GetBudget(ctx context.Context, req *incentivev1.GetBudgetRequest) (*incentivev1.Budget, error) {
	found, err := budget.Get(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return budgetProto(found), err
}

var budgetList = list.OldestFirst(func(b budget.Budget) (time.Time, string) { return b.CreateTime, b.ID }, list.Fields{
	"unit": list.Name("units").Only("="), "currency": list.String.Only("="), "employer": list.String.Only("="),
})

// ListBudgets lists the budgets within the scope, oldest first.
func (s *budgets) ListBudgets(ctx context.Context, req *incentivev1.ListBudgetsRequest) (*incentivev1.ListBudgetsResponse, error) {
	page, next, err := budgetList.Page(ctx, req, func(asked model.List) ([]budget.Budget, error) {
		return s.read.Budgets(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListBudgetsResponse{Budgets: list.Protos(page, budgetProto), NextPageToken: next}, err
}

// AllotBudget gives a unit more to award.
func (s *budgets) AllotBudget(ctx context.Context, req *incentivev1.AllotBudgetRequest) (*incentivev1.Budget, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store Store) (*incentivev1.Budget, error) {
		if err := text.Line("employer", req.GetEmployer(), 64); err != nil {
			return nil, err
		}
		left, err := budget.Allot(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetUnit()), req.GetCurrency(), req.GetEmployer(),
			req.GetAmount(), model.SubjectFrom(ctx))
		return budgetProto(left), err
	})
}

// WithdrawBudget takes back what a unit has not awarded.
func (s *budgets) WithdrawBudget(ctx context.Context, req *incentivev1.WithdrawBudgetRequest) (*incentivev1.Budget, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store Store) (*incentivev1.Budget, error) {
		left, err := budget.Withdraw(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetAmount(), model.SubjectFrom(ctx))
		return budgetProto(left), err
	})
}

func budgetProto(b budget.Budget) *incentivev1.Budget {
	return &incentivev1.Budget{
		Name: model.Name("budgets", b.ID), Unit: model.Name("units", b.Unit), Currency: b.Currency, Employer: b.Employer,
		Available: b.Available(), Held: b.Held, CreateTime: resource.Timestamp(b.CreateTime),
	}
}
