// Package sheets brings answers that people gave elsewhere into a survey: it reads a file of them whole, finds whose each row is, sends
// the rows that are right, and says what became of which line.
package sheets

import (
	"strings"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/mapping"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/staff"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// File is a file of answers whose columns are understood.
type File struct {
	Table *table.Table
	Plan  *mapping.Plan

	questions []question
}

// Open reads a file of answers to an instrument, and works out what its columns hold. What people can mend is words.Problems or words.Text.
func Open(path string, options table.Options, m mapping.Mapping, instrument *surveyv1.Instrument) (*File, error) {
	read, err := table.Open(path, options)
	if err != nil {
		return nil, err
	}
	f := &File{Table: read, questions: questionsOf(instrument)}
	names := make([]string, len(f.questions))
	for i, q := range f.questions {
		names[i] = q.id
	}
	if f.Plan, err = m.Plan(mapping.Answers(names), read, ""); err != nil {
		return nil, err
	}
	if !f.has(mapping.Person) && !f.has(mapping.Number) {
		return nil, words.Problems{{File: read.Name, Text: words.Say(words.FieldMissing, mapping.Number)}}
	}
	answered := 0
	for _, q := range f.questions {
		if f.has(mapping.Question(q.id)) {
			answered++
		}
	}
	if answered == 0 {
		return nil, words.Problems{{File: read.Name, Text: words.Both(
			"no column holds an answer; name them with --map COLUMN=QUESTION, of %s", "没有任何列对应题目，请用 --map 列名=题目 指明；可用题目：%s", strings.Join(names, ", "))}}
	}
	return f, nil
}

func (f *File) has(name string) bool {
	_, ok := f.Plan.Column(name)
	return ok
}

// Sheets are rows that can be sent, and those that cannot.
type Sheets struct {
	Rows int
	file *File
	good []sheet
	bad  []Refusal
}

// sheet is a row that can be sent, and where it stands.
type sheet struct {
	line int
	row  *surveyv1.ResponseRow
}

// Load reads all rows and finds whose they are.
func (f *File) Load(book *staff.Book) (*Sheets, error) {
	s := &Sheets{file: f}
	err := f.Table.Each(func(row table.Row) error {
		s.Rows++
		response, problem := f.row(row, book)
		if problem != nil {
			s.bad = append(s.bad, Refusal{Line: row.Line, Message: problem.Text, where: *problem})
			return nil
		}
		s.good = append(s.good, sheet{row.Line, response})
		return nil
	})
	if err == nil && s.Rows == 0 {
		err = words.Problems{{File: f.Table.Name, Text: words.Say(words.FileHasNoRows)}}
	}
	return s, err
}

// row makes what can be sent of a row, or says the first thing that is wrong with it.
func (f *File) row(row table.Row, book *staff.Book) (*surveyv1.ResponseRow, *words.Problem) {
	wrong := func(name string, text words.Text) *words.Problem {
		problem := f.Plan.Wrong(row, name, text)
		return &problem
	}
	person, field := f.Plan.Text(row, mapping.Person), mapping.Person
	if person == "" {
		field = mapping.Number
		number := f.Plan.Text(row, field)
		if number == "" {
			return nil, wrong(field, words.Say(words.NoID))
		}
		var err error
		if person, err = book.Name(f.Plan.Text(row, mapping.Employer), number); err != nil {
			return nil, wrong(field, words.Say(words.Plain, err))
		}
	}
	if !strings.HasPrefix(person, "people/") {
		return nil, wrong(field, words.Say(words.Plain, model.NotAName("people")))
	}
	response := &surveyv1.ResponseRow{Person: person}
	for _, q := range f.questions {
		answer, problems := q.answer(f.Plan, row)
		if problems != nil {
			return nil, &problems[0]
		}
		if answer != nil {
			response.Answers = append(response.Answers, answer)
		}
	}
	return response, nil
}
