package jsonform_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/forward/jsonform"
)

// Whoever writes a body for the first time is told how it is written, in their language.
func TestARefusalSaysHowTheBodyIsWritten(t *testing.T) {
	for name, c := range map[string]struct {
		message               proto.Message
		body, field, en, zhCN string
	}{
		"a resource with its name around it": {
			&directoryv1.Unit{}, `{"unit": {"kind": "UNIT_KIND_TEAM"}}`, "unit",
			`there is no such field, at line 1, column 2: the body is the unit itself, write its fields without "unit" around them`,
			`没有该字段（第 1 行第 2 列）：请求体就是 unit 本身，其字段外面不要再套 "unit"`,
		},
		"a name of two words": {
			&incentivev1.AwardScheme{}, `{"awardScheme": {}}`, "awardScheme",
			`there is no such field, at line 1, column 2: the body is the awardScheme itself, write its fields without "awardScheme" around them`,
			`没有该字段（第 1 行第 2 列）：请求体就是 awardScheme 本身，其字段外面不要再套 "awardScheme"`,
		},
		"a request without its part around the fields": {
			&incentivev1.SetAllowancePolicyRequest{}, `{"mostPerGift": 20}`, "mostPerGift",
			`there is no such field, at line 1, column 2: it belongs into "policy", as in {"policy": {"mostPerGift": …}}`,
			`没有该字段（第 1 行第 2 列）：该字段应放在 "policy" 之内，形如 {"policy": {"mostPerGift": …}}`,
		},
		"a field that is nowhere": {
			&incentivev1.GiveRecognitionRequest{}, `{"thanks": {}}`, "thanks",
			`there is no such field, at line 1, column 2: there are receivers, team, behavior, story, visibility, points, requestId`,
			`没有该字段（第 1 行第 2 列）：可用字段：receivers, team, behavior, story, visibility, points, requestId`,
		},
		"of a message without fields": {
			&directoryv1.RefreshTokenRequest{}, `{"token": "x"}`, "token",
			"there is no such field, at line 1, column 2: there are none", "没有该字段（第 1 行第 2 列）：该请求没有字段",
		},
		"deeper": {
			&directoryv1.Unit{}, `{"displayName": {"texst": {}}}`, "texst",
			"there is no such field, at line 1, column 18", "没有该字段（第 1 行第 18 列）",
		},
		"a value that an enum has not": {
			&incentivev1.SetAllowancePolicyRequest{}, `{"policy": {"period": "MONTH"}}`, "period",
			`the value "MONTH" does not fit, at line 1, column 23; there are ALLOWANCE_PERIOD_MONTH, ALLOWANCE_PERIOD_WEEK`,
			`值 "MONTH" 无效（第 1 行第 23 列）；可用取值：ALLOWANCE_PERIOD_MONTH, ALLOWANCE_PERIOD_WEEK`,
		},
		"a value of a text": {
			&directoryv1.Unit{}, `{"parent": 7}`, "parent", "the value 7 does not fit, at line 1, column 12", "值 7 无效（第 1 行第 12 列）",
		},
	} {
		t.Run(name, func(t *testing.T) {
			fault, ok := errors.AsType[*model.Fault](jsonform.Unmarshal([]byte(c.body), c.message))
			require.True(t, ok)
			require.Equal(t, []model.Violation{{Field: c.field, Why: model.Words{En: c.en, ZhCN: c.zhCN}}}, fault.Violations)
		})
	}
}
