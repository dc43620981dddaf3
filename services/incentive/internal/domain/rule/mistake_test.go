package rule

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
)

// What the library says of each kind of mistake is told in both languages in words of Hearth: another version of it that speaks otherwise fails here.
func TestAMistakeIsToldInBothLanguages(t *testing.T) {
	for condition, want := range map[string][2]string{
		`minutes > 3`:         {"at character 1 of line 1: there is nothing that is called “minutes”", "（第 1 行第 1 个字符处）：没有名为“minutes”的内容"},
		`event.minute > 3`:    {"there is no field that is called “minute”", "没有名为“minute”的字段"},
		`event.minutes.x > 3`: {"what is of the type int has no fields", "类型 int 没有字段"},
		`event.minutes > "3"`: {"> cannot be used with the types (int, string)", "> 不能用于类型 (int, string)"},
		`event.minutes[0]`:    {"[] cannot be used with the types (int, int)", "[] 不能用于类型 (int, int)"},
		`true ? 1 : "one"`:    {"? : cannot be used with the types (bool, int, string)", "? : 不能用于类型 (bool, int, string)"},
		`3 in event.minutes`:  {"in cannot be used with the types (int, int)", "in 不能用于类型 (int, int)"},
		`event.minutes >`:     {"something is missing at the end", "末尾缺少内容"},
		`event.minutes > )`:   {"“)” is not expected here", "此处不应有“)”"},
		`(1).all(x, x > 0)`:   {"one cannot go through what is of the type int", "类型 int 不能逐项遍历"},
		`event.minutes`:       {"is of the type int and not true or false", "类型为 int，应为真或假"},
	} {
		_, err := compile(Spec{On: fact.AttendanceRecorded, Share: ToPerson, Condition: condition, Amount: "1"})
		fault, ok := errors.AsType[*model.Fault](err)
		require.True(t, ok, "%s: %v", condition, err)
		said := fault.Violations[0]
		require.Equal(t, "rule.condition", said.Field)
		require.Contains(t, said.Why.En, want[0], condition)
		require.Contains(t, said.Why.ZhCN, want[1], condition)
	}
	require.Equal(t, model.Words{En: "what nobody foresaw", ZhCN: "what nobody foresaw"}, mistake("what nobody foresaw"))
}
