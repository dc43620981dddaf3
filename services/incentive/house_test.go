package incentive_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/internal/testkit/housetest"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/services/incentive"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

// The organisation of the tests: a root in Shanghai with two departments, and a team below the first. People 0 to 11 are in the team,
// 12 to 17 in the second department, all of them agents of the night since the first day of 2026; the even ones work for acme, the odd
// ones for beta. Person 0 is the manager of the others in the team, and person 12 of those in the second department.
var (
	root  = unitID(0)
	depA  = unitID(1)
	teamA = unitID(2)
	depB  = unitID(3)
)

const staff = 18

func unitID(n int) string { return fmt.Sprintf("00000001-0000-7000-8000-%012d", n) }

// personID is the bare id of a person of the tests, person their name, and token what they call with.
func personID(n int) string { return fmt.Sprintf("%08d-0000-7000-8000-000000000000", n) }
func person(n int) string   { return "people/" + personID(n) }
func token(n int) string    { return fmt.Sprintf("person-%d", n) }

func callers() calltest.Tokens {
	role := func(role model.Role, unit, employer string) model.Actor {
		return model.Actor{Subject: "keys/" + uuid.NewString(), Bindings: []model.Binding{{Role: role, Unit: unit, Employer: employer}}}
	}
	tokens := calltest.Tokens{
		"admin": role(model.RoleAdmin, "", ""), "admin-a": role(model.RoleAdmin, depA, ""), "system": role(model.RoleSystem, "", ""),
		"culture": role(model.RoleCultureAdmin, "", ""), "culture-a": role(model.RoleCultureAdmin, depA, ""), "culture-b": role(model.RoleCultureAdmin, depB, ""),
		"manager-a": role(model.RoleManager, depA, ""), "lead-a": role(model.RoleTeamLead, teamA, ""), "lead-b": role(model.RoleTeamLead, depB, ""),
		"acme": role(model.RoleCultureAdmin, root, "acme"), "beta": role(model.RoleCultureAdmin, root, "beta"), "payroll-acme": role(model.RoleSystem, "", "acme"),
		"analyst": role(model.RoleAnalyst, "", ""), "council": role(model.RoleWorksCouncil, "", ""),
		"directory": model.ServiceActor("directory"), "incentive": model.ServiceActor("incentive"),
	}
	// Person 4, who has every role over the installation.
	everything := model.Actor{Subject: person(4)}
	for _, r := range []model.Role{model.RoleAdmin, model.RoleCultureAdmin, model.RoleManager, model.RoleSystem} {
		everything.Bindings = append(everything.Bindings, model.Binding{Role: r})
	}
	tokens["all-4"] = everything
	for n := range staff {
		tokens[token(n)] = model.Actor{Subject: person(n), WayIn: "the invitation of " + person(n)}
	}
	return tokens
}

// people are the roster of the tests.
func people() *rostertest.Directory {
	top := rostertest.Unit(root, "")
	top.Site = "sites/shanghai"
	d := &rostertest.Directory{
		Sites: []*directoryv1.RosterSite{rostertest.Site("shanghai", "Asia/Shanghai")},
		Units: []*directoryv1.RosterUnit{top, rostertest.Unit(depA, root), rostertest.Unit(teamA, depA), rostertest.Unit(depB, root)},
	}
	for n := range staff {
		unit, manager := teamA, 0
		if n >= 12 {
			unit, manager = depB, 12
		}
		p := rostertest.Person(personID(n), unit, []string{"acme", "beta"}[n%2])
		if n != manager {
			p.Placements[0].Manager = person(manager)
		}
		d.People = append(d.People, p)
	}
	return d
}

// house is an incentive service with everything between a caller and the database, and a directory beside it.
type house struct {
	*testing.T
	*housetest.House
	directory  *rostertest.Directory
	surveys    *surveys
	ledgers    incentivev1.LedgerServiceClient
	accounts   incentivev1.AccountServiceClient
	transfers  incentivev1.TransferServiceClient
	operations incentivev1.OperationServiceClient
	privacy    incentivev1.PrivacyServiceClient
}

// inHouse runs fn in a fresh house on each engine, with its background work.
func inHouse(t *testing.T, fn func(h *house)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { fn(houseOn(t, d)) }, incentive.Module().Migrations...)
}

// inQuietHouse runs fn in a fresh house on each engine, in which nobody does the background work.
func inQuietHouse(t *testing.T, fn func(h *house)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { fn(quietHouseOn(t, d)) }, incentive.Module().Migrations...)
}

// houseOn is a house on a database that has its tables, with its background work.
func houseOn(t *testing.T, d *db.DB) *house {
	h := quietHouseOn(t, d)
	h.atWork()
	return h
}

// atWork has the background work done until stop is called or the test ends.
func (h *house) atWork() (stop func()) {
	var stops []func()
	for _, run := range h.Service.Run {
		stops = append(stops, h.Background(run))
	}
	return func() {
		for _, stop := range stops {
			stop()
		}
	}
}

func quietHouseOn(t *testing.T, d *db.DB) *house {
	h := &house{T: t, directory: people(), surveys: &surveys{}}
	h.House = housetest.New(t, incentive.Module(), d, housetest.Options{
		Auth: callers(), Peers: []string{"directory"},
		Beside: func(r grpc.ServiceRegistrar) {
			directoryv1.RegisterRosterServiceServer(r, h.directory)
			surveyv1.RegisterParticipationServiceServer(r, h.surveys)
		},
	})
	h.Snapshot()
	h.Conn = calltest.Dial(t, h.Server)
	h.ledgers, h.accounts = incentivev1.NewLedgerServiceClient(h.Conn), incentivev1.NewAccountServiceClient(h.Conn)
	h.transfers, h.operations = incentivev1.NewTransferServiceClient(h.Conn), incentivev1.NewOperationServiceClient(h.Conn)
	h.privacy = incentivev1.NewPrivacyServiceClient(h.Conn)
	return h
}

// eachTwice runs fn with two houses on one database of PostgreSQL, each with connections of its own, as two processes are; and, since
// SQLite has one process, with one house twice.
func eachTwice(t *testing.T, fn func(one, other *house)) {
	for _, engine := range testkit.Engines(t) {
		t.Run(engine.String(), func(t *testing.T) {
			if engine == db.SQLite {
				h := houseOn(t, testkit.Open(t, engine, incentive.Module().Migrations...))
				fn(h, h)
				return
			}
			url := testkit.Postgres(t)
			var houses [2]*house
			for i := range houses {
				d, err := db.OpenPostgres(t.Context(), url)
				require.NoError(t, err)
				t.Cleanup(func() { require.NoError(t, d.Close()) })
				require.NoError(t, db.Migrate(t.Context(), d, incentive.Module().Migrations...))
				houses[i] = houseOn(t, d)
			}
			fn(houses[0], houses[1])
		})
	}
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

// available is what may go out of an account, as the rooms see it: nobody outside is told of a sealed one.
func (h *house) available(account *incentivev1.Account) int64 {
	h.Helper()
	found, err := ledger.NewReader(h.DB.Read()).Account(h.Context(), model.ID(account.GetName()))
	require.NoError(h, err)
	return found.Balance.Available()
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
