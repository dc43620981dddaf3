package expression

import (
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
)

type shift map[string]any

func (s shift) Value(key string) any { return s[key] }

func language(t *testing.T) *Language {
	t.Helper()
	made, err := NewLanguage(Subjects{
		Variables: map[string]string{"event": "hearth.event"},
		Types: map[string]map[string]*types.FieldType{"hearth.event": {
			"minutes": Field("minutes", types.IntType), "channels": Field("channels", types.NewListType(types.StringType)),
		}},
		MostElements: 30, LongestText: 128,
	})
	require.NoError(t, err)
	return made
}

// What the library says of each kind of mistake is told in both languages in words of Hearth: another version of it that speaks otherwise fails here.
func TestAMistakeIsToldInBothLanguages(t *testing.T) {
	for text, want := range map[string][2]string{
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
		strings.Repeat("(", 100) + "true" + strings.Repeat(")", 100): {"too many brackets", "括号嵌套过深"},
		`event.minutes`: {"is of the type int and not true or false", "类型为 int，应为真或假"},
		`event.channels.all(a, event.channels.all(b, event.channels.all(c, a + b == c)))`: {"takes too long", "计算量过大"},
		`true` + strings.Repeat(" ", 1000):                                                {"longer than 1000 characters", "超过 1000 个字符"},
	} {
		_, err := language(t).Read(text, cel.BoolType, nil)
		var mistake Mistake
		require.ErrorAs(t, err, &mistake, text)
		require.Contains(t, mistake.Why.En, want[0], text)
		require.Contains(t, mistake.Why.ZhCN, want[1], text)
	}
	require.Equal(t, model.Words{En: "what nobody foresaw", ZhCN: "what nobody foresaw"}, explain("what nobody foresaw"))
}

func TestAMistakeIsAFaultOfItsField(t *testing.T) {
	_, err := language(t).Read(`minutes > 3`, cel.BoolType, nil)
	var mistake Mistake
	require.ErrorAs(t, err, &mistake)
	fault := mistake.At("rule.condition")
	require.Equal(t, "INVALID_FIELD", fault.Reason)
	require.Equal(t, []model.Violation{{Field: "rule.condition", Why: mistake.Why}}, fault.Violations)
	require.Contains(t, fault.Meta["cel"], "undeclared reference to 'minutes'")

	_, err = language(t).Read(`1`, cel.BoolType, nil)
	require.ErrorAs(t, err, &mistake)
	require.Empty(t, mistake.At("rule.condition").Meta)
}

func TestComputing(t *testing.T) {
	half := shift{"minutes": int64(30)}
	for text, want := range map[string]any{
		`event.minutes >= 30`:                            true,
		`has(event.minutes) && !has(event.channels)`:     true,
		`event.minutes > 60 || "chat" in event.channels`: nil, // what is not there cannot be computed
	} {
		program, err := language(t).Read(text, cel.BoolType, nil)
		require.NoError(t, err, text)
		result, _, err := program.Eval(map[string]any{"event": half})
		if want == nil {
			require.ErrorContains(t, err, "there is no channels", text)
			continue
		}
		require.NoError(t, err, text)
		require.Equal(t, want, result.Value(), text)
	}
}

func TestWhatIsWellWrittenMayBeForbidden(t *testing.T) {
	forbidden := wrong("is forbidden", "不允许")
	_, err := language(t).Read(`event.minutes`, cel.IntType, func(*ast.AST) error { return forbidden })
	require.ErrorIs(t, err, forbidden)
}
