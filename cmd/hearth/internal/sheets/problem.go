package sheets

import "github.com/hearth-culture/hearth/internal/model"

// problems are what can be wrong with an answer, by the name that the API has for it.
var problems = map[string]model.Words{
	"UNKNOWN_ITEM":   model.Say("names no question of this survey", "不是本次调研中的题目"),
	"TWICE":          model.Say("is answered twice", "重复作答"),
	"WRONG_KIND":     model.Say("is answered in a way that is not that of the question", "答案的形式与题型不符"),
	"MISSING":        model.Say("must be answered", "为必答题"),
	"NOT_SHOWN":      model.Say("is not asked after the answers before it", "按此前的答案，该题不会出现"),
	"OUTSIDE_SCALE":  model.Say("lies outside of what can be answered", "超出可选范围"),
	"UNKNOWN_OPTION": model.Say("names an option that there is not", "含有不存在的选项"),
	"OPTION_TWICE":   model.Say("names an option twice", "同一选项出现两次"),
	"TOO_MANY":       model.Say("names more options than may be chosen", "所选项数过多"),
	"TOO_FEW":        model.Say("names fewer options than must be chosen", "所选项数过少"),
	"NOT_ALL_RANKED": model.Say("does not put all options in order", "须为全部选项排序"),
	"NOT_A_DAY":      model.NoDate,
	"NOT_AGREED":     model.Say("must be agreed to", "须表示同意"),
	"TOO_LONG":       model.Say("is too long", "内容过长"),
	// Of contacts.
	"MALFORMED": model.Say("is not written as an id or a word", "格式不正确"),
	"PERSONAL":  model.Say("looks like an e-mail address or a phone number: take the id of the ticket or the call", "疑似邮箱或电话号码，请改用工单或通话的编号"),

	"CONTROL_CHARACTER": model.Say("holds a control character", "含有控制字符"),
}

// inWords is a problem in words; one of a later Hearth has its name alone.
func inWords(problem string) model.Words {
	if words, ok := problems[problem]; ok {
		return words
	}
	return model.Words{En: problem, ZhCN: problem}
}
