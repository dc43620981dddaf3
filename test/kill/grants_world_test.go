package kill_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

const (
	// participants answer the survey: more than a page of those who took part.
	participants = 520
	// newcomers, veterans and letters are what each round brings.
	newcomers, veterans, letters = 60, 20, 20

	worth, share, welcome, toGive = 7, 3, 10, 20
)

// bounty is a Hearth of processes in which much is granted that nobody asks for: for surveys, by rules, goals, badges, and by the calendar.
type bounty struct {
	world
	kept              *db.DB
	site              string
	goal              string          // of those who join
	ofTeam, ofYears   string          // badges: of the goal that all reach by the survey, and for a year of service
	yesterday, served string          // when newcomers joined, and when veterans did
	clerk             context.Context // who takes letters in
	// asked, came, stayed are the names of those who took part, of newcomers and of veterans; sent are letters.
	asked, came, stayed, sent []string
}

func newBounty(t *testing.T, shape house.Shape) *bounty {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	b := &bounty{world: world{House: process.Start(t, shape), random: rand.New(rand.NewPCG(seed, 0))}}
	now := time.Now().UTC()
	b.yesterday, b.served = now.AddDate(0, 0, -1).Format(time.DateOnly), now.AddDate(-4, 0, 0).Format(time.DateOnly)
	b.kept = b.Database(t, "incentive")
	ctx := b.Admin(t)
	site, err := directoryv1.NewSiteServiceClient(b.Conn()).CreateSite(ctx, &directoryv1.CreateSiteRequest{
		Site: &directoryv1.Site{DisplayName: text("Here"), TimeZone: "UTC"},
	})
	require.NoError(t, err)
	unit, err := directoryv1.NewUnitServiceClient(b.Conn()).CreateUnit(ctx, &directoryv1.CreateUnitRequest{
		Unit: &directoryv1.Unit{Kind: directoryv1.UnitKind_UNIT_KIND_COMPANY, DisplayName: text("Acme"), Site: site.GetName()},
	})
	require.NoError(t, err)
	b.unit = unit.GetName()
	b.clerk = key(t, b.House, ctx, optionv1.Role_ROLE_CULTURE_ADMIN, b.unit)
	b.asked = b.hire(t, "asked", participants, hired)
	b.knows(t, participants)
	b.openSurvey(t, participants)
	b.everybodyAnswers(t)
	b.site = site.GetName()
	return b
}

// hire has a file bring people who work since a day, and returns their names.
func (b *bounty) hire(t *testing.T, source string, people int, since string) []string {
	file := newFile(source, b.unit, people)
	for _, row := range file.rows {
		row.HireDate = since
	}
	require.NoError(t, b.upload(b.Admin(t), file, new(atomic.Int64)))
	directory := b.Database(t, "directory")
	defer func() { require.NoError(t, directory.Close()) }()
	var names []string
	require.Eventually(t, func() bool {
		names = column(t, directory, "SELECT 'people/' || id FROM person WHERE number LIKE '"+source+"-%'")
		return len(names) == people
	}, patience, 20*time.Millisecond, "the file is applied")
	return names
}

// knows waits until all know so many people.
func (b *bounty) knows(t *testing.T, people int) {
	for _, service := range []string{"survey", "incentive"} {
		d := b.Database(t, service)
		require.Eventually(t, func() bool { return number(t, d, "SELECT count(*) FROM roster_person") >= people }, patience, 50*time.Millisecond)
		require.NoError(t, d.Close())
	}
}

