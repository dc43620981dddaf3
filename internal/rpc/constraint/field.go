package constraint

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/hearth-culture/hearth/internal/model"
)

// ofRule are the words of the standard rules that have one id each; %v is the rule's value.
var ofRule = map[string]model.Words{
	"required":           model.Missing,
	"string.min_len":     {En: "is shorter than %v characters", ZhCN: "少于 %v 个字符"},
	"string.max_len":     {En: "is longer than %v characters", ZhCN: "超过 %v 个字符"},
	"string.uuid":        {En: "is not a UUID such as 0198c0de-0000-7000-8000-000000000001", ZhCN: "不是 UUID，UUID 形如 0198c0de-0000-7000-8000-000000000001"},
	"enum.defined_only":  {En: "is none of the values that there are", ZhCN: "不是已定义的取值"},
	"enum.not_in":        {En: "must be another value", ZhCN: "不能使用该取值"},
	"bytes.len":          {En: "is not %v bytes long", ZhCN: "长度须为 %v 字节"},
	"bytes.min_len":      {En: "is shorter than %v bytes", ZhCN: "少于 %v 个字节"},
	"bytes.max_len":      {En: "is longer than %v bytes", ZhCN: "超过 %v 个字节"},
	"repeated.min_items": {En: "holds fewer than %v", ZhCN: "少于 %v 项"},
	"repeated.max_items": {En: "holds more than %v", ZhCN: "超过 %v 项"},
	"repeated.unique":    {En: "holds something twice", ZhCN: "含有重复项"},
	"map.min_pairs":      {En: "holds fewer than %v", ZhCN: "少于 %v 项"},
	"map.max_pairs":      {En: "holds more than %v", ZhCN: "超过 %v 项"},
}

// bound are the words of the rules for numbers, of which a lower and an upper one share an id: "int32.gte_lte".
var bound = map[string]model.Words{
	"gt":  {En: "more than %v", ZhCN: "大于 %v"},
	"gte": {En: "at least %v", ZhCN: "不小于 %v"},
	"lt":  {En: "less than %v", ZhCN: "小于 %v"},
	"lte": {En: "at most %v", ZhCN: "不大于 %v"},
}

// needsOne are the rules that mean that something is missing when their value is 1.
var needsOne = map[string]bool{"string.min_len": true, "repeated.min_items": true, "map.min_pairs": true}

// OfField is what the standard rule with an id demands, if there are words for it. The rules are those among which it stands, such as a
// buf.validate.StringRules.
func OfField(rules protoreflect.Message, id string) (model.Words, bool) {
	if id == "required" {
		return model.Missing, true
	}
	kind, rule, ok := strings.Cut(strings.TrimSuffix(id, "_empty"), ".")
	if !ok || rules == nil {
		return model.Words{}, false
	}
	if id == "string.pattern" {
		return OfPattern(valueOf(rules, rule).String())
	}
	if words, ok := ofRule[kind+"."+rule]; ok {
		value := valueOf(rules, rule)
		switch {
		case needsOne[id] && value.Uint() == 1:
			return model.Missing, true
		case strings.Contains(words.En, "%v"):
			return model.Say(words.En, words.ZhCN, value), true
		}
		return words, true
	}
	return ofNumber(rules, rule)
}

// ofNumber joins the words of a lower and an upper bound.
func ofNumber(rules protoreflect.Message, rule string) (model.Words, bool) {
	var parts []any
	for side := range strings.SplitSeq(rule, "_") {
		words, ok := bound[side]
		if !ok {
			return model.Words{}, false
		}
		parts = append(parts, model.Say(words.En, words.ZhCN, valueOf(rules, side)))
	}
	if len(parts) == 1 {
		return model.Say("must be %s", "须%s", parts...), true
	}
	return model.Say("must be %s and %s", "须%s、%s", parts...), true
}

func valueOf(rules protoreflect.Message, rule string) protoreflect.Value {
	field := rules.Descriptor().Fields().ByName(protoreflect.Name(rule))
	if field == nil {
		panic(fmt.Sprintf("constraint: %s has no rule %s", rules.Descriptor().FullName(), rule))
	}
	return rules.Get(field)
}
