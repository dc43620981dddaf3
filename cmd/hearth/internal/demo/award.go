package demo

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/place"
)

// award is the queue whose people can win.
const award = "care-cd-orders"

// prize is what each winner earns, in points; winners is how many there are.
const prize, winners = 100, 3

// nominees are how many are nominated.
const nominees = 8

// commission is what a party to the draw keeps to itself until all scores are fixed. In the demonstration it is known to all who read this.
type commission struct{ party, salt, secret string }

// bringAward plays a round from its scheme to its winners: two parties commit, people nominate, figures come, and a panel without names scores.
func (f *Filling) bringAward(ctx context.Context) error {
	panel, culture := f.with("training", "trainer")[:2], f.with("office", "culture_lead")
	parties := []commission{
		{culture[0], strings.Repeat("salt", 4), strings.Repeat("secret of culture ", 2)},
		{f.with("office", "works_council")[0], strings.Repeat("SALT", 4), strings.Repeat("secret of the council ", 2)},
	}
	if err := f.beginRound(ctx, panel, parties); err != nil {
		return err
	}
	if err := f.nominate(ctx); err != nil {
		return err
	}
	rounds := incentivev1.NewAwardRoundServiceClient(f.Client.Conn())
	if _, err := rounds.StartAwardScoring(ctx, &incentivev1.StartAwardScoringRequest{Name: f.round, RequestId: once("scoring")}); err != nil {
		return err
	}
	if _, err := rounds.BatchImportAwardFigures(ctx, &incentivev1.BatchImportAwardFiguresRequest{Name: f.round, Rows: f.figures(), RequestId: once("figures")}); err != nil {
		return err
	}
	if _, err := rounds.OpenAwardPanel(ctx, &incentivev1.OpenAwardPanelRequest{Name: f.round, RequestId: once("panel")}); err != nil {
		return err
	}
	for _, member := range panel {
		if err := f.score(ctx, member); err != nil {
			return err
		}
	}
	if _, err := rounds.DecideAwardRound(ctx, &incentivev1.DecideAwardRoundRequest{Name: f.round, RequestId: once("decide")}); err != nil {
		return err
	}
	for _, one := range parties {
		as, err := f.as(ctx, one.party)
		if err != nil {
			return err
		}
		if _, err := rounds.RevealAwardRound(as, &incentivev1.RevealAwardRoundRequest{
			Name: f.round, Salt: []byte(one.salt), Secret: []byte(one.secret), RequestId: once("reveal " + one.party),
		}); err != nil {
			return err
		}
	}
	_, err := rounds.AnnounceAwardRound(ctx, &incentivev1.AnnounceAwardRoundRequest{Name: f.round, RequestId: once("announce")})
	return err
}

// beginRound has the scheme active, its budget filled, both parties committed and the nominations open. What is awarded is the last month.
func (f *Filling) beginRound(ctx context.Context, panel []string, parties []commission) error {
	conn, unit := f.Client.Conn(), f.units[award]
	if _, err := incentivev1.NewBudgetServiceClient(conn).AllotBudget(ctx, &incentivev1.AllotBudgetRequest{
		Unit: unit, Currency: "POINTS", Amount: 10 * prize * winners, RequestId: once("budget"),
	}); err != nil {
		return err
	}
	scheme := &incentivev1.AwardScheme{
		DisplayName: place.Text("Service star", "服务之星"), Unit: unit, PanelPercent: 20, MinimumContacts: 50, EmployedDays: 90, Quorum: 2,
		Winners: winners, Points: prize, AppealDays: 7, RevealDays: 3, Panel: []string{f.people[panel[0]], f.people[panel[1]]},
		Metrics: []*incentivev1.AwardMetric{
			{Key: "csat", DisplayName: place.Text("Satisfaction", "客户满意度"), Weight: 40,
				Kind: incentivev1.AwardMetricKind_AWARD_METRIC_KIND_OUTCOME, Form: incentivev1.AwardMetricForm_AWARD_METRIC_FORM_RATE},
			{Key: "team", DisplayName: place.Text("Quality of the team", "班组质检得分"), Weight: 40,
				Kind: incentivev1.AwardMetricKind_AWARD_METRIC_KIND_TEAM, Form: incentivev1.AwardMetricForm_AWARD_METRIC_FORM_VALUE},
		},
	}
	schemes := incentivev1.NewAwardSchemeServiceClient(conn)
	made, err := schemes.CreateAwardScheme(ctx, &incentivev1.CreateAwardSchemeRequest{AwardScheme: scheme, RequestId: once("scheme")})
	if err != nil {
		return err
	}
	if _, err := schemes.ActivateAwardScheme(ctx, &incentivev1.ActivateAwardSchemeRequest{Name: made.GetName(), RequestId: once("activate")}); err != nil {
		return err
	}
	now := time.Now()
	begins := time.Date(now.Year(), now.Month()-1, 1, 0, 0, 0, 0, time.UTC)
	month := begins.Format("January 2006")
	rounds := incentivev1.NewAwardRoundServiceClient(conn)
	round, err := rounds.CreateAwardRound(ctx, &incentivev1.CreateAwardRoundRequest{RequestId: once("round"), AwardRound: &incentivev1.AwardRound{
		AwardScheme: made.GetName(), DisplayName: place.Text("Service star, "+month, fmt.Sprintf("服务之星 %d 年 %d 月", begins.Year(), begins.Month())),
		StartDate: begins.Format(time.DateOnly), EndDate: begins.AddDate(0, 1, -1).Format(time.DateOnly),
		Parties: []string{f.people[parties[0].party], f.people[parties[1].party]},
	}})
	if err != nil {
		return err
	}
	f.round = round.GetName()
	for i, one := range parties {
		as, err := f.as(ctx, one.party)
		if err != nil {
			return err
		}
		var all []byte
		for _, part := range []string{"hearth award commitment 1", f.round, fmt.Sprint(i + 1), one.salt, one.secret} {
			all = append(binary.BigEndian.AppendUint32(all, uint32(len(part))), part...)
		}
		digest := sha256.Sum256(all)
		if _, err := rounds.CommitAwardRound(as, &incentivev1.CommitAwardRoundRequest{Name: f.round, Digest: digest[:], RequestId: once("commit " + one.party)}); err != nil {
			return err
		}
	}
	_, err = rounds.OpenNominations(ctx, &incentivev1.OpenNominationsRequest{Name: f.round, RequestId: once("nominations")})
	return err
}

