package journeys_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// prize is what each winner gets, in points and in minor units of CNY.
const prize, bonus = 60, 50000

// gala is a company that gives an award: agents in two teams, of whom every other works for a vendor, and beside them those who run it.
type gala struct {
	*office
	rounds      incentivev1.AwardRoundServiceClient
	records     incentivev1.AwardRecordServiceClient
	agents      []person
	parties     []person
	panel       []person
	culture     person
	wfm         context.Context
	scheme      string
	round       string
	budgets     map[string]string // by employer; "" of points
	letter      string
	commissions []commission
}

// commission is what a party keeps to itself until scores are fixed.
type commission struct{ salt, secret []byte }

func (o *office) gala(t *testing.T) *gala {
	o.team = o.unit(t, "Company")
	g := &gala{
		office: o, rounds: incentivev1.NewAwardRoundServiceClient(o.Conn()), records: incentivev1.NewAwardRecordServiceClient(o.Conn()),
		wfm: o.key(t, optionv1.Role_ROLE_SYSTEM, o.team, ""), budgets: map[string]string{},
	}
	teams, desk := []string{o.below(t, o.team, "East"), o.below(t, o.team, "West")}, o.below(t, o.team, "Desk")
	for n := range 8 {
		g.agents = append(g.agents, o.employ(t, "agent-"+string(rune('a'+n)), teams[n/4], []string{"in-house", "vendor"}[n%2]))
	}
	for _, number := range []string{"panel-1", "panel-2"} {
		g.panel = append(g.panel, o.employ(t, number, desk, "in-house"))
	}
	for _, number := range []string{"organiser", "council"} {
		g.parties = append(g.parties, o.employ(t, number, desk, "in-house"))
	}
	letters := o.post(t)
	g.culture = letters.culture
	o.rosterFollows(t)
	g.letter = letters.comes(t, customer{"Wren Abernathy", "柏琼维", "13912345678", "wren.a@example.org", "ORD-7719-2043", "case-55102", "crm-90417", "中兴路 88 号"})
	letters.published(t, g.letter, g.agents[0])
	for employer, amount := range map[string]int64{"": 1000, "in-house": 300000, "vendor": 300000} {
		currency := "CNY"
		if employer == "" {
			currency = "POINTS"
		}
		budget, err := incentivev1.NewBudgetServiceClient(o.Conn()).AllotBudget(g.culture.as(t), &incentivev1.AllotBudgetRequest{
			Unit: o.team, Currency: currency, Employer: employer, Amount: amount, RequestId: uuid.NewString(),
		})
		require.NoError(t, err)
		g.budgets[employer] = budget.GetName()
	}
	return g
}

// begun has a scheme of three winners activated, and a round of it opened for nominations once both parties have committed.
func (g *gala) begun(t *testing.T) {
	ctx := g.culture.as(t)
	scheme := &incentivev1.AwardScheme{
		DisplayName: text("Service star"), Unit: g.team, PanelPercent: 20, MinimumContacts: 50, EmployedDays: 90, Quorum: 2, Winners: 3, Points: prize,
		AppealDays: 7, RevealDays: 3, Panel: []string{g.panel[0].name, g.panel[1].name},
		Bonus: &incentivev1.AwardBonus{Currency: "CNY", Amount: bonus, Net: true, TaxCategory: "bonus"},
		Metrics: []*incentivev1.AwardMetric{
			{Key: "csat", DisplayName: text("Satisfaction"), Weight: 40, Kind: incentivev1.AwardMetricKind_AWARD_METRIC_KIND_OUTCOME, Form: incentivev1.AwardMetricForm_AWARD_METRIC_FORM_RATE},
			{Key: "team", DisplayName: text("Team quality"), Weight: 40, Kind: incentivev1.AwardMetricKind_AWARD_METRIC_KIND_TEAM, Form: incentivev1.AwardMetricForm_AWARD_METRIC_FORM_VALUE},
		},
	}
	schemes := incentivev1.NewAwardSchemeServiceClient(g.Conn())
	made, err := schemes.CreateAwardScheme(ctx, &incentivev1.CreateAwardSchemeRequest{AwardScheme: scheme, RequestId: uuid.NewString()})
	require.NoError(t, err)
	g.scheme = made.GetName()
	_, err = schemes.ActivateAwardScheme(ctx, &incentivev1.ActivateAwardSchemeRequest{Name: g.scheme, RequestId: uuid.NewString()})
	require.NoError(t, err)
	round, err := g.rounds.CreateAwardRound(ctx, &incentivev1.CreateAwardRoundRequest{AwardRound: &incentivev1.AwardRound{
		AwardScheme: g.scheme, DisplayName: text("May"), StartDate: "2024-05-01", EndDate: "2024-05-31", Parties: []string{g.parties[0].name, g.parties[1].name},
	}, RequestId: uuid.NewString()})
	require.NoError(t, err)
	g.round = round.GetName()
	for i, party := range g.parties {
		own := commission{bytes.Repeat([]byte{byte(1 + i)}, 16), bytes.Repeat([]byte{byte(11 + i)}, 32)}
		g.commissions = append(g.commissions, own)
		digest := sha256.Sum256(prefixed("hearth award commitment 1", g.round, []string{"1", "2"}[i], string(own.salt), string(own.secret)))
		round, err = g.rounds.CommitAwardRound(party.as(t), &incentivev1.CommitAwardRoundRequest{Name: g.round, Digest: digest[:], RequestId: uuid.NewString()})
		require.NoError(t, err)
	}
	require.Equal(t, incentivev1.AwardRoundState_AWARD_ROUND_STATE_COMMITTED, round.GetState())
	_, err = g.rounds.OpenNominations(ctx, &incentivev1.OpenNominationsRequest{Name: g.round})
	require.NoError(t, err)
}

