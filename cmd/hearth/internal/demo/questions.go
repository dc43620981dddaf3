package demo

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/answers"
)

// questionnaire is an instrument as the model of answers knows it.
type questionnaire struct {
	items []answers.Item
	// lowest is the value of the first step of each item.
	lowest []int32
	// words are the items that are answered in free words.
	words []string
}

// questionsOf reads an instrument: its scales, and what they are about.
func questionsOf(instrument *surveyv1.Instrument) *questionnaire {
	factors, reversed := map[string]string{}, map[string]bool{}
	for _, construct := range instrument.GetConstructs() {
		for _, item := range construct.GetItems() {
			factors[item.GetItem()], reversed[item.GetItem()] = construct.GetId(), item.GetReversed()
		}
	}
	q := &questionnaire{}
	add := func(id string, lowest, highest int32) {
		q.items = append(q.items, answers.Item{ID: id, Points: int(highest-lowest) + 1, Factor: factors[id], Reversed: reversed[id]})
		q.lowest = append(q.lowest, lowest)
	}
	for _, item := range instrument.GetItems() {
		switch kind := item.GetKind().(type) {
		case *surveyv1.Item_Rating:
			add(item.GetId(), kind.Rating.GetMin(), kind.Rating.GetMax())
		case *surveyv1.Item_Matrix:
			for _, row := range kind.Matrix.GetRows() {
				add(item.GetId()+"."+row.GetId(), kind.Matrix.GetScale().GetMin(), kind.Matrix.GetScale().GetMax())
			}
		case *surveyv1.Item_Nps:
			add(item.GetId(), 0, 10)
		case *surveyv1.Item_Ces:
			add(item.GetId(), 1, 7)
		case *surveyv1.Item_ShortText, *surveyv1.Item_LongText:
			q.words = append(q.words, item.GetId())
		}
	}
	return q
}

// sheet is what a person answers in a wave, nil where they do not take part.
func (q *questionnaire) sheet(m *answers.Model, person string, wave int) []*surveyv1.Answer {
	steps := m.Sheet(person, wave, q.items)
	if steps == nil {
		return nil
	}
	var sheet []*surveyv1.Answer
	for i, step := range steps {
		if step > 0 {
			value := q.lowest[i] + int32(step) - 1
			sheet = append(sheet, &surveyv1.Answer{Item: q.items[i].ID, Value: &surveyv1.Answer_Rating{Rating: value}})
		}
	}
	if text := m.Comment(person, wave); text != "" {
		for _, item := range q.words {
			sheet = append(sheet, &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Text{Text: text}})
		}
	}
	return sheet
}