// nominate has people of one team after the other nominate somebody of the next.
func (f *Filling) nominate(ctx context.Context) error {
	nominations := incentivev1.NewAwardNominationServiceClient(f.Client.Conn())
	team := func(n int) []string { return f.with(fmt.Sprintf("%s-%02d", award, 1+n), "senior_agent") }
	for n := range nominees {
		authors, others := team(n), team(n+1)
		if len(authors) == 0 || len(others) == 0 {
			continue
		}
		as, err := f.as(ctx, authors[0])
		if err != nil {
			return err
		}
		story := stories["zh-CN"][n%len(stories["zh-CN"])]
		if _, err := nominations.CreateAwardNomination(as, &incentivev1.CreateAwardNominationRequest{RequestId: once(fmt.Sprint("nomination ", n)),
			AwardNomination: &incentivev1.AwardNomination{AwardRound: f.round, Nominee: f.people[others[len(others)-1]], Story: story},
		}); err != nil {
			return err
		}
	}
	return nil
}

// figures are what an ACD and quality monitoring would bring of the month.
func (f *Filling) figures() (rows []*incentivev1.AwardFigures) {
	random := rand.New(rand.NewPCG(Seed, 1))
	quality := map[string]string{}
	for _, person := range f.enterprise.People {
		if !strings.HasPrefix(person.GetUnit(), award+"-") || person.GetPosition() == "team_lead" {
			continue
		}
		if quality[person.GetUnit()] == "" {
			quality[person.GetUnit()] = fmt.Sprintf("%.2f", 4+random.Float64()*0.9)
		}
		asked := int64(60 + random.IntN(60))
		rows = append(rows, &incentivev1.AwardFigures{
			Person: f.people[person.GetExternalId().GetId()], Contacts: 4 * asked, Figures: []*incentivev1.AwardFigure{
				{Metric: "csat", Hits: asked - random.Int64N(asked/4), Of: asked}, {Metric: "team", Value: quality[person.GetUnit()]},
			},
		})
	}
	return rows
}

// score has one of the panel score all candidates, without their names.
func (f *Filling) score(ctx context.Context, member string) error {
	as, err := f.as(ctx, member)
	if err != nil {
		return err
	}
	panel := incentivev1.NewAwardPanelServiceClient(f.Client.Conn())
	seen, err := panel.ListAwardCandidates(as, &incentivev1.ListAwardCandidatesRequest{Name: f.round})
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(Seed, 2))
	for _, candidate := range seen.GetCandidates() {
		if _, err := panel.ScoreAwardCandidate(as, &incentivev1.ScoreAwardCandidateRequest{
			Name: f.round, Label: candidate.GetLabel(), Score: 6 + random.Int32N(5), RequestId: once("score " + member + candidate.GetLabel()),
		}); err != nil {
			return err
		}
	}
	return nil
}