// prefixed are texts, each behind its length in four bytes.
func prefixed(texts ...string) (all []byte) {
	for _, one := range texts {
		all = append(binary.BigEndian.AppendUint32(all, uint32(len(one))), one...)
	}
	return all
}

// nominate has an agent nominate another, who is shown by a letter where one is named.
func (g *gala) nominate(t *testing.T, author, nominee int, evidence ...string) error {
	_, err := incentivev1.NewAwardNominationServiceClient(g.Conn()).CreateAwardNomination(g.agents[author].as(t), &incentivev1.CreateAwardNominationRequest{
		AwardNomination: &incentivev1.AwardNomination{AwardRound: g.round, Nominee: g.agents[nominee].name, Story: "stayed until it was solved", Evidence: evidence},
		RequestId:       uuid.NewString(),
	})
	return err
}

// nominated has four people nominated, one by a letter, and their figures brought: a and b are ahead, c and e are equal.
func (g *gala) nominated(t *testing.T) {
	require.Equal(t, "NOT_FOUND", calltest.Reason(g.nominate(t, 6, 2, g.letter)), "the letter thanks another")
	require.NoError(t, g.nominate(t, 6, 0, g.letter))
	for _, nominee := range []int{1, 2, 4} {
		require.NoError(t, g.nominate(t, 7, nominee))
	}
	ctx := g.culture.as(t)
	_, err := g.rounds.StartAwardScoring(ctx, &incentivev1.StartAwardScoringRequest{Name: g.round})
	require.NoError(t, err)
	var rows []*incentivev1.AwardFigures
	for n, hits := range []int64{98, 95, 80, 60, 80, 60, 60, 60} {
		rows = append(rows, &incentivev1.AwardFigures{Person: g.agents[n].name, Contacts: 100, Figures: []*incentivev1.AwardFigure{
			{Metric: "csat", Hits: hits, Of: 100}, {Metric: "team", Value: "4.2"},
		}})
	}
	brought, err := g.rounds.BatchImportAwardFigures(g.wfm, &incentivev1.BatchImportAwardFiguresRequest{Name: g.round, Rows: rows, RequestId: uuid.NewString()})
	require.NoError(t, err)
	require.EqualValues(t, len(rows), brought.GetImported(), brought.GetRefusals())
	_, err = g.rounds.OpenAwardPanel(ctx, &incentivev1.OpenAwardPanelRequest{Name: g.round})
	require.NoError(t, err)
}

// judged has the panel score whom they do not know, all alike, the round decided, and both parties reveal.
func (g *gala) judged(t *testing.T) {
	panel := incentivev1.NewAwardPanelServiceClient(g.Conn())
	for _, member := range g.panel {
		seen, err := panel.ListAwardCandidates(member.as(t), &incentivev1.ListAwardCandidatesRequest{Name: g.round})
		require.NoError(t, err)
		require.Len(t, seen.GetCandidates(), 4)
		require.NotContains(t, seen.String(), "people/")
		require.NotContains(t, seen.String(), g.letter, "a letter would name its agent")
		var evidence int32
		for _, candidate := range seen.GetCandidates() {
			evidence += candidate.GetEvidence()
			_, err := panel.ScoreAwardCandidate(member.as(t), &incentivev1.ScoreAwardCandidateRequest{Name: g.round, Label: candidate.GetLabel(), Score: 7, RequestId: uuid.NewString()})
			require.NoError(t, err)
		}
		require.EqualValues(t, 1, evidence)
	}
	_, err := g.rounds.DecideAwardRound(g.culture.as(t), &incentivev1.DecideAwardRoundRequest{Name: g.round})
	require.NoError(t, err)
	for i, party := range g.parties {
		_, err := g.rounds.RevealAwardRound(party.as(t), &incentivev1.RevealAwardRoundRequest{Name: g.round, Salt: g.commissions[i].salt, Secret: g.commissions[i].secret})
		require.NoError(t, err)
	}
}
