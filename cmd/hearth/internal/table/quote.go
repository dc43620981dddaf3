package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// unquoted is the problem behind an error of the reader, in the row that begins at start or behind the blank lines there.
func (t *Table) unquoted(start int64, err error) words.Problem {
	at, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		panic(fmt.Sprintf("table: reading memory failed: %v", err))
	}
	row := bytes.TrimLeft(t.body[start:], "\n")
	offset := lineStart(row, at.Line-at.StartLine) + at.Column - 1
	key := words.LoneQuote
	if errors.Is(at.Err, csv.ErrQuote) && (offset >= len(row) || row[offset] != '"') {
		// The reader names the end of the file, where it gave up. People look for the beginning.
		offset, key = opening(row), words.OpenQuote
	}
	offset = min(offset, len(row))
	problem := words.Problem{
		File: t.Name, Line: at.StartLine + bytes.Count(row[:offset], []byte("\n")), Column: t.column(row[:offset]), Text: words.Say(key),
	}
	if problem.Column <= len(t.Heading) {
		problem.Heading = t.Heading[problem.Column-1]
	}
	return problem
}

// lineStart is where the line with this number begins, counted from 0.
func lineStart(data []byte, number int) int {
	start := 0
	for range number {
		end := bytes.IndexByte(data[start:], '\n')
		if end < 0 {
			return len(data)
		}
		start += end + 1
	}
	return start
}

// opening is the quotation mark that opens the last quoted cell of data.
func opening(data []byte) (at int) {
	quoted, closed := false, -2
	for i, char := range data {
		if char != '"' {
			continue
		}
		if quoted {
			closed = i
		} else if closed != i-1 { // else it is the second of a doubled one
			at = i
		}
		quoted = !quoted
	}
	return at
}

// column is the number of the cell in which the part of a row ends.
func (t *Table) column(part []byte) int {
	column := 1
	eachOutsideQuotes(part, func(at int) bool {
		if rune(part[at]) == t.Delimiter {
			column++
		}
		return true
	})
	return column
}
