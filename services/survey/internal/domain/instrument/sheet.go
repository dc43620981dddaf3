package instrument

import (
	"fmt"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// Filled is what is kept of somebody's answers.
type Filled struct {
	// Sheet has a byte for each column.
	Sheet []byte
	// Writings are what was answered in free words, in the order of the items. They are no part of the sheet.
	Writings []Writing
}

// Writing is what was answered to an item in free words.
type Writing struct {
	Item string
	Text string
}

// Blank is a sheet without answers.
func (i Instrument) Blank() []byte { return make([]byte, len(i.columns)) }

// FillIn is the sheet with these answers, in any order. Its length is that of a blank one, whatever conditions show. What it refuses is ANSWER_INVALID.
func (i Instrument) FillIn(answers []item.Answer) (Filled, error) {
	filled := Filled{Sheet: i.Blank()}
	var free map[int]string // by part
	for n, answer := range answers {
		at, known := i.index[answer.Item]
		problem := item.UnknownItem
		if known {
			p := &i.parts[at]
			if p.Free() {
				if free == nil {
					free = map[int]string{}
				}
				problem = p.write(free, at, answer.Value)
			} else {
				problem = p.put(filled.Sheet, answer.Value)
			}
		}
		if problem != "" {
			return Filled{}, problem.Refuse(answer.Item, fmt.Sprintf("answers[%d]", n))
		}
	}
	shown, problem := i.shown(answers)
	if problem != nil {
		return Filled{}, problem
	}
	for at := range i.parts {
		p := &i.parts[at]
		text := free[at]
		if text != "" {
			filled.Writings = append(filled.Writings, Writing{p.ID, text})
		}
		if p.required && (shown == nil || shown[p.item]) && text == "" && (p.Free() || filled.Sheet[p.first] == 0) {
			return Filled{}, item.Missing.Refuse(p.ID, "answers")
		}
	}
	return filled, nil
}

func (p *part) put(sheet []byte, value item.Value) item.Problem {
	into := sheet[p.first : p.first+len(p.Columns)]
	if into[0] != 0 {
		return item.Repeated
	}
	return p.Put(value, into)
}

func (p *part) write(free map[int]string, at int, value item.Value) item.Problem {
	words, ok := value.(item.Written)
	if !ok {
		return item.WrongKind
	}
	if _, twice := free[at]; twice {
		return item.Repeated
	}
	text, problem := p.Clean(words)
	free[at] = text
	return problem
}

// Read is what stands on a sheet and was written beside it, in the order of the items.
func (i Instrument) Read(filled Filled) []item.Answer {
	written := map[string]string{}
	for _, one := range filled.Writings {
		written[one.Item] = one.Text
	}
	var answers []item.Answer
	for _, p := range i.parts {
		if text, ok := written[p.ID]; ok && p.Free() {
			answers = append(answers, item.Answer{Item: p.ID, Value: item.Written(text)})
		}
		if end := p.first + len(p.Columns); !p.Free() && end <= len(filled.Sheet) {
			if value, ok := p.Part.Read(filled.Sheet[p.first:end]); ok {
				answers = append(answers, item.Answer{Item: p.ID, Value: value})
			}
		}
	}
	return answers
}
