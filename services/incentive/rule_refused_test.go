package incentive_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// refusals are the grants of a rule that were not made, as whoever owns it reads them.
func (h *house) refusals(rule *incentivev1.Rule) []*incentivev1.RuleRefusals {
	h.Helper()
	found, err := h.rules().GetRule(h.As("manager-a"), &incentivev1.GetRuleRequest{Name: rule.GetName()})
	require.NoError(h, err)
	listed, err := h.rules().ListRules(h.As("manager-a"), &incentivev1.ListRulesRequest{})
	require.NoError(h, err)
	for _, each := range listed.GetRules() {
		if each.GetName() == rule.GetName() {
			require.Equal(h, found.String(), each.String())
		}
	}
	return found.GetRefusedGrants()
}

// Whoever gets no points is told why; whoever owns the rule how often, and of whom never.
func TestWhatARuleCouldNotPayIsTold(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 1)
		allot := func(amount int64) {
			_, err := h.budgets().AllotBudget(h.As("culture"), &incentivev1.AllotBudgetRequest{Unit: "units/" + teamA, Currency: "POINTS", Amount: amount})
			require.NoError(h, err)
		}
		allot(25)
		rule := h.active(ruleOf(func(r *incentivev1.Rule) { r.OwnerUnit, r.Budget = "units/"+teamA, "units/"+teamA }))
		at := h.Clock.Now()
		attend := func(people ...int) {
			for _, n := range people {
				l.say("activity", attended(n, teamA, fmt.Sprint(n), at, 60))
			}
			l.hear()
		}
		attend(0, 1)
		require.Empty(h, h.refusals(rule))
		attend(2, 3, 4, 5)
		want := &incentivev1.RuleRefusals{Refusal: incentivev1.RuleRefusal_RULE_REFUSAL_BUDGET_EMPTY, BelowFloor: true}
		require.Equal(h, want.String(), h.refusals(rule)[0].String(), "four people")
		attend(6)
		want = &incentivev1.RuleRefusals{Refusal: incentivev1.RuleRefusal_RULE_REFUSAL_BUDGET_EMPTY, Grants: 5, People: 5}
		require.Equal(h, want.String(), h.refusals(rule)[0].String())
		attend(7, 8)
		require.Equal(h, want.String(), h.refusals(rule)[0].String(), "who looks again learns of nobody")

		points, grants := h.granted(2)
		require.Zero(h, points)
		require.Len(h, grants, 1)
		require.Empty(h, grants[0].GetTransfer())
		require.Equal(h, int64(10), grants[0].GetRefusedPoints())
		require.Equal(h, incentivev1.RuleRefusal_RULE_REFUSAL_BUDGET_EMPTY, grants[0].GetRefusal())
		require.Equal(h, map[string]string{
			"en": "no points, because the budget that pays for them was empty", "zh-CN": "未获得积分：支付积分的预算已用尽",
		}, grants[0].GetRefusalReason().GetTexts())
		require.Equal(h, "You took part in a case day.", grants[0].GetReason().GetTexts()["en"])
		require.Contains(h, h.keptOf(2), "未获得积分：支付积分的预算已用尽")
		_, grants = h.granted(0)
		require.Zero(h, grants[0].GetRefusal())
		require.Nil(h, grants[0].GetRefusalReason())

		l.say("activity", withdrawn(2, "2"))
		l.hear()
		_, grants = h.granted(2)
		require.Empty(h, grants, "it did not happen")
		for n := range 2 {
			l.say("activity", withdrawn(7+n, fmt.Sprint(7+n)))
		}
		l.hear()
		require.True(h, h.refusals(rule)[0].GetBelowFloor())
		allot(100)
		attend(3) // told once more
		points, grants = h.granted(3)
		require.Equal(h, int64(10), points)
		require.Zero(h, grants[0].GetRefusal())
		require.Equal(h, int64(10), h.earned(3))
		h.sums()
	})
}

// A team that is too large for what it is granted is told, and so is whoever owns the rule.
func TestAShareOfLessThanAPointIsTold(t *testing.T) {
	inHouse(t, func(h *house) {
		l := listen(h, 1)
		rule := h.active(ruleOf(func(r *incentivev1.Rule) {
			r.OwnerUnit, r.Share, r.Condition, r.Amount = "units/"+teamA, incentivev1.RuleShare_RULE_SHARE_TEAM, "true", "event.minutes"
		}))
		l.say("activity", attended(1, teamA, "a", h.Clock.Now(), 11))
		l.hear()
		want := &incentivev1.RuleRefusals{Refusal: incentivev1.RuleRefusal_RULE_REFUSAL_SHARE_TOO_SMALL, Grants: 10, People: 10}
		require.Equal(h, want.String(), h.refusals(rule)[0].String())
		for n := range 12 {
			points, grants := h.granted(n)
			require.Zero(h, points+h.earned(n))
			require.Equal(h, incentivev1.RuleRefusal_RULE_REFUSAL_SHARE_TOO_SMALL, grants[0].GetRefusal())
		}
		l.say("activity", attended(1, teamA, "b", h.Clock.Now(), 12))
		l.hear()
		require.Equal(h, int64(1), h.earned(5))
	})
}
