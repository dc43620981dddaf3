// Package answertest is a list of answers that people and files send where they should not, and of odd ones that are right, for every way by which
// answers come in.
package answertest

import (
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// Case is the sheet of one person.
type Case struct {
	Name    string
	Answers []*surveyv1.Answer
	// Cells are the same in a file, by the question; nil where no file can say it.
	Cells map[string]string
	// Problem and Item are what it is refused for; empty where it is taken.
	Problem, Item string
	// Read is what stands there afterwards, where it is taken and not kept as it was sent.
	Read []*surveyv1.Answer
}

// Instrument has the questions that the cases answer.
func Instrument() *surveyv1.Instrument {
	scale := func() *surveyv1.Rating { return &surveyv1.Rating{Min: 1, Max: 5} }
	return &surveyv1.Instrument{DisplayName: said("Odd answers", "异常答案"), Items: []*surveyv1.Item{
		{Id: "now", Text: said("Now", "现状"), Required: true, Kind: &surveyv1.Item_Rating{Rating: scale()}},
		{Id: "then", Text: said("Desired", "期望"), DesiredOf: "now", Kind: &surveyv1.Item_Rating{Rating: scale()}},
		{Id: "rows", Text: said("Rows", "各项"), Kind: &surveyv1.Item_Matrix{Matrix: &surveyv1.Matrix{Rows: choices("a", "b"), Scale: scale()}}},
		{Id: "one", Text: said("One", "单选"), Kind: &surveyv1.Item_Single{Single: &surveyv1.Single{Options: choices("x", "y")}}},
		{Id: "why", Text: said("Why y?", "为何选 y？"), Condition: `answers.one == "y"`, Kind: &surveyv1.Item_LongText{LongText: &surveyv1.LongText{MaxLength: 40}}},
		{Id: "some", Text: said("Some", "多选"), Kind: &surveyv1.Item_Multi{Multi: &surveyv1.Multi{Options: choices("x", "y", "z"), Most: 2}}},
		{Id: "order", Text: said("Order", "排序"), Kind: &surveyv1.Item_Ranking{Ranking: &surveyv1.Ranking{Options: choices("x", "y")}}},
		{Id: "years", Text: said("Years", "年数"), Kind: &surveyv1.Item_Number{Number: &surveyv1.Number{Max: 50, Bounds: []int64{2}}}},
		{Id: "since", Text: said("Since", "自何时"), Kind: &surveyv1.Item_Date{Date: &surveyv1.DateItem{
			Earliest: "2000-01-01", Latest: "2030-12-31", Bounds: []string{"2019-12-31"},
		}}},
		{Id: "word", Text: said("A word", "一句话"), Kind: &surveyv1.Item_ShortText{ShortText: &surveyv1.ShortText{MaxLength: 20}}},
		{Id: "agrees", Text: said("Agreed?", "是否同意？"), Required: true, Kind: &surveyv1.Item_Consent{Consent: &surveyv1.Consent{}}},
	}}
}

func said(en, zhCN string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": en, "zh-CN": zhCN}}
}

func choices(ids ...string) (all []*surveyv1.Choice) {
	for _, id := range ids {
		all = append(all, &surveyv1.Choice{Id: id, Text: said("Option "+id, "选项 "+id)})
	}
	return all
}

func rated(item string, value int32) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Rating{Rating: value}}
}

func chosen(item, option string) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Option{Option: option}}
}

func several(item string, options ...string) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Options{Options: &surveyv1.Options{Options: options}}}
}

func counted(item string, value int64) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Number{Number: value}}
}

func dated(item, day string) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Date{Date: day}}
}

func written(item, text string) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Text{Text: text}}
}

func agreed(yes bool) *surveyv1.Answer {
	return &surveyv1.Answer{Item: "agrees", Value: &surveyv1.Answer_Agreed{Agreed: yes}}
}

// whole adds to answers, and to their cells, what must be answered.
func whole(name, problem, item string, cells map[string]string, answers ...*surveyv1.Answer) Case {
	if cells != nil {
		for id, text := range map[string]string{"now": "3", "agrees": "yes"} {
			if _, there := cells[id]; !there {
				cells[id] = text
			}
		}
	}
	for _, must := range []*surveyv1.Answer{rated("now", 3), agreed(true)} {
		there := false
		for _, one := range answers {
			there = there || one.GetItem() == must.GetItem()
		}
		if !there {
			answers = append(answers, must)
		}
	}
	return Case{Name: name, Answers: answers, Cells: cells, Problem: problem, Item: item}
}

