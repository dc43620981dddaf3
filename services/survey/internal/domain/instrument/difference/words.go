package difference

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
)

// kinds are the ways to answer an item, which are fields of it.
var kinds = map[string]model.Words{
	"rating": model.Say("a rating", "评分题"), "matrix": model.Say("a matrix", "矩阵题"), "nps": model.Say("an NPS", "净推荐值题"),
	"ces": model.Say("a CES", "费力度题"), "single": model.Say("a single choice", "单选题"), "multi": model.Say("a multiple choice", "多选题"),
	"ranking": model.Say("a ranking", "排序题"), "number": model.Say("a number", "数字题"), "date": model.Say("a date", "日期题"),
	"short_text": model.Say("a short text", "短文本题"), "long_text": model.Say("a long text", "长文本题"), "consent": model.Say("a consent", "同意题"),
}

// things are what has an id, by the list in which it stands.
var things = map[string]model.Words{
	"constructs": model.Say("construct", "维度"), "linear_indexes": model.Say("linear index", "线性指数"),
	"options": model.Say("option", "选项"), "rows": model.Say("row", "行"), "terms": model.Say("term", "项"),
	"items": model.Say("item", "题目"),
}

// inner are the fields that hold fields.
var inner = map[string]bool{"scale": true}

// texts are the fields in several languages.
var texts = map[string]bool{
	"display_name": true, "purpose": true, "reading": true, "warning": true, "text": true, "help": true, "unit": true,
}

// fields are all others, and the texts.
var fields = map[string]model.Words{
	"display_name": model.Say("the name", "名称"), "purpose": model.Say("the purpose", "用途"), "reading": model.Say("how to read the results", "解读说明"),
	"warning": model.Say("the warning", "警示"), "text": model.Say("the wording", "表述"), "help": model.Say("what helps to answer", "作答提示"),
	"unit": model.Say("the unit", "单位"), "minutes": model.Say("how long it takes, in minutes,", "所需分钟数"),
	"least_people": model.Say("the fewest people of whom figures are shown", "显示结果所需的最少人数"),
	"shuffle":      model.Say("whether items come in another order for each person", "题目是否随机排序"),
	"licence":      model.Say("the licence", "许可"), "page_titles": model.Say("the titles of pages", "页标题"), "items": model.Say("the order of items", "题目顺序"),
	"constructs": model.Say("the order of constructs", "维度顺序"), "linear_indexes": model.Say("the order of linear indexes", "线性指数顺序"),
	"options": model.Say("the order of options", "选项顺序"), "rows": model.Say("the order of rows", "行顺序"), "terms": model.Say("the order of terms", "各项顺序"),
	"id": model.Say("the id", "编号"), "kind": model.Say("the kind", "题型"), "required": model.Say("whether it must be answered", "是否必答"),
	"page": model.Say("the page", "页码"), "condition": model.Say("the condition", "显示条件"), "desired_of": model.Say("the item whose desired state it asks", "对应的现状题"),
	"min": model.Say("the lowest value", "最小值"), "max": model.Say("the highest value", "最大值"), "steps": model.Say("the names of steps", "等级名称"),
	"favourable": model.Say("what is favourable", "赞同选项"), "unfavourable": model.Say("what is unfavourable", "不赞同选项"),
	"least": model.Say("the fewest options to choose", "最少选择数"), "most": model.Say("the most options to choose", "最多选择数"),
	"bounds": model.Say("the ends of bands", "分段边界"), "earliest": model.Say("the earliest day", "最早日期"), "latest": model.Say("the latest day", "最晚日期"),
	"max_length": model.Say("the greatest length", "最大长度"), "parent": model.Say("what it is of", "上级维度"), "weight": model.Say("the weight", "权重"),
	"item": model.Say("the item", "题目"), "reversed": model.Say("whether it is turned round", "是否反向计分"),
	"outcome":     model.Say("what the constructs are compared with as an outcome", "结果指标"),
	"coefficient": model.Say("the coefficient", "系数"), "constant": model.Say("the constant", "常数"),
}

// fieldOf says a field, and of a list of texts which of them.
func fieldOf(field string) model.Words {
	name, number, numbered := strings.Cut(field, ".")
	if numbered {
		return model.Say("%s (%s)", "%s（第 %s 个）", fields[name], number)
	}
	return fields[name]
}

// kindOf is the way to answer that an item has; "" for what is no item.
func kindOf(of map[string]any) string {
	for kind := range kinds {
		// A consent, an NPS and a CES say nothing more of themselves.
		if _, is := of[kind].(map[string]any); is {
			return kind
		}
	}
	return ""
}

// plain is a value as it is kept; "" for none.
func plain(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // it was read from JSON
	}
	return string(text)
}

// said is a value of a field within a sentence.
func said(field, value string) model.Words {
	switch field {
	case "required", "shuffle", "reversed":
		if value == "true" {
			return model.Say("yes", "是")
		}
		return model.Say("no", "否")
	}
	return quoted(value)
}

// quoted is a value within a sentence.
func quoted(value string) model.Words {
	if value == "" {
		return model.Say("not set", "未设置")
	}
	return model.Say("“%s”", "“%s”", value)
}

// element is something with an id in a list.
type element struct {
	id     string
	fields map[string]any
}

// says is what it is called, in the first language that it has.
func (e element) says() string {
	for _, name := range []string{"text", "display_name"} {
		if in, ok := e.fields[name].(map[string]any); ok {
			text := model.Text{}
			for tag, value := range in {
				text[tag] = plain(value)
			}
			return text.In("")
		}
	}
	return e.id
}

func elements(list any) (all []element) {
	values, _ := list.([]any)
	for _, value := range values {
		fields, _ := value.(map[string]any)
		id := plain(fields["id"])
		if id == "" {
			id = plain(fields["item"])
		}
		all = append(all, element{id, fields})
	}
	return all
}

func byID(all []element) map[string]element {
	index := map[string]element{}
	for _, one := range slices.Backward(all) {
		index[one.id] = one
	}
	return index
}
