// Package ledger answers the calls about ledgers, accounts and transfers.
package ledger

import (
	"context"

	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// Parts are what the calls are answered with.
type Parts struct {
	DB   *db.DB
	Read domain.Reader
	// Bind makes the domain's store of a transaction.
	Bind func(*db.Tx) domain.Store
	// Post takes postings for callers that have no transaction.
	Post  func(ctx context.Context, postings []domain.Posting) ([]domain.Outcome, error)
	Clock model.Clock
}

// Register adds LedgerService, AccountService and TransferService.
func Register(r grpc.ServiceRegistrar, p Parts) {
	b := base{read: p.Read, work: request.Work[domain.Store]{DB: p.DB, Bind: p.Bind, Clock: p.Clock}, clock: p.Clock}
	incentivev1.RegisterLedgerServiceServer(r, &ledgers{base: b})
	incentivev1.RegisterAccountServiceServer(r, &accounts{base: b})
	incentivev1.RegisterTransferServiceServer(r, &transfers{base: b, post: p.Post})
}

type base struct {
	read  domain.Reader
	work  request.Work[domain.Store]
	clock model.Clock
}
