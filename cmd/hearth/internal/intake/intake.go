// Package intake brings the files of another system into the directory: it reads them whole before it sends anything, sends their rows,
// waits until the directory has compared or applied them, and shows what became of which line.
package intake

import (
	"cmp"
	"errors"

	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/mapping"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/table"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// File is a table and how its rows are read.
type File struct {
	Table *table.Table
	Plan  *mapping.Plan
	unit  bool
}

// OpenFile reads a file and works out what its columns hold.
func OpenFile(path string, kind mapping.Kind, m mapping.Mapping, source string, options table.Options) (*File, error) {
	read, err := table.Open(path, options)
	if err != nil {
		return nil, err
	}
	plan, err := m.Plan(kind, read, source)
	if err != nil {
		return nil, err
	}
	return &File{Table: read, Plan: plan, unit: kind.Is(mapping.Units)}, nil
}

// Intake is files that can be sent.
type Intake struct {
	Files []*File
	rows  []origin
	// problems are those of single values, by row: the directory refuses these rows, we know better why.
	problems map[int64]words.Problem
}

// origin is where a row comes from.
type origin struct {
	file *File
	line int
	id   string
	// unit (of a unit, its parent) and manager are whom the row names, as it stands in the file.
	unit, manager string
	// called is what people call a person, titles are that of a unit, by language.
	called string
	titles model.Text
}

// who is what a row says of itself, for people to recognise: its name, and the unit that it is put into.
func (o origin) who(locale words.Locale) (known []string) {
	for _, text := range []string{cmp.Or(o.called, o.titles.In(string(locale))), o.unit} {
		if text != "" {
			known = append(known, text)
		}
	}
	return known
}

// names is what the row holds where it names another row by a field.
func (o origin) names(field string) string {
	switch field {
	case "unit", "parent_id":
		return o.unit
	case "manager":
		return o.manager
	}
	return ""
}

// mostProblems are listed of rows without an id.
const mostProblems = 20

// Load checks every row of the files, units before people. Problems for which nothing can be sent are words.Problems.
func Load(files ...*File) (*Intake, error) {
	i := &Intake{Files: files, problems: map[int64]words.Problem{}}
	var unreadable words.Problems
	for _, file := range files {
		before := len(i.rows)
		err := i.each(file, func(row table.Row, id string, message proto.Message, problems words.Problems) error {
			if id == "" && len(unreadable) < mostProblems {
				unreadable = append(unreadable, file.Plan.NoID(row))
			}
			i.rows = append(i.rows, originOf(file, row.Line, id, message))
			if len(problems) > 0 {
				i.problems[int64(len(i.rows))] = problems[0]
			}
			return nil
		})
		problems, ok := errors.AsType[words.Problems](err)
		switch {
		case ok:
			unreadable = append(unreadable, problems...)
		case err != nil:
			return nil, err
		case len(i.rows) == before:
			unreadable = append(unreadable, words.Problem{File: file.Table.Name, Text: words.Say(words.FileHasNoRows)})
		}
	}
	if unreadable != nil {
		return nil, unreadable
	}
	return i, nil
}

// Rows is how many rows there are.
func (i *Intake) Rows() int { return len(i.rows) }

// In counts the rows of one file.
func (i *Intake) In(file *File) (rows int) {
	for _, row := range i.rows {
		if row.file == file {
			rows++
		}
	}
	return rows
}

func (i *Intake) each(file *File, visit func(row table.Row, id string, message proto.Message, problems words.Problems) error) error {
	return file.Table.Each(func(row table.Row) error {
		if file.unit {
			unit, problems := file.Plan.Unit(row)
			return visit(row, unit.GetExternalId().GetId(), unit, problems)
		}
		person, problems := file.Plan.Person(row)
		return visit(row, person.GetExternalId().GetId(), person, problems)
	})
}

func originOf(file *File, line int, id string, message proto.Message) origin {
	if unit, ok := message.(*directoryv1.UnitRow); ok {
		return origin{file: file, line: line, id: id, unit: unit.GetParentId(), titles: unit.GetDisplayName().GetTexts()}
	}
	person := message.(*directoryv1.PersonRow)
	return origin{file: file, line: line, id: id, unit: person.GetUnit(), manager: person.GetManager(), called: person.GetDisplayName()}
}

const (
	mostRows  = 1000
	mostBytes = 512 << 10
)

// batches cuts all rows into messages, in their order. Each call gives the same ones.
func (i *Intake) batches(send func(*directoryv1.ImportRows) error) error {
	batch, size := &directoryv1.ImportRows{}, 0
	flush := func() error {
		if size == 0 {
			return nil
		}
		full := batch
		batch, size = &directoryv1.ImportRows{}, 0
		return send(full)
	}
	for _, file := range i.Files {
		err := i.each(file, func(_ table.Row, _ string, message proto.Message, _ words.Problems) error {
			switch message := message.(type) {
			case *directoryv1.UnitRow:
				batch.Units = append(batch.Units, message)
			case *directoryv1.PersonRow:
				batch.People = append(batch.People, message)
			}
			size += proto.Size(message)
			if size < mostBytes && len(batch.GetUnits())+len(batch.GetPeople()) < mostRows {
				return nil
			}
			return flush()
		})
		// A message holds rows of one file: the directory counts its people before its units.
		if err := errors.Join(err, flush()); err != nil {
			return err
		}
	}
	return nil
}
