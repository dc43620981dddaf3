package incentive_test

import (
	"context"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/services/incentive"
)

const (
	postersAtOnce = 64
	benchAccounts = 1000
	batchSize     = 1000
)

// BenchmarkPost is durable transfers through gRPC: one a call by 64 callers, between a thousand accounts or all out of one, and a thousand
// a call by four. Beside it stand pgbench's own bank on the same PostgreSQL, and bare rows on SQLite.
func BenchmarkPost(b *testing.B) {
	for _, engine := range testkit.Engines(b) {
		bank := newBank(b, engine)
		b.Run(engine.String()+"/single", func(b *testing.B) {
			bank.post(b, func(n int) (debit, credit string) {
				return bank.accounts[n%benchAccounts], bank.accounts[(n*7+1)%benchAccounts]
			})
		})
		b.Run(engine.String()+"/hot", func(b *testing.B) {
			bank.post(b, func(n int) (debit, credit string) { return bank.source, bank.accounts[n%benchAccounts] })
		})
		b.Run(engine.String()+"/batches", bank.batches)
		if engine == db.Postgres {
			b.Run(engine.String()+"/pgbench", pgbench)
		} else {
			b.Run(engine.String()+"/bare", bareTransfers)
		}
	}
}

// bank is an incentive service with a thousand accounts that may be overdrawn: nothing is refused.
type bank struct {
	transfers incentivev1.TransferServiceClient
	source    string
	accounts  []string
	turn      atomic.Int64
}

func newBank(b *testing.B, engine db.Engine) *bank {
	b.Helper()
	d := testkit.Open(b, engine, incentive.Module().Migrations...)
	service, err := incentive.Module().Build(b.Context(), app.Deps{
		DB: d, Clock: time.Now, Log: slog.New(slog.DiscardHandler), Events: event.NewEmitter("incentive", time.Now, func() {}),
		// Nobody works here: the directory is never asked.
		ServiceConn: func(string) grpc.ClientConnInterface { return (&rostertest.Directory{}).Conn() },
	})
	require.NoError(b, err)
	system := model.Actor{Subject: "keys/" + uuid.NewString(), Bindings: []model.Binding{{Role: model.RoleSystem}}}
	server := rpc.New(rpc.Options{Auth: calltest.Tokens{"system": system}, Log: slog.New(slog.DiscardHandler), Limits: limit.Limits{}})
	service.Register(server)
	ctx, stop := context.WithCancel(b.Context())
	var running sync.WaitGroup
	for _, run := range service.Run {
		running.Go(func() { _ = run(ctx) }) // ends with stop
	}
	b.Cleanup(func() { stop(); running.Wait() })
	conn := calltest.Dial(b, server)
	made := &bank{transfers: incentivev1.NewTransferServiceClient(conn)}
	as := calltest.As(b.Context(), "system")
	books, err := incentivev1.NewLedgerServiceClient(conn).CreateLedger(as, &incentivev1.CreateLedgerRequest{
		Ledger: &incentivev1.Ledger{Currency: "POINTS", TimeZone: "Asia/Shanghai"},
	})
	require.NoError(b, err)
	// Of units: nobody outside takes from a person's points.
	open := func(purpose string, owner int) string {
		account, err := incentivev1.NewAccountServiceClient(conn).CreateAccount(as, &incentivev1.CreateAccountRequest{
			Account: &incentivev1.Account{Ledger: books.GetName(), Purpose: purpose, Owner: "units/u-" + strconv.Itoa(owner), Overdraft: true},
		})
		require.NoError(b, err)
		return account.GetName()
	}
	made.source = open("source", 0)
	for n := range benchAccounts {
		made.accounts = append(made.accounts, open("earned", n))
	}
	return made
}

func transfer(debit, credit string) *incentivev1.Transfer {
	id, err := uuid.NewV7()
	if err != nil {
		panic(err) // there is no randomness
	}
	return &incentivev1.Transfer{
		Name: "transfers/" + id.String(), Kind: incentivev1.TransferKind_TRANSFER_KIND_DIRECT, Debit: debit, Credit: credit, Amount: 1, Reason: "bench",
		Source: "recognitions/" + id.String(),
	}
}

// post has 64 callers post b.N transfers in all, one a call.
func (k *bank) post(b *testing.B, between func(n int) (debit, credit string)) {
	end := k.turn.Load() + int64(b.N)
	var calling sync.WaitGroup
	b.ResetTimer()
	for range postersAtOnce {
		calling.Go(func() {
			as := calltest.As(b.Context(), "system")
			for {
				n := k.turn.Add(1) - 1
				if n >= end {
					return
				}
				debit, credit := between(int(n))
				_, err := k.transfers.PostTransfers(as, &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{transfer(debit, credit)}})
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	calling.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "postings/s")
}

// batches has four callers post b.N batches in all.
func (k *bank) batches(b *testing.B) {
	var turn atomic.Int64
	var calling sync.WaitGroup
	b.ResetTimer()
	for range 4 {
		calling.Go(func() {
			as := calltest.As(b.Context(), "system")
			for turn.Add(1) <= int64(b.N) {
				batch := &incentivev1.BatchPostTransfersRequest{}
				for n := range batchSize {
					batch.Postings = append(batch.Postings, &incentivev1.Posting{
						Transfers: []*incentivev1.Transfer{transfer(k.accounts[n%benchAccounts], k.accounts[(n*7+1)%benchAccounts])},
					})
				}
				answer, err := k.transfers.BatchPostTransfers(as, batch)
				if err != nil || answer.GetResults()[0].GetError() != nil {
					b.Errorf("%v %v", err, answer.GetResults()[0])
					return
				}
			}
		})
	}
	calling.Wait()
	b.ReportMetric(float64(b.N*batchSize)/b.Elapsed().Seconds(), "postings/s")
}
