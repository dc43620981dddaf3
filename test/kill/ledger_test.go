package kill_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// payers post at the same time, so that their postings share transactions.
const payers = 4

// books are a ledger in which points go from a source by way of a budget to somebody, and all postings that were asked for.
type books struct {
	ledger, source, budget, earned string
	mu                             sync.Mutex
	postings                       []*payment
}

// payment is two transfers that stand or fall together, and whether that was acknowledged.
type payment struct {
	request      *incentivev1.PostTransfersRequest
	acknowledged bool
}

func (w *world) openBooks(t *testing.T) {
	ctx := w.Admin(t)
	ledger, err := incentivev1.NewLedgerServiceClient(w.Conn()).CreateLedger(ctx, &incentivev1.CreateLedgerRequest{
		Ledger: &incentivev1.Ledger{Currency: "POINTS", TimeZone: "Asia/Shanghai"},
	})
	require.NoError(t, err)
	open := func(purpose string) string {
		account, err := incentivev1.NewAccountServiceClient(w.Conn()).CreateAccount(ctx, &incentivev1.CreateAccountRequest{
			Account: &incentivev1.Account{Ledger: ledger.GetName(), Purpose: purpose, Overdraft: purpose == "source"},
		})
		require.NoError(t, err)
		return account.GetName()
	}
	w.books = &books{ledger: ledger.GetName(), source: open("source"), budget: open("budget"), earned: open("earned")}
}

// pay asks for a payment that was not asked for before.
func (w *world) pay(ctx context.Context) error {
	b := w.books
	transfer := func(debit, credit string) *incentivev1.Transfer {
		return &incentivev1.Transfer{
			Name: "transfers/" + uuid.NewString(), Kind: incentivev1.TransferKind_TRANSFER_KIND_DIRECT, Debit: debit, Credit: credit, Amount: 1, Reason: "thanks",
		}
	}
	p := &payment{request: &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{transfer(b.source, b.budget), transfer(b.budget, b.earned)}}}
	b.mu.Lock()
	b.postings = append(b.postings, p)
	b.mu.Unlock()
	_, err := incentivev1.NewTransferServiceClient(w.Conn()).PostTransfers(ctx, p.request)
	p.acknowledged = err == nil
	return err
}

// paidOnce asks for all payments of a round again: what was acknowledged is a replay, and what was not is taken now at the latest.
func (w *world) paidOnce(t *testing.T, before int) {
	transfers, ctx := incentivev1.NewTransferServiceClient(w.Conn()), w.Admin(t)
	for _, p := range w.books.postings[before:] {
		answer, err := transfers.PostTransfers(ctx, p.request)
		require.NoError(t, err)
		require.True(t, answer.GetReplay() || !p.acknowledged, "%s was acknowledged and is lost", p.request.GetTransfers()[0].GetName())
	}
}

// theBooksAddUp counts the payments, and has the ledger counted anew.
func (w *world) theBooksAddUp(t *testing.T) {
	ctx := w.Admin(t)
	account, err := incentivev1.NewAccountServiceClient(w.Conn()).GetAccount(ctx, &incentivev1.GetAccountRequest{Name: w.books.earned})
	require.NoError(t, err)
	require.EqualValues(t, len(w.books.postings), account.GetBalance().GetPosted())
	said := reconciled(t, ctx, w.Conn(), w.books.ledger)
	require.EqualValues(t, 4*len(w.books.postings), said.GetTransfers(), "two for each, seen from both sides")
}

// reconciled has all of a ledger counted anew, and demands that it agrees.
func reconciled(t *testing.T, ctx context.Context, conn *grpc.ClientConn, ledger string) *incentivev1.Reconciliation {
	started, err := incentivev1.NewLedgerServiceClient(conn).ReconcileLedger(ctx, &incentivev1.ReconcileLedgerRequest{Name: ledger})
	require.NoError(t, err)
	said := new(incentivev1.Reconciliation)
	require.Eventually(t, func() bool {
		operation, err := incentivev1.NewOperationServiceClient(conn).GetOperation(ctx, &typev1.GetOperationRequest{Name: started.GetName()})
		return err == nil && operation.GetDone() && operation.GetResponse().UnmarshalTo(said) == nil
	}, patience, 20*time.Millisecond)
	require.Empty(t, said.GetDifferences())
	return said
}
