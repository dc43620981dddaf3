// Package wallet answers the calls about what people may give and were given, and about what units may award.
package wallet

import (
	"context"
	"math"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/allowance"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/budget"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/statement"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Reader is what calls that change nothing read.
type Reader interface {
	statement.Reader
	budget.Reader
}

// Store is what calls change.
type Store interface {
	allowance.Store
	budget.Store
}

// Register adds AllowanceService, BudgetService and WalletService.
func Register(r grpc.ServiceRegistrar, read Reader, work request.Work[Store], policySet func()) {
	incentivev1.RegisterAllowanceServiceServer(r, &policies{read: read, work: work, set: policySet})
	incentivev1.RegisterBudgetServiceServer(r, &budgets{read: read, work: work})
	incentivev1.RegisterWalletServiceServer(r, &wallets{read: read, clock: work.Clock})
}

type wallets struct {
	incentivev1.UnimplementedWalletServiceServer
	read  Reader
	clock model.Clock
}

// GetWallet reads the caller's own wallet.
func (s *wallets) GetWallet(ctx context.Context, _ *incentivev1.GetWalletRequest) (*incentivev1.Wallet, error) {
	found, err := statement.Of(ctx, s.read, s.clock(), model.ScopeFrom(ctx).Self)
	if err != nil {
		return nil, err
	}
	answer := &incentivev1.Wallet{
		Allowance: found.Allowance, AllowanceExpireTime: resource.Timestamp(found.AllowanceEnds), Earned: found.Earned, EarnedHeld: found.Held,
	}
	if found.Policy != nil {
		answer.Policy = policyProto(*found.Policy)
	}
	for _, m := range found.Bonuses {
		answer.Bonuses = append(answer.Bonuses, &incentivev1.WalletMoney{Currency: m.Currency, Employer: m.Employer, Amount: m.Amount})
	}
	return answer, nil
}

var entryList = list.Descending(func(l statement.Line) int64 { return l.At }, nil)

var parts = map[incentivev1.WalletPart]string{
	incentivev1.WalletPart_WALLET_PART_ALLOWANCE: domain.Allowance, incentivev1.WalletPart_WALLET_PART_EARNED: domain.Earned,
}

// ListWalletEntries lists what happened to a part of the caller's own wallet, newest first.
func (s *wallets) ListWalletEntries(ctx context.Context, req *incentivev1.ListWalletEntriesRequest) (*incentivev1.ListWalletEntriesResponse, error) {
	page, next, err := entryList.Page(ctx, req, func(asked model.List) ([]statement.Line, error) {
		before := int64(math.MaxInt64)
		if len(asked.After) > 0 {
			before = asked.After[0].(int64)
		}
		return statement.Lines(ctx, s.read, model.ScopeFrom(ctx).Self, parts[req.GetPart()], before, asked.Size+1)
	})
	return &incentivev1.ListWalletEntriesResponse{Entries: list.Protos(page, entryProto), NextPageToken: next}, err
}

func entryProto(l statement.Line) *incentivev1.WalletEntry {
	return &incentivev1.WalletEntry{
		Transfer: model.Name("transfers", l.ID.String()), Kind: incentivev1.TransferKind(l.Kind), Amount: l.Change, Balance: l.Balance,
		Reason: l.Reason, Source: l.Source, Text: resource.Localized(model.Text{"en": l.Words.En, "zh-CN": l.Words.ZhCN}),
		CreateTime: resource.Timestamp(db.FromMicros(l.At)),
	}
}
