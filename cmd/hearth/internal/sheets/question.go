package sheets

import (
	"strconv"
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/mapping"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// question is what one column answers: an item, or a row of a matrix.
type question struct {
	id   string // as answers name it
	item *surveyv1.Item
	// known is what the words of a scale or of options stand for, in any language.
	known map[string]string
}

// questionsOf are the columns that an instrument's answers can have, in its order.
func questionsOf(instrument *surveyv1.Instrument) (all []question) {
	for _, item := range instrument.GetItems() {
		known := map[string]string{}
		steps, options := scaleOf(item), item.GetSingle().GetOptions()
		options = append(append(options[:len(options):len(options)], item.GetMulti().GetOptions()...), item.GetRanking().GetOptions()...)
		for i, step := range steps.GetSteps() {
			// Steps are named from the lowest: all of them, or the first and the last.
			value := int(steps.GetMin()) + i
			if i > 0 && len(steps.GetSteps()) == 2 {
				value = int(steps.GetMax())
			}
			learn(known, step, strconv.Itoa(value))
		}
		for _, option := range options {
			learn(known, option.GetText(), option.GetId())
		}
		if item.GetMatrix() == nil {
			all = append(all, question{item.GetId(), item, known})
		}
		for _, row := range item.GetMatrix().GetRows() {
			all = append(all, question{item.GetId() + "." + row.GetId(), item, known})
		}
	}
	return all
}

// scaleOf is the scale of an item, nil where it has none with steps.
func scaleOf(item *surveyv1.Item) *surveyv1.Rating {
	if item.GetMatrix() != nil {
		return item.GetMatrix().GetScale()
	}
	return item.GetRating()
}

// noStep says that a cell holds no value of a scale, and which words would do.
func (q question) noStep(text string) words.Text {
	steps := scaleOf(q.item).GetSteps()
	if len(steps) == 0 {
		return words.Both("%q is not a value of the scale", "%q 不是量表中的取值", text)
	}
	named := func(locale, between string) string {
		all := make([]string, len(steps))
		for i, step := range steps {
			all[i] = model.Text(step.GetTexts()).In(locale)
		}
		return strings.Join(all, between)
	}
	return words.Both("%[1]q is neither a whole number nor the name of a step: %[2]s", "%[1]q 既不是整数，也不是等级名称：%[3]s",
		text, named("en", ", "), named("zh-CN", "、"))
}

func learn(known map[string]string, text *typev1.LocalizedText, value string) {
	for _, word := range text.GetTexts() {
		known[word] = value
	}
}

// means is what a cell stands for: the value of the words that it holds, else what it says.
func (q question) means(text string) string {
	if value, ok := q.known[text]; ok {
		return value
	}
	return text
}

var agreements = map[string]bool{
	"true": true, "yes": true, "y": true, "1": true, "是": true, "同意": true,
	"false": false, "no": false, "n": false, "0": false, "否": false, "不同意": false,
}

// answer reads a cell. It is nil for an empty one.
func (q question) answer(plan *mapping.Plan, row table.Row) (*surveyv1.Answer, words.Problems) {
	name := plan.Question(q.id)
	text := q.means(plan.Text(row, name))
	if text == "" {
		return nil, nil
	}
	answer := &surveyv1.Answer{Item: q.id}
	wrong := func(en, zhCN string) (*surveyv1.Answer, words.Problems) {
		return nil, words.Problems{plan.Wrong(row, name, words.Both(en, zhCN, text))}
	}
	switch q.item.GetKind().(type) {
	case *surveyv1.Item_Rating, *surveyv1.Item_Matrix, *surveyv1.Item_Nps, *surveyv1.Item_Ces:
		value, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return nil, words.Problems{plan.Wrong(row, name, q.noStep(text))}
		}
		answer.Value = &surveyv1.Answer_Rating{Rating: int32(value)}
	case *surveyv1.Item_Single:
		answer.Value = &surveyv1.Answer_Option{Option: text}
	case *surveyv1.Item_Multi, *surveyv1.Item_Ranking:
		options := plan.Several(row, name)
		for i, option := range options {
			options[i] = q.means(option)
		}
		answer.Value = &surveyv1.Answer_Options{Options: &surveyv1.Options{Options: options}}
	case *surveyv1.Item_Number:
		value, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return wrong("%q is not a whole number", "%q 不是整数")
		}
		answer.Value = &surveyv1.Answer_Number{Number: value}
	case *surveyv1.Item_Date:
		day, problems := plan.Day(row, name)
		if problems != nil {
			return nil, problems
		}
		answer.Value = &surveyv1.Answer_Date{Date: day}
	case *surveyv1.Item_Consent:
		agreed, ok := agreements[strings.ToLower(text)]
		if !ok {
			return wrong("%q is neither yes nor no", "%q 既不是“是”，也不是“否”")
		}
		answer.Value = &surveyv1.Answer_Agreed{Agreed: agreed}
	default:
		answer.Value = &surveyv1.Answer_Text{Text: text}
	}
	return answer, nil
}
