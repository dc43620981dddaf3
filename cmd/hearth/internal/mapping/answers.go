package mapping

import (
	"slices"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// The fields that say whose a row of answers is: a name, `people/{person}`, or a staff number, with the employer where numbers collide.
const (
	Person   = "person"
	Number   = "number"
	Employer = "employer"
)

// Answers are rows with what somebody answered, one field a question: an item, or a row of a matrix as `item.row`. A question that is
// called like one of the fields which say whose the row is stands behind "answers.".
func Answers(questions []string) Kind {
	kind := Kind{name: "answers", fields: []field{{name: Person, headings: []string{Person, "people", "人员"}}}}
	for _, name := range []string{Number, Employer} {
		known, _ := People.field(name)
		kind.fields = append(kind.fields, field{name: name, headings: known.headings})
	}
	for _, question := range questions {
		kind.fields = append(kind.fields, field{name: Question(question), headings: []string{question}})
	}
	return kind
}

// Question is the field of a question.
func Question(id string) string {
	if slices.Contains([]string{Person, Number, Employer}, id) {
		return "answers." + id
	}
	return id
}

// Text is the value of a field: its cell without spaces around it.
func (p *Plan) Text(row table.Row, name string) string {
	return (&reading{plan: p, row: row}).text(name)
}

// Several are the values in one cell.
func (p *Plan) Several(row table.Row, name string) []string {
	return (&reading{plan: p, row: row}).several(name)
}

// Day is the value of a field in ISO 8601, or what is wrong with it.
func (p *Plan) Day(row table.Row, name string) (string, words.Problems) {
	r := &reading{plan: p, row: row}
	return r.day(name), r.problems
}

// Wrong is that something is wrong with the value of a field.
func (p *Plan) Wrong(row table.Row, name string, text words.Text) words.Problem {
	r := &reading{plan: p, row: row}
	r.wrong(name, text)
	return r.problems[0]
}
