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
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger/outside"
)

// Parts are what the calls are answered with.
type Parts struct {
	DB   *db.DB
	Read outside.Reader
	// Bind makes the desk of a transaction.
	Bind func(*db.Tx) outside.Desk
	// Post takes postings for callers that have no transaction.
	Post  func(ctx context.Context, postings []domain.Posting) ([]domain.Outcome, error)
	Clock model.Clock
}

// Register adds LedgerService, AccountService and TransferService.
func Register(r grpc.ServiceRegistrar, p Parts) {
	b := base{read: p.Read, work: request.Work[outside.Desk]{DB: p.DB, Bind: p.Bind, Clock: p.Clock}, clock: p.Clock}
	incentivev1.RegisterLedgerServiceServer(r, &ledgers{base: b})
	incentivev1.RegisterAccountServiceServer(r, &accounts{base: b})
	incentivev1.RegisterTransferServiceServer(r, &transfers{base: b, post: p.Post})
}

type base struct {
	read  outside.Reader
	work  request.Work[outside.Desk]
	clock model.Clock
}
