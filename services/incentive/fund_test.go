package incentive_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// bureau is a house in which people propose things to funds.
type bureau struct {
	*house
	funds     incentivev1.FundServiceClient
	proposals incentivev1.ProposalServiceClient
	tranches  incentivev1.TrancheServiceClient
}

func bureauIn(h *house) *bureau {
	return &bureau{h, incentivev1.NewFundServiceClient(h.Conn), incentivev1.NewProposalServiceClient(h.Conn), incentivev1.NewTrancheServiceClient(h.Conn)}
}

func inBureau(t *testing.T, fn func(b *bureau)) { inHouse(t, func(h *house) { fn(bureauIn(h)) }) }

// fund is one with so much in it: of acme's money, or of points where no employer is named.
func (b *bureau) fund(unit, employer string, amount int64) *incentivev1.Fund {
	b.Helper()
	draft := &incentivev1.Fund{DisplayName: texts("Nights", "夜班"), Unit: "units/" + unit, Currency: "POINTS", Employer: employer}
	if employer != "" {
		draft.Currency = "CNY"
	}
	made, err := b.funds.CreateFund(b.As("culture"), &incentivev1.CreateFundRequest{Fund: draft})
	require.NoError(b, err)
	if amount > 0 {
		made, err = b.funds.AllotFund(b.As("culture"), &incentivev1.AllotFundRequest{Name: made.GetName(), Amount: amount})
		require.NoError(b, err)
	}
	return made
}

func (b *bureau) propose(n int, fund *incentivev1.Fund, team []string, amounts ...int64) (*incentivev1.Proposal, error) {
	draft := &incentivev1.Proposal{Fund: fund.GetName(), Title: "Guidance at night", Text: "Nobody is there to be asked.", Team: team}
	for _, amount := range amounts {
		draft.Milestones = append(draft.Milestones, &incentivev1.Milestone{Title: "A page", Amount: amount, DueDate: "2026-12-31"})
	}
	return b.proposals.CreateProposal(b.As(token(n)), &incentivev1.CreateProposalRequest{Proposal: draft})
}

// scored is a proposal of person 2 that waits for a decision.
func (b *bureau) scored(fund *incentivev1.Fund, amounts ...int64) *incentivev1.Proposal {
	b.Helper()
	made, err := b.propose(2, fund, nil, amounts...)
	require.NoError(b, err)
	_, err = b.proposals.SponsorProposal(b.As("manager-a"), &incentivev1.SponsorProposalRequest{Name: made.GetName()})
	require.NoError(b, err)
	_, err = b.proposals.OpenScoring(b.As("culture"), &incentivev1.OpenScoringRequest{Name: made.GetName(), Scorers: []string{person(12)}})
	require.NoError(b, err)
	require.NoError(b, b.score(12, made, 5))
	return b.read("culture", made)
}

func (b *bureau) score(n int, p *incentivev1.Proposal, impact int32) error {
	_, err := b.proposals.ScoreProposal(b.As(token(n)), &incentivev1.ScoreProposalRequest{Name: p.GetName(), Impact: impact, Feasibility: 3, Cost: 2})
	return err
}

func (b *bureau) decide(p *incentivev1.Proposal, approve bool) (*incentivev1.Proposal, error) {
	return b.proposals.DecideProposal(b.As("culture"), &incentivev1.DecideProposalRequest{Name: p.GetName(), Approve: approve, Reason: "worth it"})
}

func (b *bureau) report(n int, p *incentivev1.Proposal, milestone int32) error {
	_, err := b.tranches.ReportMilestone(b.As(token(n)), &incentivev1.ReportMilestoneRequest{Name: p.GetName(), Milestone: milestone, Result: "it is there"})
	return err
}

func (b *bureau) pay(p *incentivev1.Proposal, milestone int32, amount int64) (*incentivev1.Milestone, error) {
	return b.tranches.PayTranche(b.As("culture"), &incentivev1.PayTrancheRequest{Name: p.GetName(), Milestone: milestone, Amount: amount})
}

func (b *bureau) read(by string, p *incentivev1.Proposal) *incentivev1.Proposal {
	b.Helper()
	found, err := b.proposals.GetProposal(b.As(by), &incentivev1.GetProposalRequest{Name: p.GetName()})
	require.NoError(b, err)
	return found
}

