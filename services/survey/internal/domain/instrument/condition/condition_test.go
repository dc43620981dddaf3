package condition_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/expression"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/condition"
)

func language(t testing.TB) *condition.Language {
	t.Helper()
	made, err := condition.NewLanguage([]condition.Subject{
		{ID: "q1", Kind: condition.Int}, {ID: "one", Kind: condition.String}, {ID: "some", Kind: condition.Strings},
		{ID: "ok", Kind: condition.Bool}, {ID: "m", Rows: []string{"a", "b"}}, {ID: "late", Kind: condition.Int},
	})
	require.NoError(t, err)
	return made
}

func TestMet(t *testing.T) {
	answers := map[string]any{"q1": int64(4), "one": "2020-05-01", "some": []string{"email", "chat"}, "ok": true, "m.b": int64(2)}
	for text, want := range map[string]bool{
		`answers.q1 >= 4 && "email" in answers.some`: true,
		`answers.q1 < 4`:                       false,
		`answers.one < "2021-01-01"`:           true,
		`answers.one.startsWith("2020")`:       true,
		`answers.ok`:                           true,
		`!answers.ok`:                          false,
		`answers.m.b == 2`:                     true,
		`answers.m.a == 2`:                     false, // not answered
		`answers.m.a == 2 || answers.m.b == 2`: true,
		`!(answers.m.a == 2)`:                  false, // what cannot be computed is not met
		`has(answers.m.a)`:                     false,
		`has(answers.m)`:                       true,
		`has(answers.q1) && !has(answers.m.a)`: true,
		`!has(answers.late)`:                   true,
		`answers.some.exists(s, s == "chat")`:  true,
		`size(answers.some) == 2 && answers.some[0] == "email"`: true,
		`answers.some[7] == "email"`:                            false,
		`answers.q1 / 0 == 1`:                                   false,
		`true`:                                                  true,
		`has(answers.late) ? answers.late > 1 : answers.q1 == 4`: true,
	} {
		compiled, err := language(t).Compile(text, 6)
		require.NoError(t, err, text)
		require.Equal(t, want, compiled.Met(func(id string) any { return answers[id] }), text)
	}
	compiled, err := language(t).Compile(`answers.ok && answers.q1 > 1`, 6)
	require.NoError(t, err)
	require.Equal(t, []int{0, 3}, compiled.Of)
}

func TestConditionsThatAreRefused(t *testing.T) {
	for text, says := range map[string]string{
		``:                                 "cannot be read as CEL",
		`answers.q1 >=`:                    "character 14 of line 1",
		`answers.q2 == 1`:                  "there is no field that is called “q2”",
		`answers.m.c == 1`:                 "there is no field that is called “c”",
		`answers.q1 == "4"`:                "== cannot be used with the types (int, string)",
		`answers.some == "email"`:          "== cannot be used with the types",
		`answers.q1`:                       "is of the type int and not true or false",
		`answers.late == 1`:                "speaks of late, which does not stand before it",
		`answers == answers`:               "names all answers at once",
		`[answers].exists(a, a.q1 == 1)`:   "names all answers at once",
		`[1].exists(answers, answers > 0)`: "names all answers at once",
		`person.salary > 1`:                "there is nothing that is called “person”",
		`answers{q1: 4}.q1 == 4`:           "",
		`answers.some.all(a, answers.some.all(b, answers.some.all(c, a + b == c)))`: "takes too long",
		strings.Repeat("(", 100) + "true" + strings.Repeat(")", 100):                "cannot be read",
		`true` + strings.Repeat(" ", 1000):                                          "longer than 1000",
	} {
		_, err := language(t).Compile(text, 5)
		var refused expression.Mistake
		require.ErrorAs(t, err, &refused, text)
		require.Contains(t, refused.Why.En, says, text)
		require.NotEmpty(t, refused.Why.ZhCN)
	}
}

// No text makes the compiler or the computing of a condition panic, and what is refused is said.
func FuzzCondition(f *testing.F) {
	for _, text := range []string{`answers.q1 >= 4 && "email" in answers.some`, `has(answers.m.a)`, `[1].all(answers, answers.x)`, `answers{}`, `dyn(answers.ok)`} {
		f.Add(text, int64(4), "chat")
	}
	l := language(f)
	f.Fuzz(func(t *testing.T, text string, number int64, option string) {
		compiled, err := l.Compile(text, 5)
		if err != nil {
			require.ErrorAs(t, err, new(expression.Mistake))
			return
		}
		compiled.Met(func(id string) any {
			return map[string]any{"q1": number, "one": option, "some": []string{option}, "m.a": number}[id]
		})
	})
}
