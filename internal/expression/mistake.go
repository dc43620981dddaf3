package expression

import (
	"regexp"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
)

// Mistake is why a text is no expression of its language.
type Mistake struct {
	// Why says it to people.
	Why model.Words
	// Said are the words of the library that reads expressions, "" where it is content.
	Said string
}

// Error is the English sentence.
func (m Mistake) Error() string { return m.Why.En }

func wrong(en, zhCN string, args ...any) error { return Mistake{Why: model.Say(en, zhCN, args...)} }

// At is INVALID_FIELD of the field in which the expression stands. Its metadata tell programs the words of the library, as "cel".
func (m Mistake) At(field string) *model.Fault {
	fault := model.InvalidField(field, m.Why)
	if m.Said != "" {
		fault = fault.With("cel", m.Said)
	}
	return fault
}

// mistakes are what the library that reads expressions finds wrong, by how it says it, and what people are told instead; %[1]s and %[2]s are the
// groups.
var mistakes = []struct {
	said     *regexp.Regexp
	en, zhCN string
}{
	{regexp.MustCompile(`^undeclared reference to '([^']*)'`), "there is nothing that is called “%[1]s”", "没有名为“%[1]s”的内容"},
	{regexp.MustCompile(`^undefined field '([^']*)'`), "there is no field that is called “%[1]s”", "没有名为“%[1]s”的字段"},
	{regexp.MustCompile(`^type '([^']*)' does not support field selection`), "what is of the type %[1]s has no fields", "类型 %[1]s 没有字段"},
	{regexp.MustCompile(`^found no matching overload for '([^']*)' applied to '([^']*)'`), "%[1]s cannot be used with the types %[2]s", "%[1]s 不能用于类型 %[2]s"},
	{regexp.MustCompile(`^expected type '([^']*)' but found '([^']*)'`), "the type %[2]s stands where %[1]s must", "此处类型应为 %[1]s，而不是 %[2]s"},
	{regexp.MustCompile(`^expression of type '([^']*)' cannot be range of a comprehension`), "one cannot go through what is of the type %[1]s", "类型 %[1]s 不能逐项遍历"},
	{regexp.MustCompile(`^expression recursion limit exceeded`), "too many brackets stand in each other", "括号嵌套过深"},
	{regexp.MustCompile(`^Syntax error: .*'<EOF>'`), "something is missing at the end", "末尾缺少内容"},
	{regexp.MustCompile(`^Syntax error: [a-z ]+?(?: at)?:? '([^']+)'`), "“%[1]s” is not expected here", "此处不应有“%[1]s”"},
	{regexp.MustCompile(`^Syntax error`), "it is not written as CEL is", "不符合 CEL 语法"},
}

// explain says in both languages what is wrong. What nobody has put into words here is told in those of the library.
func explain(said string) model.Words {
	for _, m := range mistakes {
		if groups := m.said.FindStringSubmatch(said); groups != nil {
			words := make([]any, len(groups)-1)
			for i, group := range groups[1:] {
				words[i] = plain(group)
			}
			return model.Say(m.en, m.zhCN, words...)
		}
	}
	return model.Say("%s", "%s", said)
}

// plain is an operator as it is written: the library calls it "_==_", "@in" or "!_".
func plain(name string) string {
	if name == "_?_:_" {
		return "? :"
	}
	if strings.HasPrefix(name, "_") || strings.HasPrefix(name, "@") || strings.HasSuffix(name, "_") {
		return strings.Trim(strings.ReplaceAll(name, "_[_]", "[]"), "_@")
	}
	return name
}
