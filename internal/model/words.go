package model

import "fmt"

// Words is something that Hearth says to people, in each language that it speaks.
type Words struct {
	En   string
	ZhCN string
}

// Words that every service needs for a wrong field. They follow the name of the field: "person.hire_date: is missing".
var (
	Missing  = Say("is missing", "不能为空")
	Unknown  = Say("is not known", "不存在")
	Archived = Say("has been archived", "已归档")
	NoDate   = Say("is not a day such as 2026-11-22", "不是日期，日期形如 2026-11-22")
	Past     = Say("must lie in the future", "必须是将来的时间")
	// OddMask is for a mask of fields that the resource does not have.
	OddMask = Say("names a field that the resource does not have", "包含该资源没有的字段")
)

// Say puts the arguments into both texts, whose verbs are those of package fmt. An argument that is Words itself is said in the
// language around it.
func Say(en, zhCN string, args ...any) Words {
	if len(args) == 0 {
		return Words{En: en, ZhCN: zhCN}
	}
	in := func(locale string) []any {
		said := make([]any, len(args))
		for i, arg := range args {
			if words, ok := arg.(Words); ok {
				arg = words.In(locale)
			}
			said[i] = arg
		}
		return said
	}
	return Words{En: fmt.Sprintf(en, in("en")...), ZhCN: fmt.Sprintf(zhCN, in("zh-CN")...)}
}

// In is what is said in a reader's language, English where Hearth does not speak it.
func (w Words) In(locale string) string { return Text{"en": w.En, "zh-CN": w.ZhCN}.In(locale) }

// NotAName refuses the name of a resource of a collection, such as "units".
func NotAName(collection string) Words {
	return Say("is not a name such as %s/…", "不是资源名称，名称形如 %s/…", collection)
}

// Error is the English sentence.
func (w Words) Error() string { return w.En }

// Words is w.
func (w Words) Words() Words { return w }
