package incentive_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	activityv1 "github.com/hearth-culture/hearth/proto/hearth/activity/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// ruleOf is a rule of the root for attendance: ten points for each.
func ruleOf(change func(*incentivev1.Rule)) *incentivev1.Rule {
	rule := &incentivev1.Rule{
		DisplayName: &typev1.LocalizedText{Texts: map[string]string{"en": "Case days"}}, OwnerUnit: "units/" + root,
		Event: incentivev1.FactType_FACT_TYPE_ATTENDANCE_RECORDED, Condition: "event.minutes >= 30", Amount: "10", Share: incentivev1.RuleShare_RULE_SHARE_PERSON,
		Reason:    &typev1.LocalizedText{Texts: map[string]string{"en": "You took part in a case day.", "zh-CN": "您参加了案例日。"}},
		StartDate: "2020-01-01", TimeZone: "Asia/Shanghai", Period: incentivev1.RulePeriod_RULE_PERIOD_MONTH,
	}
	if change != nil {
		change(rule)
	}
	return rule
}

func (h *house) rules() incentivev1.RuleServiceClient {
	return incentivev1.NewRuleServiceClient(h.Conn)
}

// active is a rule that grants.
func (h *house) active(rule *incentivev1.Rule) *incentivev1.Rule {
	h.Helper()
	made, err := h.rules().CreateRule(h.As("culture"), &incentivev1.CreateRuleRequest{Rule: rule})
	require.NoError(h, err)
	_, err = h.rules().PublishRule(h.As("culture"), &incentivev1.PublishRuleRequest{Name: made.GetName()})
	require.NoError(h, err)
	made, err = h.rules().ActivateRule(h.As("culture"), &incentivev1.ActivateRuleRequest{Name: made.GetName()})
	require.NoError(h, err)
	require.Equal(h, incentivev1.RuleState_RULE_STATE_ACTIVE, made.GetState())
	return made
}

// granted are the points of a person, by what they are told of them.
func (h *house) granted(n int) (points int64, grants []*incentivev1.RuleGrant) {
	h.Helper()
	answer, err := h.rules().ListRuleGrants(h.As(token(n)), &incentivev1.ListRuleGrantsRequest{})
	require.NoError(h, err)
	for _, g := range answer.GetGrants() {
		if !g.GetWithdrawn() {
			points += g.GetPoints()
		}
	}
	return points, answer.GetGrants()
}

func TestARuleGrantsForWhatHappens(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 1)
		rule := h.active(ruleOf(nil))
		at := h.Clock.Now()
		l.say("activity", attended(1, teamA, "a", at, 60), attended(2, teamA, "b", at, 10), attended(13, depB, "c", at, 30))
		l.hear()
		points, grants := h.granted(1)
		require.Equal(t, int64(10), points)
		require.Equal(t, "您参加了案例日。", grants[0].GetReason().GetTexts()["zh-CN"])
		require.Equal(t, []string{rule.GetName(), "activities/1/attendances/a"}, []string{grants[0].GetRule(), grants[0].GetResource()})
		points, _ = h.granted(2)
		require.Zero(t, points, "too short")
		transfer, err := h.transfers.GetTransfer(h.As("system"), &incentivev1.GetTransferRequest{Name: grants[0].GetTransfer()})
		require.NoError(t, err)
		require.Equal(t, int64(10), transfer.GetAmount())

		l.say("activity", &activityv1.AttendanceWithdrawn{Attendance: "activities/1/attendances/a", Person: person(1)})
		l.say("activity", &activityv1.AttendanceWithdrawn{Attendance: "activities/1/attendances/d", Person: person(1)}) // ahead of what it takes back
		l.say("activity", attended(1, teamA, "d", at, 60))
		l.hear()
		points, grants = h.granted(1)
		require.Zero(t, points)
		require.True(t, grants[0].GetWithdrawn())
		require.Len(t, grants, 1)
	})
}
