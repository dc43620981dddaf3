package mapping

import (
	"slices"
	"strings"
	"unicode"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// reading takes one row apart. A value that is wrong is sent as it stands: the directory refuses the row, and a complete file still shows
// that the person is there.
type reading struct {
	plan     *Plan
	row      table.Row
	problems words.Problems
}

// Person makes a row for the directory. A row without an id is worse than its problems: nobody can tell whom it is about.
func (p *Plan) Person(row table.Row) (*directoryv1.PersonRow, words.Problems) {
	r := &reading{plan: p, row: row}
	person := &directoryv1.PersonRow{
		ExternalId:  &typev1.ExternalId{Source: p.source, Id: r.text("id")},
		DisplayName: r.text("display_name"), Number: r.text("number"), Language: r.word("language", languageWords),
		Unit: r.text("unit"), SecondaryUnits: r.several("secondary_units"), Manager: r.text("manager"), Employer: r.text("employer"),
		LegalEntity: r.text("legal_entity"), Position: r.text("position"), Shift: r.text("shift"), Channel: r.text("channel"),
		HireDate: r.day("hire_date"), PlannedEndDate: r.day("planned_end_date"), LeaveDate: r.day("leave_date"),
	}
	if _, ok := p.Column("id"); !ok {
		person.ExternalId.Id = person.GetNumber()
	}
	return person, r.problems
}

// Unit makes a row for the directory.
func (p *Plan) Unit(row table.Row) (*directoryv1.UnitRow, words.Problems) {
	r := &reading{plan: p, row: row}
	unit := &directoryv1.UnitRow{
		ExternalId: &typev1.ExternalId{Source: p.source, Id: r.text("id")},
		ParentId:   r.text("parent"), Kind: r.kind(), Site: r.text("site"),
		DisplayName: &typev1.LocalizedText{Texts: map[string]string{}},
	}
	texts := unit.GetDisplayName().GetTexts()
	if name := r.text("display_name"); name != "" {
		texts[languageOf(name)] = name
	}
	for _, tag := range []string{"en", "zh-CN"} {
		if name := r.text("display_name." + tag); name != "" {
			texts[tag] = name
		}
	}
	return unit, r.problems
}

// languageOf is the language of a name that no column says the language of.
func languageOf(name string) string {
	if strings.ContainsFunc(name, func(char rune) bool { return unicode.Is(unicode.Han, char) }) {
		return "zh-CN"
	}
	return "en"
}

// NoID is the problem of a row that does not say whom or what it is about.
func (p *Plan) NoID(row table.Row) words.Problem {
	r := &reading{plan: p, row: row}
	name := "id"
	if _, ok := p.Column(name); !ok {
		name = "number"
	}
	r.wrong(name, words.Say(words.NoID))
	return r.problems[0]
}

// Column is the column of a field, from 1, and whether it has one.
func (p *Plan) Column(name string) (column int, ok bool) {
	at, ok := p.columns[name]
	return at + 1, ok
}

func (r *reading) wrong(name string, text words.Text) {
	problem := words.Problem{File: r.plan.table.Name, Line: r.row.Line, Text: text}
	if column, ok := r.plan.Column(name); ok {
		problem.Column, problem.Heading = column, r.plan.table.Heading[column-1]
	}
	r.problems = append(r.problems, problem)
}

// text is the value of a field: its cell without spaces around it, in the words that the mapping says it means.
func (r *reading) text(name string) string {
	value := r.plan.set[name]
	if at, ok := r.plan.columns[name]; ok {
		value = strings.TrimSpace(r.row.Cells[at])
	}
	if meaning, ok := r.plan.values[name][value]; ok {
		return meaning
	}
	return value
}

func (r *reading) word(name string, known map[string]string) string {
	value := r.text(name)
	if meaning, ok := known[strings.ToLower(value)]; ok {
		return meaning
	}
	return value
}

// several are the values in one cell.
func (r *reading) several(name string) []string {
	values := strings.FieldsFunc(r.text(name), func(char rune) bool { return strings.ContainsRune(",;|，；、\n", char) })
	for i := range values {
		values[i] = strings.TrimSpace(values[i])
	}
	return slices.DeleteFunc(values, func(value string) bool { return value == "" })
}

func (r *reading) day(name string) string {
	text := r.text(name)
	if text == "" {
		return ""
	}
	iso, ok := r.plan.dates.read(text)
	if !ok {
		r.wrong(name, words.Say(words.NotADay, text))
		return text
	}
	return iso
}

const unitKind = "UNIT_KIND_"

func (r *reading) kind() directoryv1.UnitKind {
	word := r.word("kind", kindWords)
	kind := directoryv1.UnitKind(directoryv1.UnitKind_value[unitKind+strings.ToUpper(word)])
	if kind == directoryv1.UnitKind_UNIT_KIND_UNSPECIFIED {
		var names []string
		for value := range int32(len(directoryv1.UnitKind_name)) {
			if value > 0 {
				names = append(names, strings.ToLower(strings.TrimPrefix(directoryv1.UnitKind_name[value], unitKind)))
			}
		}
		r.wrong("kind", words.Say(words.NotAKind, word, strings.Join(names, ", ")))
	}
	return kind
}