// Refused are the sheets that no way takes. Each has one thing wrong.
func Refused() []Case {
	long, longer := strings.Repeat("长", 21), strings.Repeat("x", 41)
	return []Case{
		whole("above the scale", "OUTSIDE_SCALE", "now", map[string]string{"now": "6"}, rated("now", 6)),
		whole("below the scale of a row", "OUTSIDE_SCALE", "rows.b", map[string]string{"rows.b": "0"}, rated("rows.b", 0)),
		whole("the least number there is", "OUTSIDE_SCALE", "then", map[string]string{"then": "-2147483648"}, rated("then", -2147483648)),
		whole("a number beyond the last", "OUTSIDE_SCALE", "years", map[string]string{"years": "51"}, counted("years", 51)),
		whole("a day before the first", "OUTSIDE_SCALE", "since", map[string]string{"since": "1999-12-31"}, dated("since", "1999-12-31")),
		whole("no such question", "UNKNOWN_ITEM", "mood", nil, rated("mood", 1)),
		whole("a matrix and no row of it", "UNKNOWN_ITEM", "rows", nil, rated("rows", 1)),
		whole("a row that there is not", "UNKNOWN_ITEM", "rows.c", nil, rated("rows.c", 1)),
		whole("a question of no name", "UNKNOWN_ITEM", "", nil, rated("", 1)),
		whole("a name in another case", "UNKNOWN_ITEM", "Now", nil, rated("Now", 1)),
		whole("what was not shown, as its condition was missed", "NOT_SHOWN", "why", map[string]string{"one": "x", "why": "so"}, chosen("one", "x"), written("why", "so")),
		whole("what was not shown, as nothing was said", "NOT_SHOWN", "why", map[string]string{"why": "so"}, written("why", "so")),
		whole("twice the same", "TWICE", "then", nil, rated("then", 4), rated("then", 4)),
		whole("twice, one of them wrong", "TWICE", "word", nil, written("word", "a"), written("word", "b")),
		whole("a number as an option", "WRONG_KIND", "one", nil, rated("one", 1)),
		whole("no value", "WRONG_KIND", "then", nil, &surveyv1.Answer{Item: "then"}),
		{Name: "nothing that must be answered", Problem: "MISSING", Item: "now", Answers: []*surveyv1.Answer{agreed(true)}, Cells: map[string]string{"agrees": "yes"}},
		{Name: "no consent", Problem: "MISSING", Item: "agrees", Answers: []*surveyv1.Answer{rated("now", 3)}, Cells: map[string]string{"now": "3"}},
		whole("not agreed", "NOT_AGREED", "agrees", map[string]string{"agrees": "no"}, agreed(false)),
		whole("an option that there is not", "UNKNOWN_OPTION", "one", map[string]string{"one": "z"}, chosen("one", "z")),
		whole("an option twice", "OPTION_TWICE", "some", map[string]string{"some": "x;x"}, several("some", "x", "x")),
		whole("too many options", "TOO_MANY", "some", map[string]string{"some": "x;y;z"}, several("some", "x", "y", "z")),
		whole("an order of some", "NOT_ALL_RANKED", "order", map[string]string{"order": "x"}, several("order", "x")),
		whole("a day that there is not", "NOT_A_DAY", "since", nil, dated("since", "2020-02-30")),
		whole("a short text that is too long", "TOO_LONG", "word", map[string]string{"word": long}, written("word", long)),
		whole("a long text that is too long", "TOO_LONG", "why", map[string]string{"one": "y", "why": longer}, chosen("one", "y"), written("why", longer)),
		whole("a bell in a text", "CONTROL_CHARACTER", "word", map[string]string{"word": "a\abell"}, written("word", "a\abell")),
		whole("two lines in a short text", "CONTROL_CHARACTER", "word", map[string]string{"word": "a\nb"}, written("word", "a\nb")),
		whole("an escape in a long text", "CONTROL_CHARACTER", "why", map[string]string{"one": "y", "why": "\x1b[31mred"}, chosen("one", "y"), written("why", "\x1b[31mred")),
		whole("the end of a text in it", "CONTROL_CHARACTER", "word", nil, written("word", "a\x00b")),
	}
}

// Taken are the sheets that look odd and are right.
func Taken() []Case {
	cases := []Case{
		whole("emoji, joined and with a skin", "", "", map[string]string{"word": "👩🏽‍💻👍🏿❤️ 好"}, written("word", "👩🏽‍💻👍🏿❤️ 好")),
		whole("writing from right to left", "", "", map[string]string{"word": "שלום مرحبا"}, written("word", "שלום مرحبا")),
		whole("what turns the direction of writing", "", "", map[string]string{"word": "a\u202eb\u2066c\u2069"}, written("word", "a\u202eb\u2066c\u2069")),
		whole("several lines in a long text", "", "", map[string]string{"one": "y", "why": "一\n\t二"}, chosen("one", "y"), written("why", "一\n\t二")),
		whole("a text of the most characters", "", "", map[string]string{"word": strings.Repeat("𠀀", 20)}, written("word", strings.Repeat("𠀀", 20))),
		whole("what looks like a formula", "", "", map[string]string{"word": "=1+1"}, written("word", "=1+1")),
	}
	for i := range cases {
		cases[i].Read = cases[i].Answers
	}
	cases[2].Read = whole("", "", "", nil, written("word", "abc")).Answers
	return cases
}
