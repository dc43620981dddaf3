package domain

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
)

const (
	mostItems  = 200
	mostPoints = 11
)

var itemID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,31}$`)

// Item is one question, answered on a scale of whole numbers from Min to Max.
type Item struct {
	ID       string
	Text     model.Text
	Required bool
	Min, Max int32
}

func (i Item) check(field string) error {
	points := int64(i.Max) - int64(i.Min) + 1
	switch {
	case !itemID.MatchString(i.ID):
		return model.InvalidField(field+".id", model.Say("is not a letter and at most 31 letters, digits and underscores", "须以字母开头，其后最多 31 个字母、数字或下划线"))
	case points < 2 || points > mostPoints:
		return model.InvalidField(field+".rating", model.Say("has %d points, not 2 to %d", "有 %d 个等级，应为 2 至 %d 个", points, mostPoints))
	}
	return text.Localized(field+".text", i.Text)
}

// Items are the questions of an instrument in their order. There are none but valid ones: NewItems makes them.
type Items struct {
	all   []Item
	index map[string]int
}

// NewItems refuses questions that are wrong by themselves or have the same id.
func NewItems(all []Item) (Items, error) {
	if len(all) == 0 || len(all) > mostItems {
		return Items{}, model.InvalidField("instrument.items", model.Say("are %d, not 1 to %d", "有 %d 道题，应为 1 至 %d 道", len(all), mostItems))
	}
	index := make(map[string]int, len(all))
	for i, item := range all {
		field := fmt.Sprintf("instrument.items[%d]", i)
		if err := item.check(field); err != nil {
			return Items{}, err
		}
		if _, twice := index[item.ID]; twice {
			return Items{}, model.InvalidField(field+".id", model.Say("stands twice", "重复出现"))
		}
		index[item.ID] = i
	}
	return Items{slices.Clone(all), index}, nil
}

// All are the questions in their order.
func (i Items) All() []Item { return slices.Clone(i.all) }

// Answer is the answer to one item.
type Answer struct {
	Item   string
	Rating int32
}

// Blank is a sheet without answers: a byte for each item, in the order of the items. An answer is 1 for the lowest point of the item's
// scale and counts upwards.
func (i Items) Blank() []byte { return make([]byte, len(i.all)) }

// FillIn is the sheet with these answers, in any order. Its length is that of a blank one.
func (i Items) FillIn(answers []Answer) ([]byte, error) {
	sheet := i.Blank()
	for _, answer := range answers {
		at, known := i.index[answer.Item]
		if !known {
			return nil, wrong(answer.Item, "UNKNOWN_ITEM")
		}
		item := i.all[at]
		switch {
		case sheet[at] != 0:
			return nil, wrong(answer.Item, "TWICE")
		case answer.Rating < item.Min || answer.Rating > item.Max:
			return nil, wrong(answer.Item, "OUTSIDE_SCALE")
		}
		sheet[at] = byte(answer.Rating - item.Min + 1)
	}
	for at, item := range i.all {
		if item.Required && sheet[at] == 0 {
			return nil, wrong(item.ID, "MISSING")
		}
	}
	return sheet, nil
}

// wrong refuses an answer. The problem is UNKNOWN_ITEM, TWICE, OUTSIDE_SCALE or MISSING.
func wrong(item, problem string) error {
	return ErrAnswerInvalid.With("item", item).With("problem", problem)
}

// Read is what stands on a sheet, in the order of the items.
func (i Items) Read(sheet []byte) []Answer {
	var answers []Answer
	for at, item := range i.all {
		if at < len(sheet) && sheet[at] != 0 {
			answers = append(answers, Answer{item.ID, item.Min + int32(sheet[at]) - 1})
		}
	}
	return answers
}
