package ledger

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger/outside"
)

type accounts struct {
	incentivev1.UnimplementedAccountServiceServer
	base
}

// GetAccount reads one account.
func (s *accounts) GetAccount(ctx context.Context, req *incentivev1.GetAccountRequest) (*incentivev1.Account, error) {
	found, err := s.read.Account(ctx, model.ID(req.GetName()))
	return accountProto(found), err
}

var accountList = list.OldestFirst(func(a outside.Account) (time.Time, string) { return a.CreateTime, a.ID }, list.Fields{
	"ledger": list.Name("ledgers").Only("="), "purpose": list.String.Only("="), "owner": list.String.Only("="),
})

// ListAccounts lists the accounts, oldest first.
func (s *accounts) ListAccounts(ctx context.Context, req *incentivev1.ListAccountsRequest) (*incentivev1.ListAccountsResponse, error) {
	page, next, err := accountList.Page(ctx, req, func(asked model.List) ([]outside.Account, error) {
		return s.read.Accounts(ctx, model.ScopeFrom(ctx), asked)
	})
	return &incentivev1.ListAccountsResponse{Accounts: list.Protos(page, accountProto), NextPageToken: next}, err
}

// CreateAccount begins an account, or answers with the one that is there.
func (s *accounts) CreateAccount(ctx context.Context, req *incentivev1.CreateAccountRequest) (*incentivev1.Account, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, desk outside.Desk) (*incentivev1.Account, error) {
		from := req.GetAccount()
		made, err := desk.CreateAccount(ctx, s.clock(), domain.Account{
			Ledger: model.ID(from.GetLedger()), Purpose: from.GetPurpose(), Owner: from.GetOwner(), Overdraft: from.GetOverdraft(),
		})
		return accountProto(made), err
	})
}

// CloseAccount ends an account in which nothing is.
func (s *accounts) CloseAccount(ctx context.Context, req *incentivev1.CloseAccountRequest) (*incentivev1.Account, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, desk outside.Desk) (*incentivev1.Account, error) {
		closed, err := desk.CloseAccount(ctx, model.ID(req.GetName()))
		return accountProto(closed), err
	})
}

// GetBalance says what stood in an account at an instant.
func (s *accounts) GetBalance(ctx context.Context, req *incentivev1.GetBalanceRequest) (answer *incentivev1.Balance, err error) {
	id := model.ID(req.GetName())
	if req.GetTime() == nil {
		found, err := s.read.Balance(ctx, id)
		return balanceProto(&found), err
	}
	err = s.work.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		after, err := s.work.Bind(tx).BalanceAt(ctx, s.clock(), id, resource.Instant(req.GetTime()))
		answer = afterProto(&after)
		return err
	})
	return answer, err
}

func accountProto(a outside.Account) *incentivev1.Account {
	return &incentivev1.Account{
		Name: model.Name("accounts", a.ID), Ledger: model.Name("ledgers", a.Ledger), Purpose: a.Purpose, Owner: a.Owner, Overdraft: a.Overdraft,
		Sealed: a.Sealed, Closed: a.Closed, Balance: balanceProto(a.Balance), CreateTime: resource.Timestamp(a.CreateTime),
	}
}

// balanceProto and afterProto are nil of what is not told.
func balanceProto(b *domain.Balance) *incentivev1.Balance {
	if b == nil {
		return nil
	}
	return &incentivev1.Balance{Posted: b.Posted(), Held: b.Held, Available: b.Available(), Expected: b.Expected}
}

func afterProto(a *domain.After) *incentivev1.Balance {
	if a == nil {
		return nil
	}
	return &incentivev1.Balance{Posted: a.Posted, Held: a.Held, Available: a.Posted - a.Held}
}
