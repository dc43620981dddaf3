// Package document reads a message of a contract from one YAML document that a person wrote, and writes a message as one. What is wrong
// is said with its line and column, also when it is a server that says it: the document knows where each field of the message stands.
//
// The rules are those of JSON for messages, with names as they stand in the contract (lowerCamel is taken, too). A
// hearth.type.v1.LocalizedText may be written without its `texts`: {zh-CN: …, en: …}.
package document

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
)

// MaxBytes is the size of the largest document that is read.
const MaxBytes = 4 << 20

// Place is where something stands in a file. Line and Column count from 1, a column in characters; both are 0 for the file as a whole.
type Place struct {
	File         string
	Line, Column int
}

// String is the place as compilers write it: "pulse.yaml:41:7".
func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Problem is something wrong in a document.
type Problem struct {
	Place
	// Field is the path within the message, as servers name it: `items[3].rating.max`, `items[0].text.texts["en"]`. "" for what is about
	// no field.
	Field string
	Why   model.Words
}

// Words says the problem behind its place.
func (p Problem) Words() model.Words {
	if p.Field == "" {
		return model.Say("%s: %s", "%s: %s", p.Place, p.Why)
	}
	return model.Say("%s: %s: %s", "%s: %s：%s", p.Place, p.Field, p.Why)
}

// Problems are all that is wrong in a document, in the order of its lines; an error that people can mend.
type Problems []Problem

// Error says the problems in English, one a line.
func (p Problems) Error() string { return p.Words().En }

// Words says the problems, one a line.
func (p Problems) Words() model.Words {
	var en, zhCN []string
	for _, one := range p {
		said := one.Words()
		en, zhCN = append(en, said.En), append(zhCN, said.ZhCN)
	}
	return model.Words{En: strings.Join(en, "\n"), ZhCN: strings.Join(zhCN, "\n")}
}

// Document is where the fields of a message stand in the file that it was read from.
type Document struct {
	file   string
	places map[string]Place // by path; "" is the message itself
}

// Read reads the text of a file into a message that is empty. Whatever is wrong with the text is told in Problems.
func Read(file string, text []byte, into proto.Message) (*Document, error) {
	root, problem := parse(file, text)
	if problem != nil {
		return nil, Problems{*problem}
	}
	r := &reader{file: file, places: map[string]Place{"": placeOf(file, root)}}
	if r.plain(root); len(r.problems) == 0 {
		r.message(root, "", into.ProtoReflect())
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return &Document{file, r.places}, nil
}

// Place is where a field stands: the field itself, or the innermost one around it that the file has, for what is missing stands nowhere.
func (d *Document) Place(field string) Place {
	for end := len(field); end > 0; end-- {
		if end < len(field) && field[end] != '.' && field[end] != '[' {
			continue
		}
		if place, ok := d.places[field[:end]]; ok {
			return place
		}
	}
	return d.places[""]
}

// Problem is what somebody else, such as a server, found wrong with a field.
func (d *Document) Problem(field string, why model.Words) Problem {
	return Problem{Place: d.Place(field), Field: field, Why: why}
}
