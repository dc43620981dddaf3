package ledger

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger/outside"
)

type ledgers struct {
	incentivev1.UnimplementedLedgerServiceServer
	base
}

// GetLedger reads one ledger.
func (s *ledgers) GetLedger(ctx context.Context, req *incentivev1.GetLedgerRequest) (*incentivev1.Ledger, error) {
	found, err := s.read.Ledger(ctx, model.ID(req.GetName()))
	return ledgerProto(found), err
}

var ledgerList = list.OldestFirst(func(l domain.Ledger) (time.Time, string) { return l.CreateTime, l.ID }, nil)

// ListLedgers lists the ledgers, oldest first.
func (s *ledgers) ListLedgers(ctx context.Context, req *incentivev1.ListLedgersRequest) (*incentivev1.ListLedgersResponse, error) {
	page, next, err := ledgerList.Page(ctx, req, func(asked model.List) ([]domain.Ledger, error) {
		return s.read.Ledgers(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListLedgersResponse{Ledgers: list.Protos(page, ledgerProto), NextPageToken: next}, err
}

// CreateLedger begins a ledger.
func (s *ledgers) CreateLedger(ctx context.Context, req *incentivev1.CreateLedgerRequest) (*incentivev1.Ledger, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, desk outside.Desk) (*incentivev1.Ledger, error) {
		from := req.GetLedger()
		if err := text.Line("ledger.employer", from.GetEmployer(), 64); err != nil {
			return nil, err
		}
		zone, err := text.Zone("ledger.time_zone", from.GetTimeZone())
		if err != nil {
			return nil, err
		}
		made, err := desk.CreateLedger(ctx, s.clock(), domain.Ledger{Currency: from.GetCurrency(), Employer: from.GetEmployer(), Zone: zone})
		return ledgerProto(made), err
	})
}

// CloseLedger closes all days through one that is over.
func (s *ledgers) CloseLedger(ctx context.Context, req *incentivev1.CloseLedgerRequest) (*incentivev1.Ledger, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, desk outside.Desk) (*incentivev1.Ledger, error) {
		through, err := text.Day("through", req.GetThrough())
		if err != nil {
			return nil, err
		}
		closed, err := desk.CloseLedger(ctx, s.clock(), model.ID(req.GetName()), through)
		return ledgerProto(closed), err
	})
}

// ReconcileLedger counts every account anew.
func (s *ledgers) ReconcileLedger(ctx context.Context, req *incentivev1.ReconcileLedgerRequest) (*typev1.Operation, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, desk outside.Desk) (*typev1.Operation, error) {
		now := s.clock()
		id, err := desk.Reconcile(ctx, now, model.ID(req.GetName()))
		return &typev1.Operation{Name: model.Name(operation.Collection, id), Kind: domain.Reconciliation, CreateTime: resource.Timestamp(now)}, err
	})
}

func ledgerProto(l domain.Ledger) *incentivev1.Ledger {
	made := &incentivev1.Ledger{
		Name: model.Name("ledgers", l.ID), Currency: l.Currency, Employer: l.Employer, ClosedThrough: l.ClosedThrough.String(),
		CreateTime: resource.Timestamp(l.CreateTime),
	}
	if l.Zone != nil {
		made.TimeZone = l.Zone.String()
	}
	return made
}
