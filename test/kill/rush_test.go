package kill_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

const (
	// callers are those who all want the same.
	callers = 16
	// wanted is how much there is one of while a process is killed: of rewards, of budgets, and of funds.
	wanted = 3
	price  = 10
)

// rush is a Hearth with two processes of the incentive service, in which many want what there is one of.
type rush struct {
	*process.House
	twin *process.Process
	// ports lead to the two processes. again counts those who were cut off from the second and asked the first.
	ports          [2]*grpc.ClientConn
	again          atomic.Int64
	admin, manager context.Context
	unit           string
	// teams have a budget each.
	teams []string
	// people are the callers and, behind them, somebody who scores what they propose.
	people []string
	tokens []string
}

func newRush(t *testing.T) *rush {
	r := &rush{House: process.Start(t, house.Split), people: make([]string, callers+1), tokens: make([]string, callers+1)}
	r.admin = r.Admin(t)
	r.twin, r.ports[1] = r.Twin(t, "incentive")
	r.ports[0] = r.Direct("incentive")
	r.unit = r.team(t, "")
	for range wanted {
		r.teams = append(r.teams, r.team(t, r.unit))
	}
	each(t, len(r.people), func(n int) (err error) {
		r.people[n], r.tokens[n], err = r.hire(t.Context(), n)
		return err
	})
	r.manager = key(t, r.House, r.admin, optionv1.Role_ROLE_MANAGER, r.unit)
	r.pays(t)
	kept := r.Database(t, "incentive")
	require.Eventually(t, func() bool {
		return len(column(t, kept, "SELECT person FROM roster_person")) == len(r.people)
	}, patience, 20*time.Millisecond, "the roster knows everybody")
	return r
}

// each does one thing for each of so many, all at the same time.
func each(t *testing.T, of int, do func(n int) error) {
	t.Helper()
	var all errgroup.Group
	for n := range of {
		all.Go(func() error { return do(n) })
	}
	require.NoError(t, all.Wait())
}

func (r *rush) team(t *testing.T, parent string) string {
	unit, err := directoryv1.NewUnitServiceClient(r.Conn()).CreateUnit(r.admin, &directoryv1.CreateUnitRequest{
		Unit: &directoryv1.Unit{Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: text("Team"), Parent: parent},
	})
	require.NoError(t, err)
	return unit.GetName()
}

// hire employs somebody, and logs them in.
func (r *rush) hire(ctx context.Context, n int) (name, token string, err error) {
	made, err := directoryv1.NewPersonServiceClient(r.Conn()).CreatePerson(r.admin, &directoryv1.CreatePersonRequest{Person: &directoryv1.Person{
		DisplayName: fmt.Sprint("Person ", n), Number: fmt.Sprint(n), HireDate: hired, Placement: &directoryv1.Placement{Unit: r.unit, Employer: employer},
	}})
	if err != nil {
		return "", "", err
	}
	tokens := directoryv1.NewTokenServiceClient(r.Conn())
	invitation, err := tokens.CreateInvitation(r.admin, &directoryv1.CreateInvitationRequest{Name: made.GetName()})
	if err != nil {
		return "", "", err
	}
	got, err := tokens.ExchangeToken(ctx, &directoryv1.ExchangeTokenRequest{
		Credential: &directoryv1.ExchangeTokenRequest_Invitation{Invitation: invitation.GetSecret()},
	})
	return made.GetName(), got.GetAccessToken(), err
}

// pays gives everybody the points for as many rewards as there will be.
func (r *rush) pays(t *testing.T) {
	accounts := incentivev1.NewAccountServiceClient(r.ports[0])
	ledger, err := incentivev1.NewLedgerServiceClient(r.ports[0]).CreateLedger(r.admin, &incentivev1.CreateLedgerRequest{
		Ledger: &incentivev1.Ledger{Currency: "POINTS", TimeZone: "Asia/Shanghai"},
	})
	require.NoError(t, err)
	open := func(purpose, owner string) (string, error) {
		made, err := accounts.CreateAccount(r.admin, &incentivev1.CreateAccountRequest{Account: &incentivev1.Account{
			Ledger: ledger.GetName(), Purpose: purpose, Owner: owner, Overdraft: purpose == "source",
		}})
		return made.GetName(), err
	}
	source, err := open("source", "")
	require.NoError(t, err)
	transfers := make([]*incentivev1.Transfer, callers)
	each(t, callers, func(n int) error {
		earned, err := open("earned", r.people[n])
		transfers[n] = &incentivev1.Transfer{Name: "transfers/" + uuid.NewString(), Kind: incentivev1.TransferKind_TRANSFER_KIND_DIRECT,
			Debit: source, Credit: earned, Amount: (1 + wanted) * price, Reason: "test"}
		return err
	})
	_, err = incentivev1.NewTransferServiceClient(r.ports[0]).PostTransfers(r.admin, &incentivev1.PostTransfersRequest{Transfers: transfers})
	require.NoError(t, err)
}

// as is a context in which calls are those of one of the people.
func (r *rush) as(n int) context.Context { return calltest.As(context.Background(), r.tokens[n]) }

// key is a context in which calls are those of a key with a role over a unit.
func key(t *testing.T, h *process.House, admin context.Context, role optionv1.Role, unit string) context.Context {
	made, err := directoryv1.NewKeyServiceClient(h.Conn()).CreateKey(admin, &directoryv1.CreateKeyRequest{
		Key: &directoryv1.Key{DisplayName: "Desk"}, Grants: []*directoryv1.KeyGrant{{Role: role, Unit: unit}},
	})
	require.NoError(t, err)
	got, err := directoryv1.NewTokenServiceClient(h.Conn()).ExchangeToken(t.Context(), &directoryv1.ExchangeTokenRequest{
		Credential: &directoryv1.ExchangeTokenRequest_ApiKey{ApiKey: made.GetSecret()},
	})
	require.NoError(t, err)
	return calltest.As(t.Context(), got.GetAccessToken())
}
