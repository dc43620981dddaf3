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

// The fields that say which contact a row of answers is about, beside Employer. They are those of hearth.survey.v1.Contact.
const (
	Contact  = "contact"
	Source   = "source"
	Unit     = "unit"
	Shift    = "shift"
	Channel  = "channel"
	Position = "position"
	Site     = "site"
)

const answers, contacts = "answers", "contacts"

// whose are the fields that say whose a row is, by the name of the kind.
var whose = map[string][]string{
	answers:  {Person, Number, Employer},
	contacts: {Contact, Source, Unit, Employer, Shift, Channel, Position, Site},
}

// Answers are rows with what somebody answered, one field a question: an item, or a row of a matrix as `item.row`. A question that is
// called like one of the fields which say whose the row is stands behind "answers.".
func Answers(questions []string) Kind {
	kind := Kind{name: answers, fields: []field{{name: Person, headings: []string{Person, "people", "人员"}}}}
	return kind.knownFrom(People, Number, Employer).asking(questions)
}

// Contacts are rows with what a customer answered, named as Answers are.
func Contacts(questions []string) Kind {
	kind := Kind{name: contacts, fields: []field{
		{name: Contact, headings: []string{
			Contact, "contact id", "ticket", "ticket id", "ticket number", "call id", "case id", "工单号", "工单编号", "会话编号", "通话编号", "联系编号",
		}},
		{name: Source, required: true, headings: []string{Source, "source system", "system", "来源系统", "来源"}},
	}}
	return kind.knownFrom(People, Unit, Employer, Shift, Channel, Position).knownFrom(Units, Site).asking(questions)
}

// knownFrom adds fields by the headings under which they stand in rows of another kind.
func (k Kind) knownFrom(other Kind, names ...string) Kind {
	for _, name := range names {
		known, _ := other.field(name)
		k.fields = append(k.fields, field{name: name, headings: known.headings})
	}
	return k
}

func (k Kind) asking(questions []string) Kind {
	for _, question := range questions {
		k.fields = append(k.fields, field{name: k.question(question), headings: []string{question}})
	}
	return k
}

func (k Kind) question(id string) string {
	if slices.Contains(whose[k.name], id) {
		return "answers." + id
	}
	return id
}

// Question is the field of a question.
func (p *Plan) Question(id string) string { return p.kind.question(id) }

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
