package journeys_test

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// An award goes from its scheme to its end: two parties commit, people nominate, figures come, a panel scores whom it does not know, a
// draw tells two who are equal apart, the winners get points and a bonus, payroll pays and refuses, and who lost appeals. In the end
// the ledger equals payroll's file, nobody but they themselves knows who lost, and another program finds the same winners.
func TestAnAwardIsGivenPaidAndRecomputed(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		g := (&office{House: h, admin: h.Admin(t)}).gala(t)
		g.begun(t)
		g.nominated(t)
		g.judged(t)
		round, err := g.rounds.AnnounceAwardRound(g.culture.as(t), &incentivev1.AnnounceAwardRoundRequest{Name: g.round, RequestId: uuid.NewString()})
		require.NoError(t, err)
		winners := round.GetWinners()
		require.Len(t, winners, 3)
		require.Equal(t, []string{g.agents[0].name, g.agents[1].name}, winners[:2])
		require.Contains(t, []string{g.agents[2].name, g.agents[4].name}, winners[2], "the draw tells apart who is equal")
		losers := slices.DeleteFunc(slices.Clone(g.agents), func(p person) bool { return slices.Contains(winners, p.name) })

		g.paid(t, winners)
		root := g.seen(t, winners, losers)
		g.appealed(t, losers)
		g.told(t, winners, losers)
		t.Run("an auditor recomputes it", func(t *testing.T) { g.recomputed(t, root) })
	}, house.Heard(t))
}

// paid has each payroll work off what waits: that of the vendor pays its one bonus, that of the house pays one and refuses the other.
// What each acknowledged is what its books say, and what was refused is back in the budget.
func (g *gala) paid(t *testing.T, winners []string) {
	payouts := incentivev1.NewPayoutServiceClient(g.Conn())
	for employer, expects := range map[string][]string{"in-house": {winners[0], winners[2]}, "vendor": {winners[1]}} {
		payroll := g.key(t, optionv1.Role_ROLE_SYSTEM, g.team, employer)
		waiting := g.payouts(t, payroll, "ORDERED")
		file := map[string]int64{}
		var people []string
		for _, p := range waiting {
			require.Equal(t, []any{employer, "CNY", int64(bonus), incentivev1.PayoutBasis_PAYOUT_BASIS_NET, g.round},
				[]any{p.GetEmployer(), p.GetCurrency(), p.GetAmount(), p.GetBasis(), p.GetSource()})
			people = append(people, p.GetPerson())
			if p.GetPerson() == winners[2] {
				_, err := payouts.RejectPayout(payroll, &incentivev1.RejectPayoutRequest{Name: p.GetName(), Reason: "no account", RequestId: uuid.NewString()})
				require.NoError(t, err)
				continue
			}
			for range 2 { // payroll repeats itself
				_, err := payouts.AcknowledgePayout(payroll, &incentivev1.AcknowledgePayoutRequest{Name: p.GetName(), PayrollReference: "run-5/" + p.GetPerson()})
				require.NoError(t, err)
			}
			file["run-5/"+p.GetPerson()] = p.GetAmount()
		}
		require.ElementsMatch(t, expects, people, "each payroll has the bonuses of its own people")
		require.Empty(t, g.payouts(t, payroll, "ORDERED"))

		acknowledged := map[string]int64{}
		var sum int64
		for _, p := range g.payouts(t, payroll, "ACKNOWLEDGED") {
			acknowledged[p.GetPayrollReference()] = p.GetAmount()
			sum += p.GetAmount()
		}
		require.Equal(t, file, acknowledged)
		books := g.books(t, employer)
		require.Equal(t, map[string]int64{"payroll": sum, "bonus": 0, "budget": 300000 - sum, "source": -300000}, books, "the ledger equals the file")
		budget, err := incentivev1.NewBudgetServiceClient(g.Conn()).GetBudget(g.culture.as(t), &incentivev1.GetBudgetRequest{Name: g.budgets[employer]})
		require.NoError(t, err)
		require.Equal(t, 300000-sum, budget.GetAvailable())
	}
	budget, err := incentivev1.NewBudgetServiceClient(g.Conn()).GetBudget(g.culture.as(t), &incentivev1.GetBudgetRequest{Name: g.budgets[""]})
	require.NoError(t, err)
	require.EqualValues(t, 1000-prize*len(winners), budget.GetAvailable())
	for _, agent := range g.agents {
		wallet, err := incentivev1.NewWalletServiceClient(g.Conn()).GetWallet(agent.as(t), &incentivev1.GetWalletRequest{})
		require.NoError(t, err)
		require.Empty(t, wallet.GetBonuses(), "nothing waits any more")
		earned := int64(0)
		if slices.Contains(winners, agent.name) {
			earned = prize
		}
		require.Equal(t, earned, wallet.GetEarned())
	}
}

