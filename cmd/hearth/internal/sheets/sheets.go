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
	contacts  bool
}

// Open reads a file of answers to an instrument, of people or of contacts, and works out what its columns hold. What people can mend is
// words.Problems or words.Text.
func Open(path string, options table.Options, m mapping.Mapping, instrument *surveyv1.Instrument, kind surveyv1.AudienceKind) (*File, error) {
	read, err := table.Open(path, options)
	if err != nil {
		return nil, err
	}
	return understand(read, m, instrument, kind)
}

// understand works out what the columns hold.
func understand(read *table.Table, m mapping.Mapping, instrument *surveyv1.Instrument, kind surveyv1.AudienceKind) (*File, error) {
	f := &File{Table: read, questions: questionsOf(instrument), contacts: kind == surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS}
	names := make([]string, len(f.questions))
	for i, q := range f.questions {
		names[i] = q.id
	}
	rows, id := mapping.Answers(names), mapping.Number
	if f.contacts {
		rows, id = mapping.Contacts(names), mapping.Contact
	}
	var err error
	if f.Plan, err = m.Plan(rows, read, ""); err != nil {
		return nil, err
	}
	if !f.has(id) && !f.has(mapping.Person) {
		return nil, words.Problems{{File: read.Name, Text: words.Say(words.FieldMissing, id)}}
	}
	answered := 0
	for _, q := range f.questions {
		if f.has(f.Plan.Question(q.id)) {
			answered++
		}
	}
	if answered == 0 && !f.contacts {
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

// Known is what a file's rows may name: people by their numbers, or the units that served contacts by their ids.
type Known struct {
	People *staff.Book
	Units  *staff.Units
}

// Load reads all rows and finds whose they are.
func (f *File) Load(known Known) (*Sheets, error) {
	s := &Sheets{file: f}
	err := f.Table.Each(func(row table.Row) error {
		s.Rows++
		response, problem := f.row(row, known)
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
func (f *File) row(row table.Row, known Known) (*surveyv1.ResponseRow, *words.Problem) {
	whose := f.person
	if f.contacts {
		whose = f.contact
	}
	response, problem := whose(row, known)
	if problem != nil {
		return nil, problem
	}
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

func (f *File) wrong(row table.Row, name string, text words.Text) *words.Problem {
	problem := f.Plan.Wrong(row, name, text)
	return &problem
}

// person begins the row of a person.
func (f *File) person(row table.Row, known Known) (*surveyv1.ResponseRow, *words.Problem) {
	person, field := f.Plan.Text(row, mapping.Person), mapping.Person
	if person == "" {
		field = mapping.Number
		number := f.Plan.Text(row, field)
		if number == "" {
			return nil, f.wrong(row, field, words.Say(words.NoID))
		}
		var err error
		if person, err = known.People.Name(f.Plan.Text(row, mapping.Employer), number); err != nil {
			return nil, f.wrong(row, field, words.Say(words.Plain, err))
		}
	}
	if !strings.HasPrefix(person, "people/") {
		return nil, f.wrong(row, field, words.Say(words.Plain, model.NotAName("people")))
	}
	return &surveyv1.ResponseRow{Person: person}, nil
}