// holds demands what is available in a fund and what is held.
func (b *bureau) holds(fund *incentivev1.Fund, available, held int64) {
	b.Helper()
	found, err := b.funds.GetFund(b.As("culture"), &incentivev1.GetFundRequest{Name: fund.GetName()})
	require.NoError(b, err)
	require.Equal(b, []int64{available, held}, []int64{found.GetAvailable(), found.GetHeld()})
}

func TestAProposalIsPaidMilestoneByMilestone(t *testing.T) {
	inBureau(t, func(b *bureau) {
		fund := b.fund(root, "acme", 1000)
		made := b.scored(fund, 300, 200, 100, 50)
		require.Equal(b, []any{int64(650), person(2), "units/" + teamA, "acme"}, []any{made.GetAsked(), made.GetProposer(), made.GetUnit(), made.GetEmployer()})
		require.Equal(b, "PROPOSAL_ELSEWHERE", calltest.Reason(b.report(2, made, 1)), "nothing is approved yet")
		for range 2 {
			approved, err := b.decide(made, true)
			require.NoError(b, err)
			require.Equal(b, incentivev1.ProposalState_PROPOSAL_STATE_APPROVED, approved.GetState())
			b.holds(fund, 350, 650)
		}
		_, err := b.decide(made, false)
		b.Refused("PROPOSAL_ELSEWHERE", err)
		require.Equal(b, "worth it", b.read(token(14), made).GetDecisionReason(), "whoever may propose something sees why")

		_, err = b.pay(made, 1, 0)
		b.Refused("MILESTONE_ELSEWHERE", err)
		b.Refused("NOT_FOUND", b.report(4, made, 1))
		for n := range int32(3) {
			require.NoError(b, b.report(2, made, n+1))
		}
		_, err = b.pay(made, 1, 301)
		b.Refused("HOLD_EXCEEDED", err)
		for range 2 {
			paid, err := b.pay(made, 1, 250)
			require.NoError(b, err)
			require.Equal(b, int64(250), paid.GetPaid())
			b.holds(fund, 400, 350)
		}
		_, err = b.pay(made, 1, 0)
		b.Refused("MILESTONE_ELSEWHERE", err)
		_, err = b.pay(made, 2, 0)
		require.NoError(b, err)
		b.holds(fund, 400, 150)
		for range 2 {
			back, err := b.tranches.ReverseTranche(b.As("culture"), &incentivev1.ReverseTrancheRequest{Name: made.GetName(), Milestone: 2, Reason: "not used"})
			require.NoError(b, err)
			require.Equal(b, incentivev1.MilestoneState_MILESTONE_STATE_REVERSED, back.GetState())
			b.holds(fund, 600, 150)
		}
		for range 2 {
			closed, err := b.proposals.CloseProposal(b.As("culture"), &incentivev1.CloseProposalRequest{Name: made.GetName(), Result: "fewer calls back"})
			require.NoError(b, err)
			require.Equal(b, incentivev1.MilestoneState_MILESTONE_STATE_DROPPED, closed.GetMilestones()[3].GetState())
			require.Equal(b, "fewer calls back", closed.GetResult())
			b.holds(fund, 750, 0)
		}
		_, err = b.pay(made, 3, 0)
		b.Refused("PROPOSAL_ELSEWHERE", err)
		_, err = b.funds.AllotFund(b.As("culture"), &incentivev1.AllotFundRequest{Name: fund.GetName(), Amount: -751})
		b.Refused("FUND_EXHAUSTED", err)
		_, err = b.funds.AllotFund(b.As("culture"), &incentivev1.AllotFundRequest{Name: fund.GetName()})
		b.Refused("INVALID_FIELD", err)
		require.Equal(b, 2, strings.Count(b.Everything(), "hearth.incentive.v1.TranchePaid"), "once for each, whatever came twice")
	})
}

