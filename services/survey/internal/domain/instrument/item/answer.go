package item

import (
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
)

// Answer is what somebody answered to an item, or to a row of a matrix by the name `item.row`.
type Answer struct {
	Item  string
	Value Value
}

// Value is what was answered: one of the types below.
type Value interface{ isValue() }

// The values that answers have.
type (
	// Rated is a value of the scale of a rating, a row of a matrix, an NPS or a CES.
	Rated int32
	// Chosen is the option of a single choice.
	Chosen string
	// Several are options: of a multiple choice those that were chosen, of a ranking all, the best first.
	Several []string
	// Counted is a number.
	Counted int64
	// Dated is a day in ISO 8601.
	Dated string
	// Written are free words.
	Written string
	// Agreed is a consent or its refusal.
	Agreed bool
	// Banded is the band that a number or a day fell in, from 1. It is read back and never taken.
	Banded int32
)

func (Rated) isValue()   {}
func (Chosen) isValue()  {}
func (Several) isValue() {}
func (Counted) isValue() {}
func (Dated) isValue()   {}
func (Written) isValue() {}
func (Agreed) isValue()  {}
func (Banded) isValue()  {}

// ErrAnswerInvalid refuses an answer. Its metadata name the item and the problem.
var ErrAnswerInvalid = model.NewFault("ANSWER_INVALID")

// Problem is why an answer is refused; "" for none.
type Problem string

// The problems.
const (
	UnknownItem      Problem = "UNKNOWN_ITEM"
	Repeated         Problem = "TWICE"
	WrongKind        Problem = "WRONG_KIND"
	Missing          Problem = "MISSING"
	NotShown         Problem = "NOT_SHOWN"
	OutsideScale     Problem = "OUTSIDE_SCALE"
	UnknownOption    Problem = "UNKNOWN_OPTION"
	OptionTwice      Problem = "OPTION_TWICE"
	TooMany          Problem = "TOO_MANY"
	TooFew           Problem = "TOO_FEW"
	NotAllRanked     Problem = "NOT_ALL_RANKED"
	NotADay          Problem = "NOT_A_DAY"
	NotAgreed        Problem = "NOT_AGREED"
	TooLong          Problem = "TOO_LONG"
	ControlCharacter Problem = "CONTROL_CHARACTER"
)

var said = map[Problem]model.Words{
	UnknownItem:      model.Say("names no question of this survey", "不是本次调研中的题目"),
	Repeated:         model.Say("is answered twice", "重复作答"),
	WrongKind:        model.Say("is answered in a way that is not that of the question", "答案的形式与题型不符"),
	Missing:          model.Say("must be answered", "为必答题"),
	NotShown:         model.Say("is not asked after the answers before it", "按此前的答案，该题不会出现"),
	OutsideScale:     model.Say("lies outside of what can be answered", "超出可选范围"),
	UnknownOption:    model.Say("names an option that there is not", "含有不存在的选项"),
	OptionTwice:      model.Say("names an option twice", "同一选项出现两次"),
	TooMany:          model.Say("names more options than may be chosen", "所选项数过多"),
	TooFew:           model.Say("names fewer options than must be chosen", "所选项数过少"),
	NotAllRanked:     model.Say("does not put all options in order", "须为全部选项排序"),
	NotADay:          model.NoDate,
	NotAgreed:        model.Say("must be agreed to", "须表示同意"),
	TooLong:          model.Say("is too long", "内容过长"),
	ControlCharacter: model.Say("holds a control character", "含有控制字符"),
}

// longestID is that of a row: two ids and the dot between.
const longestID = 65

// Refuse refuses the answer to an item, which stands in a field of the request. What is too long to be an item is told shortened.
func (p Problem) Refuse(item, field string) error {
	if len(item) > longestID {
		item = strings.ToValidUTF8(item[:longestID], "") + "…"
	}
	return ErrAnswerInvalid.With("item", item).With("problem", string(p)).At(field, said[p])
}