// payouts are those of a state that a payroll sees, page by page.
func (g *gala) payouts(t *testing.T, payroll context.Context, state string) (all []*incentivev1.Payout) {
	page := &incentivev1.ListPayoutsRequest{PageSize: 1, Filter: "state = " + state}
	for {
		found, err := incentivev1.NewPayoutServiceClient(g.Conn()).ListPayouts(payroll, page)
		require.NoError(t, err)
		all = append(all, found.GetPayouts()...)
		if page.PageToken = found.GetNextPageToken(); page.GetPageToken() == "" {
			return all
		}
	}
}

// books are what the accounts of an employer's money hold, by what they are for.
func (g *gala) books(t *testing.T, employer string) map[string]int64 {
	ledgers, err := incentivev1.NewLedgerServiceClient(g.Conn()).ListLedgers(g.admin, &incentivev1.ListLedgersRequest{})
	require.NoError(t, err)
	sums := map[string]int64{}
	for _, ledger := range ledgers.GetLedgers() {
		if ledger.GetCurrency() != "CNY" || ledger.GetEmployer() != employer {
			continue
		}
		accounts, err := incentivev1.NewAccountServiceClient(g.Conn()).ListAccounts(g.admin, &incentivev1.ListAccountsRequest{PageSize: 1000, Filter: fmt.Sprintf("ledger = %q", ledger.GetName())})
		require.NoError(t, err)
		for _, account := range accounts.GetAccounts() {
			sums[account.GetPurpose()] += account.GetBalance().GetPosted()
		}
	}
	return sums
}

// seen demands that everybody sees who won and nobody who lost, and that who lost sees their own row and nobody else's. It returns the
// root that was published.
func (g *gala) seen(t *testing.T, winners []string, losers []person) []byte {
	public, err := g.records.GetAwardPublicRecord(losers[0].as(t), &incentivev1.GetAwardPublicRecordRequest{Name: g.round})
	require.NoError(t, err)
	require.Equal(t, winners, public.GetWinners())
	round, err := g.rounds.GetAwardRound(losers[0].as(t), &incentivev1.GetAwardRoundRequest{Name: g.round})
	require.NoError(t, err)
	require.Equal(t, winners, round.GetWinners())
	whole := protojson.Format(public) + protojson.Format(round)
	for _, loser := range losers {
		require.NotContains(t, whole, loser.name, "who lost is in no record for everybody")
		standing, err := g.records.GetOwnAwardStanding(loser.as(t), &incentivev1.GetOwnAwardStandingRequest{Name: g.round})
		require.NoError(t, err)
		require.False(t, standing.GetWon())
		require.Contains(t, string(standing.GetDocument()), loser.name)
		for _, other := range g.agents {
			if other.name != loser.name {
				require.NotContains(t, string(standing.GetDocument()), other.name)
			}
		}
	}
	for _, who := range []context.Context{losers[0].as(t), g.culture.as(t), g.wfm, g.key(t, optionv1.Role_ROLE_WORKS_COUNCIL, g.team, "")} {
		stream, err := g.records.ExportAwardAuditRecord(who, &incentivev1.ExportAwardAuditRecordRequest{Name: g.round})
		require.NoError(t, err)
		_, err = stream.Recv()
		require.Equal(t, "PERMISSION_DENIED", calltest.Reason(err), "the whole record is for auditors")
	}
	return public.GetMerkleRoot()
}