func TestScoresAreBlindUntilAllAreGiven(t *testing.T) {
	inBureau(t, func(b *bureau) {
		fund := b.fund(root, "", 100)
		made, err := b.propose(2, fund, []string{person(3)}, 10)
		require.NoError(b, err)
		open := func(by string, scorers ...string) error {
			_, err := b.proposals.OpenScoring(b.As(by), &incentivev1.OpenScoringRequest{Name: made.GetName(), Scorers: scorers})
			return err
		}
		sponsor := func(by string) error {
			_, err := b.proposals.SponsorProposal(b.As(by), &incentivev1.SponsorProposalRequest{Name: made.GetName()})
			return err
		}
		b.Refused("PROPOSAL_ELSEWHERE", open("culture", person(4)))
		b.Refused("PERMISSION_DENIED", sponsor("culture"))
		require.NoError(b, sponsor("manager-a"))
		require.NoError(b, sponsor("manager-a"))
		b.Refused("OWN_PROPOSAL", open("culture", person(4), person(3)))
		b.Refused("INVALID_FIELD", open("culture", "people/"+uuid.NewString()))
		b.Refused("NOT_FOUND", open("culture-a", person(4)))
		require.NoError(b, open("culture", person(4), person(5), person(12)))
		require.NoError(b, open("culture", person(12), person(5), person(4)))
		b.Refused("PROPOSAL_ELSEWHERE", open("culture", person(4)))
		b.Refused("NOT_FOUND", b.score(6, made, 4))
		require.NoError(b, b.score(4, made, 5))
		require.NoError(b, b.score(5, made, 2))
		require.NoError(b, b.score(5, made, 3), "it can be given anew")
		for _, by := range []string{"culture", token(2), token(4)} {
			seen := b.read(by, made)
			require.Empty(b, seen.GetScores())
			require.Equal(b, []int32{3, 2}, []int32{seen.GetScorers(), seen.GetScored()})
		}
		_, err = b.decide(made, true)
		b.Refused("PROPOSAL_ELSEWHERE", err)
		for range 2 {
			closed, err := b.proposals.CloseScoring(b.As("culture"), &incentivev1.CloseScoringRequest{Name: made.GetName()})
			require.NoError(b, err)
			require.Len(b, closed.GetScores(), 2)
			require.Equal(b, []int32{3, 5}, []int32{closed.GetScores()[0].GetImpact(), closed.GetScores()[1].GetImpact()})
		}
		b.Refused("PROPOSAL_ELSEWHERE", b.score(12, made, 1))
		declined, err := b.decide(made, false)
		require.NoError(b, err)
		require.Equal(b, incentivev1.ProposalState_PROPOSAL_STATE_DECLINED, declined.GetState())
		b.holds(fund, 100, 0)
		_, err = b.proposals.WithdrawProposal(b.As(token(2)), &incentivev1.WithdrawProposalRequest{Name: made.GetName()})
		b.Refused("PROPOSAL_ELSEWHERE", err)
	})
}

func TestWhoSeesAndProposes(t *testing.T) {
	inBureau(t, func(b *bureau) {
		ours, acmes := b.fund(depA, "", 100), b.fund(root, "acme", 100)
		_, err := b.propose(13, ours, nil, 1)
		b.Refused("NOT_FOUND", err)
		_, err = b.propose(3, acmes, nil, 1)
		b.Refused("NOT_FOUND", err)
		_, err = b.propose(2, ours, []string{"people/" + uuid.NewString()}, 1)
		b.Refused("INVALID_FIELD", err)
		first, err := b.propose(2, ours, []string{person(13)}, 1)
		require.NoError(b, err)
		second, err := b.propose(12, acmes, nil, 1)
		require.NoError(b, err)
		list := func(by, filter string) (names []string) {
			b.Helper()
			req := &incentivev1.ListProposalsRequest{PageSize: 1, Filter: filter}
			for {
				page, err := b.proposals.ListProposals(b.As(by), req)
				require.NoError(b, err)
				for _, p := range page.GetProposals() {
					names = append(names, p.GetName())
				}
				if req.PageToken = page.GetNextPageToken(); req.GetPageToken() == "" {
					return names
				}
			}
		}
		one, two := first.GetName(), second.GetName()
		for by, want := range map[string][]string{
			token(2): {two, one}, token(3): {one}, token(14): {two}, token(13): {one}, token(15): nil, "culture": {two, one}, "culture-a": {one},
			"culture-b": {two}, "acme": {two, one}, "beta": nil, "manager-a": {one},
		} {
			require.Equal(b, want, list(by, ""), by)
			for _, p := range []*incentivev1.Proposal{first, second} {
				_, err := b.proposals.GetProposal(b.As(by), &incentivev1.GetProposalRequest{Name: p.GetName()})
				require.Equal(b, strings.Contains(strings.Join(want, " "), p.GetName()), err == nil, "%s %s", by, p.GetName())
			}
		}
		require.Equal(b, []string{one}, list("culture", `fund = "`+ours.GetName()+`"`))
		require.Equal(b, []string{two}, list("culture", `proposer = "`+person(12)+`" AND state = SUBMITTED`))
		found := func(by string) int {
			b.Helper()
			page, err := b.funds.ListFunds(b.As(by), &incentivev1.ListFundsRequest{})
			require.NoError(b, err)
			return len(page.GetFunds())
		}
		require.Equal(b, []int{2, 1, 1, 0, 1}, []int{found(token(2)), found(token(3)), found(token(12)), found(token(13)), found("culture-a")})
		_, err = b.funds.AllotFund(b.As("beta"), &incentivev1.AllotFundRequest{Name: acmes.GetName(), Amount: 1})
		b.Refused("NOT_FOUND", err)
		_, err = b.funds.CreateFund(b.As("acme"), &incentivev1.CreateFundRequest{Fund: &incentivev1.Fund{DisplayName: texts("a", "b"), Unit: "units/" + root, Currency: "POINTS"}})
		b.Refused("NOT_FOUND", err)
		_, err = b.funds.CreateFund(b.As("culture"), &incentivev1.CreateFundRequest{Fund: &incentivev1.Fund{DisplayName: texts("a", "b"), Unit: "units/" + root, Currency: "CNY"}})
		b.Refused("INVALID_FIELD", err)
	})
}

