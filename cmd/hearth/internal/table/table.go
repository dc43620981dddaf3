// Package table reads the tables that other systems export as text: one heading, then rows, in UTF-8 or GB18030, separated by commas,
// semicolons or tabs. It names the line and the column of whatever is wrong.
package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// What a file may be, so that a wrong one is refused before it costs time or memory.
const (
	MaxBytes   = 256 << 20
	MaxRows    = 1_000_000
	MaxColumns = 500
	MaxCell    = 10_000  // bytes
	maxLine    = 1 << 20 // bytes
	// maxProblems are collected before the rest of the file is left unread.
	maxProblems = 20
)

// Options say how to read a file; what is zero is detected.
type Options struct {
	Encoding  Encoding
	Delimiter rune
}

// Table is a file that has been read and whose heading is known.
type Table struct {
	Name      string
	Encoding  Encoding
	Delimiter rune
	Heading   []string
	body      []byte // the decoded file, heading included
}

// Row is one row below the heading, with as many cells as that.
type Row struct {
	Line  int // in the file, from 1; where the row begins
	Cells []string
}

// Open reads a file. A file that cannot be read is a words.Text, what people can mend in it are words.Problems.
func Open(path string, options Options) (*Table, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, words.Unreadable(path, err)
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	if err != nil {
		return nil, words.Unreadable(path, err)
	}
	return Parse(filepath.Base(path), data, options)
}

// Parse takes the bytes of a file. Name is for the problems.
func Parse(name string, data []byte, options Options) (*Table, error) {
	t := &Table{Name: name, Delimiter: options.Delimiter}
	if len(data) > MaxBytes {
		return nil, t.problem(0, 0, words.Say(words.FileTooLarge, MaxBytes>>20))
	}
	body, encoding, refused := decode(data, options.Encoding)
	if refused != nil {
		return nil, t.problem(0, 0, *refused)
	}
	t.body, t.Encoding = body, encoding
	if t.Delimiter == 0 {
		t.Delimiter = guessDelimiter(body)
	}
	if problem := t.checkLines(); problem != nil {
		return nil, words.Problems{*problem}
	}
	reader := t.reader()
	heading, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, t.problem(0, 0, words.Say(words.FileIsEmpty))
	}
	if err != nil {
		return nil, words.Problems{t.unquoted(0, err)}
	}
	for i := range heading {
		heading[i] = strings.TrimSpace(heading[i])
	}
	line, _ := reader.FieldPos(0)
	if problems := t.check(Row{line, heading}); problems != nil {
		return nil, problems
	}
	t.Heading = heading
	return t, nil
}

func (t *Table) problem(line, column int, text words.Text) words.Problems {
	return words.Problems{{File: t.Name, Line: line, Column: column, Text: text}}
}

func (t *Table) reader() *csv.Reader {
	reader := csv.NewReader(bytes.NewReader(t.body))
	reader.Comma = t.Delimiter
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	return reader
}

// checkLines refuses lines that no table has, before anybody cuts them into cells.
func (t *Table) checkLines() *words.Problem {
	number := 0
	for line := range bytes.Lines(t.body) {
		number++
		if len(line) <= maxLine {
			continue
		}
		problem := words.Problem{File: t.Name, Line: number, Column: 1 + bytes.Count(line, []byte(string(t.Delimiter)))}
		problem.Text = words.Say(words.CellTooLong, MaxCell)
		if problem.Column > MaxColumns {
			problem.Column, problem.Text = MaxColumns+1, words.Say(words.TooManyColumns, MaxColumns)
		}
		return &problem
	}
	return nil
}

// Each visits the rows below the heading, but for blank ones. The cells are only good during the visit. The error is what visit
// returned, or words.Problems of rows that cannot be read; those have not been visited.
func (t *Table) Each(visit func(Row) error) error {
	reader := t.reader()
	if _, err := reader.Read(); err != nil {
		return err
	}
	var problems words.Problems
	for rows := 0; ; {
		start := reader.InputOffset()
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			// Where the quotation marks are wrong nobody knows where the next row begins.
			return append(problems, t.unquoted(start, err))
		}
		if len(cells) <= MaxColumns && blank(cells) {
			continue
		}
		line, _ := reader.FieldPos(0)
		if rows++; rows > MaxRows {
			return append(problems, t.problem(line, 0, words.Say(words.TooManyRows, MaxRows))...)
		}
		row := Row{line, cells}
		if wrong := t.check(row); wrong != nil {
			if problems = append(problems, wrong...); len(problems) >= maxProblems {
				return append(problems[:maxProblems], t.problem(0, 0, words.Say(words.TooManyProblems))...)
			}
			continue
		}
		row.Cells = cells[:len(t.Heading)]
		if err := visit(row); err != nil {
			return err
		}
	}
	if problems != nil {
		return problems
	}
	return nil
}

func blank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// check looks for what is wrong with the row's cells, the heading's when that is not known yet.
func (t *Table) check(row Row) (problems words.Problems) {
	heading := t.Heading
	if heading == nil {
		heading = row.Cells
	}
	wrong := func(column int, text words.Text) {
		problem := words.Problem{File: t.Name, Line: row.Line, Column: column, Text: text}
		if t.Heading != nil && column > 0 && column <= len(heading) {
			problem.Heading = heading[column-1]
		}
		problems = append(problems, problem)
	}
	switch {
	case len(row.Cells) > MaxColumns:
		wrong(MaxColumns+1, words.Say(words.TooManyColumns, MaxColumns))
		return problems
	case len(row.Cells) < len(heading):
		wrong(0, words.Say(words.CellsMissing, len(row.Cells), len(heading)))
	case len(row.Cells) > len(heading) && !blank(row.Cells[len(heading):]):
		wrong(len(heading)+1, words.Say(words.CellsTooMany, len(heading)))
	}
	for i, cell := range row.Cells {
		switch {
		case len(cell) > MaxCell:
			wrong(i+1, words.Say(words.CellTooLong, MaxCell))
		case undecoded(cell, t.Encoding):
			wrong(i+1, words.Say(words.NotInEncoding, string(t.Encoding)))
		case strings.ContainsRune(cell, 0):
			wrong(i+1, words.Say(words.HoldsNUL))
		}
	}
	return problems
}
