package incentive_test

import (
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// office is a unit of the first department in which person 4 alone works.
var office = unitID(4)

// alone has them decide for a whole unit in which nobody else is.
func (i *insider) alone() {
	i.Helper()
	i.directory.Units = append(i.directory.Units, rostertest.Unit(office, depA))
	i.directory.People[4].Placements[0].Unit = "units/" + office
	i.directory.People[4].Version++
	i.Snapshot()

	i.tries("GoalService", "CreateGoal", &incentivev1.CreateGoalRequest{Goal: i.goalOf(func(g *incentivev1.Goal) { g.Unit = "units/" + office })})
	rule, err := i.rules().CreateRule(i.As("all-4"), &incentivev1.CreateRuleRequest{Rule: ruleOf(func(r *incentivev1.Rule) { r.OwnerUnit = "units/" + office })})
	require.NoError(i, err, "a draft grants nothing")
	publish := &incentivev1.PublishRuleRequest{Name: rule.GetName(), Etag: rule.GetEtag()}
	i.tries("RuleService", "PublishRule", publish)
	published, err := i.rules().PublishRule(i.As("culture"), publish)
	require.NoError(i, err)
	i.tries("RuleService", "ActivateRule", &incentivev1.ActivateRuleRequest{Name: rule.GetName(), Etag: published.GetEtag()})
	i.tries("BadgeAwardService", "AwardBadge", &incentivev1.AwardBadgeRequest{Badge: i.made(ofTeam).GetName(), Unit: "units/" + office, Story: "For me."})

	set := func(unit string, points int64) *incentivev1.SetParticipationPolicyRequest {
		return &incentivev1.SetParticipationPolicyRequest{Policy: &incentivev1.ParticipationPolicy{Unit: "units/" + unit, Points: points}}
	}
	i.tries("ParticipationService", "SetParticipationPolicy", set(office, 1000))
	require.NoError(i, i.rewards("all-4", depA, 1000), "with the team below it")
	i.tries("ParticipationService", "SetParticipationPolicy", set(teamA, 0))
	require.NoError(i, i.rewards("all-4", depB, 0), "who gets nothing there gets nothing by the other one")
	require.NoError(i, i.rewards("all-4", office, 0), "they may do without")
	require.NoError(i, i.rewards("culture", teamA, 0))
	i.tries("ParticipationService", "DeleteParticipationPolicy", &incentivev1.DeleteParticipationPolicyRequest{Name: "participationPolicies/" + office})
}