func (b *bounty) everybodyAnswers(t *testing.T) {
	const atOnce = 16
	admin := b.Admin(t)
	tokens, responses := directoryv1.NewTokenServiceClient(b.Conn()), surveyv1.NewResponseServiceClient(b.Conn())
	each(t, atOnce, func(n int) error {
		for i := n; i < len(b.asked); i += atOnce {
			invitation, err := tokens.CreateInvitation(admin, &directoryv1.CreateInvitationRequest{Name: b.asked[i]})
			if err != nil {
				return err
			}
			got, err := tokens.ExchangeToken(t.Context(), &directoryv1.ExchangeTokenRequest{
				Credential: &directoryv1.ExchangeTokenRequest_Invitation{Invitation: invitation.GetSecret()},
			})
			if err != nil {
				return err
			}
			_, err = responses.SubmitResponse(calltest.As(t.Context(), got.GetAccessToken()), &surveyv1.SubmitResponseRequest{Survey: b.survey, Answers: answers(1)})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// promise says what will be granted for what.
func (b *bounty) promise(t *testing.T) {
	ctx, conn := b.Admin(t), b.Conn()
	_, err := incentivev1.NewParticipationServiceClient(conn).SetParticipationPolicy(ctx, &incentivev1.SetParticipationPolicyRequest{
		Policy: &incentivev1.ParticipationPolicy{Points: worth},
	})
	require.NoError(t, err)
	_, err = incentivev1.NewAllowanceServiceClient(conn).SetAllowancePolicy(ctx, &incentivev1.SetAllowancePolicyRequest{
		Policy: &incentivev1.AllowancePolicy{Amount: toGive, Period: incentivev1.AllowancePeriod_ALLOWANCE_PERIOD_MONTH},
	})
	require.NoError(t, err)

	rules := incentivev1.NewRuleServiceClient(conn)
	rule, err := rules.CreateRule(ctx, &incentivev1.CreateRuleRequest{Rule: &incentivev1.Rule{
		DisplayName: text("Welcome"), OwnerUnit: b.unit, Event: incentivev1.FactType_FACT_TYPE_PERSON_JOINED, Condition: "true", Amount: fmt.Sprint(welcome),
		Share: incentivev1.RuleShare_RULE_SHARE_PERSON, Reason: &typev1.LocalizedText{Texts: map[string]string{"en": "You joined.", "zh-CN": "您入职了。"}}, StartDate: b.yesterday, TimeZone: "UTC",
		Period: incentivev1.RulePeriod_RULE_PERIOD_MONTH,
	}})
	require.NoError(t, err)
	_, err = rules.PublishRule(ctx, &incentivev1.PublishRuleRequest{Name: rule.GetName()})
	require.NoError(t, err)
	_, err = rules.ActivateRule(ctx, &incentivev1.ActivateRuleRequest{Name: rule.GetName()})
	require.NoError(t, err)

	goal := func(event incentivev1.FactType, target, reward int64) string {
		made, err := incentivev1.NewGoalServiceClient(conn).CreateGoal(ctx, &incentivev1.CreateGoalRequest{Goal: &incentivev1.Goal{
			DisplayName: text("Together"), Unit: b.unit, Event: event, Target: target, RewardPoints: reward, StartDate: b.yesterday, EndDate: "2090-12-31", TimeZone: "UTC",
		}})
		require.NoError(t, err)
		return made.GetName()
	}
	together := goal(incentivev1.FactType_FACT_TYPE_SURVEY_CLOSED, 1, share*participants)
	b.goal = goal(incentivev1.FactType_FACT_TYPE_PERSON_JOINED, 1_000_000, 0)

	_, err = incentivev1.NewGoalServiceClient(conn).SetIndividualGoals(ctx, &incentivev1.SetIndividualGoalsRequest{Name: b.site, Allowed: true})
	require.NoError(t, err)
	badge := func(made *incentivev1.Badge) string {
		made.DisplayName, made.Description, made.Unit = text("Star"), text("Shines"), b.unit
		kept, err := incentivev1.NewBadgeServiceClient(conn).CreateBadge(ctx, &incentivev1.CreateBadgeRequest{Badge: made})
		require.NoError(t, err)
		return model.ID(kept.GetName())
	}
	b.ofTeam = badge(&incentivev1.Badge{Holder: incentivev1.BadgeHolder_BADGE_HOLDER_TEAM, EarnedBy: &incentivev1.Badge_Goal{Goal: together}})
	b.ofYears = badge(&incentivev1.Badge{Holder: incentivev1.BadgeHolder_BADGE_HOLDER_PERSON,
		EarnedBy: &incentivev1.Badge_Years{Years: &incentivev1.BadgeYears{Levels: []int64{1}}}})
}
