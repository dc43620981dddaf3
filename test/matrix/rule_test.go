package matrix_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// rules drafts a rule of each area. Their units reach the incentive service by events.
func (w *world) rules(t *testing.T, ctx context.Context, our, their string) {
	rule := func(unit, employer string) (name string) {
		require.Eventually(t, func() bool {
			made, err := incentivev1.NewRuleServiceClient(w.Conn()).CreateRule(ctx, &incentivev1.CreateRuleRequest{Rule: &incentivev1.Rule{
				DisplayName: text("Rule"), OwnerUnit: unit, Employer: employer, Event: incentivev1.FactType_FACT_TYPE_PERSON_JOINED,
				Condition: "true", Amount: "1", Share: incentivev1.RuleShare_RULE_SHARE_PERSON, Period: incentivev1.RulePeriod_RULE_PERIOD_YEAR,
				Reason:    &typev1.LocalizedText{Texts: map[string]string{"en": "Welcome", "zh-CN": "欢迎"}},
				StartDate: "2999-01-01", TimeZone: "UTC",
			}})
			name = made.GetName()
			return err == nil
		}, time.Minute, 20*time.Millisecond, "the roster knows the unit")
		return name
	}
	w.targets["rules"] = []target{{inside: rule(our, inHouse), foreign: rule(their, ""), colleague: rule(our, vendor)}}
}
