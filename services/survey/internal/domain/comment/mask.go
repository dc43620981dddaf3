package comment

import (
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/personal"
)

var advice = map[personal.Kind]model.Words{
	personal.Email:    model.Say("This looks like an e-mail address. Readers will not see it: leave it out.", "这里像是邮箱地址。发布时会被遮盖，建议删去。"),
	personal.Phone:    model.Say("This looks like a phone number. Readers will not see it: leave it out.", "这里像是电话号码。发布时会被遮盖，建议删去。"),
	personal.IDNumber: model.Say("This looks like the number of an identity card. Readers will not see it: leave it out.", "这里像是身份证号。发布时会被遮盖，建议删去。"),
	personal.LongNumber: model.Say("This may be the number of an employee, an account, a customer or an order. Readers will not see it: leave it out.",
		"这里可能是工号、账号、客户号或订单号。发布时会被遮盖，建议删去。"),
	personal.Name: model.Say("This may name somebody. Readers will not see it: say what happened, not who did it.", "这里可能写了某个人。发布时会被遮盖，建议写事情，不写是谁。"),
}

// Advice is what to say of a mention to who is writing.
func Advice(kind personal.Kind) model.Words { return advice[kind] }

// Mask is the text with a mark in the place of everything that may name somebody: what kind of thing it was, in the language of the text.
func Mask(text string) string {
	chinese := isChinese(text)
	return replace(text, func(kind personal.Kind) string {
		if chinese {
			return "〔" + kind.Words().ZhCN + "〕"
		}
		return "[" + kind.Words().En + "]"
	})
}

// replace puts something else in the place of everything that may name somebody.
func replace(text string, with func(personal.Kind) string) string {
	mentions := Personal(text)
	if len(mentions) == 0 {
		return text
	}
	var replaced strings.Builder
	characters, at := []rune(text), 0
	for _, mention := range mentions {
		replaced.WriteString(string(characters[at:mention.Start]) + with(mention.Kind))
		at = mention.Stop
	}
	replaced.WriteString(string(characters[at:]))
	return replaced.String()
}
