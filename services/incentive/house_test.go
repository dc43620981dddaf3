package incentive_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/internal/testkit/housetest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/services/incentive"
)

// house is an incentive service with everything between a caller and the database.
type house struct {
	*testing.T
	*housetest.House
	ledgers    incentivev1.LedgerServiceClient
	accounts   incentivev1.AccountServiceClient
	transfers  incentivev1.TransferServiceClient
	operations incentivev1.OperationServiceClient
	privacy    incentivev1.PrivacyServiceClient
}

// inHouse runs fn in a fresh house on each engine, with its background work.
func inHouse(t *testing.T, fn func(h *house)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := &house{T: t}
		role := func(role model.Role, unit string) model.Actor {
			return model.Actor{Subject: "keys/" + uuid.NewString(), Bindings: []model.Binding{{Role: role, Unit: unit}}}
		}
		h.House = housetest.New(t, incentive.Module(), d, housetest.Options{Peers: []string{"directory"}, Auth: calltest.Tokens{
			"admin": role(model.RoleAdmin, ""), "system": role(model.RoleSystem, ""), "admin-a": role(model.RoleAdmin, "a"),
			"culture": role(model.RoleCultureAdmin, ""), "directory": model.ServiceActor("directory"),
		}})
		h.Conn = calltest.Dial(t, h.Server)
		h.ledgers, h.accounts = incentivev1.NewLedgerServiceClient(h.Conn), incentivev1.NewAccountServiceClient(h.Conn)
		h.transfers, h.operations = incentivev1.NewTransferServiceClient(h.Conn), incentivev1.NewOperationServiceClient(h.Conn)
		h.privacy = incentivev1.NewPrivacyServiceClient(h.Conn)
		for _, run := range h.Service.Run {
			h.Background(run)
		}
		fn(h)
	}, incentive.Module().Migrations...)
}

func (h *house) ledger() *incentivev1.Ledger {
	h.Helper()
	made, err := h.ledgers.CreateLedger(h.As("admin"), &incentivev1.CreateLedgerRequest{Ledger: &incentivev1.Ledger{Currency: "POINTS", TimeZone: "Asia/Shanghai"}})
	require.NoError(h, err)
	return made
}

func (h *house) account(ledger *incentivev1.Ledger, purpose, owner string) *incentivev1.Account {
	h.Helper()
	made, err := h.accounts.CreateAccount(h.As("admin"), &incentivev1.CreateAccountRequest{Account: &incentivev1.Account{
		Ledger: ledger.GetName(), Purpose: purpose, Owner: owner, Overdraft: purpose == "source",
	}})
	require.NoError(h, err)
	return made
}

func (h *house) available(account *incentivev1.Account) int64 {
	h.Helper()
	found, err := h.accounts.GetAccount(h.As("system"), &incentivev1.GetAccountRequest{Name: account.GetName()})
	require.NoError(h, err)
	return found.GetBalance().GetAvailable()
}

func transferName() string { return "transfers/" + uuid.NewString() }

func direct(debit, credit *incentivev1.Account, amount int64) *incentivev1.Transfer {
	return &incentivev1.Transfer{
		Name: transferName(), Kind: incentivev1.TransferKind_TRANSFER_KIND_DIRECT, Debit: debit.GetName(), Credit: credit.GetName(), Amount: amount, Reason: "test",
	}
}

// erase does what the house does when a person is erased.
func (h *house) erase(id string) error {
	return h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error { return h.Service.Erase(ctx, tx, id) })
}

func person(n int) string { return fmt.Sprintf("people/%08d-0000-7000-8000-000000000000", n) }
