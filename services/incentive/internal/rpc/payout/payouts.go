// Package payout answers the calls about bonuses in money.
package payout

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/payout"
)

// Register adds PayoutService.
func Register(r grpc.ServiceRegistrar, read payout.Reader, work request.Work[payout.Store]) {
	incentivev1.RegisterPayoutServiceServer(r, &payouts{read: read, work: work})
}

type payouts struct {
	incentivev1.UnimplementedPayoutServiceServer
	read payout.Reader
	work request.Work[payout.Store]
}

// GetPayout reads one payout.
func (s *payouts) GetPayout(ctx context.Context, req *incentivev1.GetPayoutRequest) (*incentivev1.Payout, error) {
	found, err := payout.Get(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	return payoutProto(found), err
}

var payoutList = list.Of[payout.Payout]{
	Fields: list.Fields{
		"create_time": list.Timestamp.Only(), "update_time": list.Timestamp.Only("<", "<=", ">", ">="),
		"person": list.Name("people").Only("="), "employer": list.String.Only("="), "currency": list.String.Only("="),
		"state": list.Enum(incentivev1.PayoutState(0).Descriptor()).Only("="),
	},
	Order:   []string{"create_time", "update_time"},
	Default: "update_time",
	Key: func(p payout.Payout, field string) any {
		switch field {
		case "create_time":
			return db.Micros(p.CreateTime)
		case "update_time":
			return db.Micros(p.UpdateTime)
		default:
			return p.ID
		}
	},
}

// ListPayouts lists the payouts within the scope and the caller's own.
func (s *payouts) ListPayouts(ctx context.Context, req *incentivev1.ListPayoutsRequest) (*incentivev1.ListPayoutsResponse, error) {
	page, next, err := payoutList.Page(ctx, req, func(asked model.List) ([]payout.Payout, error) {
		return s.read.Payouts(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListPayoutsResponse{Payouts: list.Protos(page, payoutProto), NextPageToken: next}, err
}

// OrderPayout orders a bonus.
func (s *payouts) OrderPayout(ctx context.Context, req *incentivev1.OrderPayoutRequest) (*incentivev1.Payout, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store payout.Store) (*incentivev1.Payout, error) {
		from := req.GetPayout()
		if err := text.Localized("payout.reason", from.GetReason().GetTexts()); err != nil {
			return nil, err
		}
		if err := text.Line("payout.source", from.GetSource(), 128); err != nil {
			return nil, err
		}
		made, err := payout.OrderOne(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), payout.Order{
			Person: model.ID(from.GetPerson()), Budget: model.ID(from.GetBudgetUnit()), Currency: from.GetCurrency(), Amount: from.GetAmount(),
			Basis: payout.Basis(from.GetBasis()), TaxCategory: from.GetTaxCategory(), Reason: from.GetReason().GetTexts(), Source: from.GetSource(),
			By: model.SubjectFrom(ctx),
		})
		return payoutProto(made), err
	})
}

// AcknowledgePayout notes that payroll pays.
func (s *payouts) AcknowledgePayout(ctx context.Context, req *incentivev1.AcknowledgePayoutRequest) (*incentivev1.Payout, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store payout.Store) (*incentivev1.Payout, error) {
		if err := text.Line("payroll_reference", req.GetPayrollReference(), 128); err != nil {
			return nil, err
		}
		decided, err := payout.Acknowledge(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetPayrollReference(), model.SubjectFrom(ctx))
		return payoutProto(decided), err
	})
}

// RejectPayout notes that payroll does not pay.
func (s *payouts) RejectPayout(ctx context.Context, req *incentivev1.RejectPayoutRequest) (*incentivev1.Payout, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store payout.Store) (*incentivev1.Payout, error) {
		if err := text.Lines("reason", req.GetReason(), 500); err != nil {
			return nil, err
		}
		decided, err := payout.Reject(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetReason(), model.SubjectFrom(ctx))
		return payoutProto(decided), err
	})
}

func payoutProto(p payout.Payout) *incentivev1.Payout {
	return &incentivev1.Payout{
		Name: model.Name("payouts", p.ID), Person: model.Name("people", p.Person), BudgetUnit: model.Name("units", p.Budget), Currency: p.Currency,
		Amount: p.Amount, Basis: incentivev1.PayoutBasis(p.Basis), TaxCategory: p.TaxCategory, Reason: resource.Localized(p.Reason), Source: p.Source,
		Unit: model.Name("units", p.Unit), Employer: p.Employer, State: incentivev1.PayoutState(p.State), PayrollReference: p.Reference,
		Rejection: p.Rejection, CreateTime: resource.Timestamp(p.CreateTime), UpdateTime: resource.Timestamp(p.UpdateTime),
		DecideTime: resource.Timestamp(p.DecideTime),
	}
}