func TestTheLastTrancheGoesOnce(t *testing.T) {
	eachTwice(t, func(one, other *house) {
		const proposals = 8
		b, there := bureauIn(one), bureauIn(other)
		fund := b.fund(root, "acme", 100)
		var waiting []*incentivev1.Proposal
		for range proposals {
			waiting = append(waiting, b.scored(fund, 30, 10))
		}
		reasons := make([]string, 2*proposals)
		var all sync.WaitGroup
		for n := range reasons {
			all.Go(func() { // each is approved by two at once, in two processes
				_, err := []*bureau{b, there}[n%2].decide(waiting[n/2], true)
				if reasons[n] = calltest.Reason(err); err == nil {
					reasons[n] = "approved"
				}
			})
		}
		all.Wait()
		count := map[string]int{}
		for _, reason := range reasons {
			count[reason]++
		}
		require.Equal(b, map[string]int{"approved": 4, "FUND_EXHAUSTED": 2*proposals - 4}, count)
		b.holds(fund, 20, 80)
	})
}

func TestAnErasedProposerLeavesNoName(t *testing.T) {
	inBureau(t, func(b *bureau) {
		fund := b.fund(root, "", 100)
		decided := b.scored(fund, 10)
		_, err := b.decide(decided, true)
		require.NoError(b, err)
		idea, err := b.propose(2, fund, nil, 1)
		require.NoError(b, err)
		theirs, err := b.propose(4, fund, []string{person(2)}, 1)
		require.NoError(b, err)
		data := func(n int) string {
			b.Helper()
			answer, err := b.privacy.ExportPersonData(b.As("directory"), &typev1.ExportPersonDataRequest{Person: person(n)})
			require.NoError(b, err)
			return answer.GetJson()
		}
		require.Contains(b, data(2), idea.GetName())
		require.Contains(b, data(2), "Nobody is there to be asked.")
		require.Contains(b, data(12), `"score":{"impact":5,"feasibility":3,"cost":2}`)
		require.NotContains(b, data(12), "Nobody is there to be asked.")
		for _, n := range []int{2, 12} {
			require.NoError(b, b.erase(personID(n)))
			require.NotContains(b, data(n), decided.GetName())
			require.NotContains(b, b.Everything("roster", "event_outbox", "request"), personID(n))
		}
		require.Equal(b, incentivev1.ProposalState_PROPOSAL_STATE_WITHDRAWN, b.read("culture", idea).GetState())
		require.Equal(b, "-", b.read("culture", idea).GetText())
		require.Equal(b, "Guidance at night", b.read("culture", decided).GetTitle(), "what was paid for stays")
		require.Len(b, b.read("culture", decided).GetScores(), 1)
		require.Len(b, b.read(token(4), theirs).GetTeam(), 1)
		b.holds(fund, 90, 10)
	})
}