// appealed has who lost the draw appeal, which is heard and dismissed, and the round end when the time for appeals is over.
func (g *gala) appealed(t *testing.T, losers []person) {
	finalize := func() (*incentivev1.AwardRound, error) {
		return g.rounds.FinalizeAwardRound(g.culture.as(t), &incentivev1.FinalizeAwardRoundRequest{Name: g.round, RequestId: uuid.NewString()})
	}
	appeals := incentivev1.NewAwardAppealServiceClient(g.Conn())
	made, err := appeals.CreateAwardAppeal(losers[0].as(t), &incentivev1.CreateAwardAppealRequest{
		AwardAppeal: &incentivev1.AwardAppeal{AwardRound: g.round, Text: "My figures were the same"}, RequestId: uuid.NewString(),
	})
	require.NoError(t, err)
	others, err := appeals.ListAwardAppeals(losers[1].as(t), &incentivev1.ListAwardAppealsRequest{})
	require.NoError(t, err)
	require.Empty(t, others.GetAwardAppeals())
	_, err = finalize()
	require.Equal(t, "AWARD_APPEAL_OPEN", calltest.Reason(err))
	_, err = appeals.DismissAwardAppeal(g.culture.as(t), &incentivev1.DismissAwardAppealRequest{Name: made.GetName(), Answer: "The draw decided", RequestId: uuid.NewString()})
	require.NoError(t, err)
	_, err = finalize()
	require.Equal(t, "AWARD_APPEAL_OPEN", calltest.Reason(err), "others have their time yet")
	g.Pass(8 * 24 * time.Hour)
	round, err := finalize()
	require.NoError(t, err)
	require.Equal(t, incentivev1.AwardRoundState_AWARD_ROUND_STATE_FINAL, round.GetState())
	own, err := appeals.ListAwardAppeals(losers[0].as(t), &incentivev1.ListAwardAppealsRequest{})
	require.NoError(t, err)
	require.Len(t, own.GetAwardAppeals(), 1)
	require.Equal(t, "The draw decided", own.GetAwardAppeals()[0].GetAnswer())
}

// told demands that the bus says who won and who was paid, and of nobody that they lost.
func (g *gala) told(t *testing.T, winners []string, losers []person) {
	said := g.said(t)
	require.Len(t, said["hearth.incentive.v1.award.granted"], 1)
	var granted incentivev1.AwardGranted
	require.NoError(t, proto.Unmarshal(said["hearth.incentive.v1.award.granted"][0].Data(), &granted))
	require.Equal(t, []any{g.round, g.scheme, g.team, winners}, []any{granted.GetAwardRound(), granted.GetAwardScheme(), granted.GetUnit(), granted.GetWinners()})
	var paid []string
	for _, message := range said["hearth.incentive.v1.payout.acknowledged"] {
		var fact incentivev1.PayoutAcknowledged
		require.NoError(t, proto.Unmarshal(message.Data(), &fact))
		paid = append(paid, fact.GetPerson())
	}
	require.ElementsMatch(t, winners[:2], paid)
	require.Len(t, said["hearth.incentive.v1.payout.ordered"], len(winners))
	require.Len(t, said["hearth.incentive.v1.payout.rejected"], 1)
	for subject, messages := range said {
		if !strings.HasPrefix(subject, "hearth.incentive.") {
			continue // the directory says who was hired
		}
		for _, message := range messages {
			for _, loser := range losers {
				require.NotContains(t, string(message.Data()), loser.name, subject)
			}
		}
	}
}

// recomputed has the auditors' program decide the exported round again. Continuous integration has an interpreter.
func (g *gala) recomputed(t *testing.T, root []byte) {
	stream, err := g.records.ExportAwardAuditRecord(g.key(t, optionv1.Role_ROLE_WORKS_COUNCIL, "", ""), &incentivev1.ExportAwardAuditRecordRequest{Name: g.round})
	require.NoError(t, err)
	var record []byte
	for {
		piece, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		record = append(record, piece.GetData()...)
	}
	for _, agent := range g.agents {
		require.Contains(t, string(record), agent.name)
	}
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "python3 is missing")
		t.Skip("NOT TRIED: there is no python3 here, by which the auditors' program computes the round again")
	}
	path := filepath.Join(t.TempDir(), "record.json")
	require.NoError(t, os.WriteFile(path, record, 0o600))
	said, err := exec.CommandContext(t.Context(), interpreter, "-B", "../../examples/award/recompute.py", path, hex.EncodeToString(root)).CombinedOutput()
	require.NoError(t, err, string(said))
	require.Contains(t, string(said), "ALL AGREES")
}
