package constraint_test

import (
	"errors"
	"testing"

	"buf.build/go/protovalidate"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/rpc/constraint"
)

// A wrong message is told in both languages: what is said of each field, with the numbers of its own constraint.
func TestViolations(t *testing.T) {
	unit := "units/0198c0de-0000-7000-8000-000000000001"
	title := &typev1.LocalizedText{Texts: map[string]string{"en": "Mood"}}
	for name, c := range map[string]struct {
		message proto.Message
		want    [][3]string
	}{
		"a page":            {&directoryv1.ListUnitsRequest{PageSize: 1001}, [][3]string{{"page_size", "must be at least 0 and at most 1000", "须不小于 0、不大于 1000"}}},
		"a name":            {&directoryv1.GetUnitRequest{Name: "units/1"}, [][3]string{{"name", "is not a name such as units/…", "不是资源名称，名称形如 units/…"}}},
		"nothing to update": {&directoryv1.UpdateUnitRequest{}, [][3]string{{"unit", "is missing", "不能为空"}}},
		"an id": {&directoryv1.ArchiveUnitRequest{Name: unit, RequestId: "7"}, [][3]string{
			{"request_id", "is not a UUID such as 0198c0de-0000-7000-8000-000000000001", "不是 UUID，UUID 形如 0198c0de-0000-7000-8000-000000000001"}}},
		"a calendar": {&directoryv1.Calendar{Workdays: []int32{1, 1, 9}}, [][3]string{
			{"workdays", "holds something twice", "含有重复项"},
			{"workdays[2]", "must be at least 1 and at most 7", "须不小于 1、不大于 7"}}},
		"no days at all": {&directoryv1.Calendar{}, [][3]string{{"workdays", "is missing", "不能为空"}}},
		"a day": {&directoryv1.CalendarDay{Date: "1 May", Kind: 9}, [][3]string{
			{"date", "is not a day such as 2026-11-22", "不是日期，日期形如 2026-11-22"},
			{"kind", "is none of the values that there are", "不是已定义的取值"}}},
		"a role that is missing": {&directoryv1.KeyGrant{}, [][3]string{{"role", "is missing", "不能为空"}}},
		"a role that keys lack":  {&directoryv1.KeyGrant{Role: optionv1.Role_ROLE_EMPLOYEE}, [][3]string{{"role", "must be another value", "不能使用该取值"}}},
		"texts": {&typev1.LocalizedText{Texts: map[string]string{"english": ""}}, [][3]string{
			{`texts["english"]`, "is not a language tag such as zh-CN", "不是语言标签，语言标签形如 zh-CN"},
			{`texts["english"]`, "is missing", "不能为空"}}},
		"a scale deep down": {&surveyv1.Instrument{DisplayName: title, Items: []*surveyv1.Item{
			{Id: "a", Text: title, Kind: &surveyv1.Item_Rating{Rating: &surveyv1.Rating{Min: 3, Max: 3}}}, {Id: "b", Text: title}}}, [][3]string{
			{"items[0].rating", "a rating has 2 to 11 points", "评分须有 2 至 11 个等级"},
			{"items[1].kind", "is missing", "不能为空"}}},
	} {
		t.Run(name, func(t *testing.T) {
			invalid, ok := errors.AsType[*protovalidate.ValidationError](protovalidate.Validate(c.message))
			require.True(t, ok)
			var got [][3]string
			for _, violation := range invalid.Violations {
				found := constraint.Violation(c.message.ProtoReflect().Descriptor(), violation)
				got = append(got, [3]string{found.Field, found.Why.En, found.Why.ZhCN})
			}
			require.Empty(t, cmp.Diff(c.want, got))
		})
	}
}
