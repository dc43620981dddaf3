// Package fund answers the calls about funds, and about what people propose to them.
package fund

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fund"
)

// Register adds FundService, ProposalService and TrancheService.
func Register(r grpc.ServiceRegistrar, read domain.Reader, work request.Work[domain.Store]) {
	b := base{read, work}
	incentivev1.RegisterFundServiceServer(r, &funds{base: b})
	incentivev1.RegisterProposalServiceServer(r, &proposals{base: b})
	incentivev1.RegisterTrancheServiceServer(r, &tranches{base: b})
}

// mostSaid is how many characters a reason or a result has at most.
const mostSaid = 4000

type base struct {
	read domain.Reader
	work request.Work[domain.Store]
}

type funds struct {
	incentivev1.UnimplementedFundServiceServer
	base
}

// GetFund reads one fund.
func (s *funds) GetFund(ctx context.Context, req *incentivev1.GetFundRequest) (*incentivev1.Fund, error) {
	found, err := domain.Get(ctx, s.read, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()))
	return fundProto(found), err
}

var fundList = list.NewestFirst(func(f domain.Fund) (time.Time, string) { return f.CreateTime, f.ID }, list.Fields{
	"unit": list.Name("units").Only("="), "currency": list.String.Only("="), "employer": list.String.Only("="),
})

// ListFunds lists the funds that are open to the caller, and those within the caller's scope, newest first.
func (s *funds) ListFunds(ctx context.Context, req *incentivev1.ListFundsRequest) (*incentivev1.ListFundsResponse, error) {
	page, next, err := fundList.Page(ctx, req, func(asked model.List) ([]domain.Fund, error) {
		scope := model.ScopeFrom(ctx)
		standing, err := domain.StandingOf(ctx, s.read, scope, s.work.Clock())
		if err != nil {
			return nil, err
		}
		return s.read.Funds(ctx, scope, standing, asked)
	})
	return &incentivev1.ListFundsResponse{Funds: list.Protos(page, fundProto), NextPageToken: next}, err
}

// CreateFund begins a fund.
func (s *funds) CreateFund(ctx context.Context, req *incentivev1.CreateFundRequest) (*incentivev1.Fund, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Fund, error) {
		from := req.GetFund()
		made, err := domain.Create(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), domain.Fund{
			DisplayName: from.GetDisplayName().GetTexts(), Unit: model.ID(from.GetUnit()), Currency: from.GetCurrency(), Employer: from.GetEmployer(),
		})
		return fundProto(made), err
	})
}

// AllotFund puts an amount into a fund, or takes some out.
func (s *funds) AllotFund(ctx context.Context, req *incentivev1.AllotFundRequest) (*incentivev1.Fund, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.Fund, error) {
		after, err := domain.Allot(ctx, store, model.ScopeFrom(ctx), s.work.Clock(), model.ID(req.GetName()), req.GetAmount())
		return fundProto(after), err
	})
}

func fundProto(f domain.Fund) *incentivev1.Fund {
	return &incentivev1.Fund{
		Name: model.Name("funds", f.ID), DisplayName: resource.Localized(f.DisplayName), Unit: model.Name("units", f.Unit), Currency: f.Currency,
		Employer: f.Employer, Available: f.Available, Held: f.Held, CreateTime: resource.Timestamp(f.CreateTime),
	}
}
