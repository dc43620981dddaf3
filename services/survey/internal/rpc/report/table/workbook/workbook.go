// Package workbook writes tables as XLSX (ECMA-376, Office Open XML) row by row, in the memory of one row: libraries hold whole sheets.
package workbook

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
)

// MostRows is how many rows a sheet can have; what is more goes on another sheet, under the same heads.
const MostRows = 1 << 20

// Writer writes tables one behind the other.
type Writer struct {
	zip   *zip.Writer
	sheet *bufio.Writer
	// name and heads are those of the table at hand, which has so many sheets; sheets are the names of all.
	name   string
	heads  []string
	of     int
	sheets []string
	rows   int
	most   int
	// line is the row at hand; names are those of the columns so far.
	line  bytes.Buffer
	names []string
}

// New begins a workbook.
func New(w io.Writer) *Writer {
	to := zip.NewWriter(w)
	to.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	return &Writer{zip: to, most: MostRows}
}

// Table begins a table. Its sheets are called name, of at most 28 characters, "name 2" and so on; without rows it has one with the heads.
func (w *Writer) Table(name string, heads []string) error {
	w.name, w.heads, w.of = name, heads, 0
	return w.begin()
}

// Row adds a row to the table: string, bool, int64, float64, nil for an empty cell. A string is never a formula.
func (w *Writer) Row(values []any) error {
	if w.rows == w.most {
		if err := w.begin(); err != nil {
			return err
		}
	}
	return w.row(values)
}

const sheetHead = xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">` +
	`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`

// begin ends a sheet, and begins the next one.
func (w *Writer) begin() error {
	if err := w.end(); err != nil {
		return err
	}
	name := w.name
	if w.of++; w.of > 1 {
		name = fmt.Sprintf("%s %d", w.name, w.of)
	}
	w.sheets = append(w.sheets, name)
	part, err := w.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(w.sheets)))
	if err != nil {
		return err
	}
	w.sheet, w.rows = bufio.NewWriterSize(part, 1<<16), 0
	if _, err := w.sheet.WriteString(sheetHead); err != nil {
		return err
	}
	heads := make([]any, len(w.heads))
	for i, head := range w.heads {
		heads[i] = head
	}
	return w.row(heads)
}

func (w *Writer) end() error {
	if w.sheet == nil {
		return nil
	}
	if _, err := w.sheet.WriteString(`</sheetData></worksheet>`); err != nil {
		return err
	}
	return w.sheet.Flush()
}

func (w *Writer) row(values []any) error {
	w.rows++
	w.line.Reset()
	w.line.WriteString(`<row r="`)
	w.number(int64(w.rows))
	w.line.WriteString(`">`)
	for i, value := range values {
		w.cell(i, value)
	}
	w.line.WriteString(`</row>`)
	_, err := w.sheet.Write(w.line.Bytes())
	return err
}

func (w *Writer) cell(column int, value any) {
	switch value := value.(type) {
	case string:
		if value == "" {
			return
		}
		w.at(column, ` t="inlineStr"><is><t xml:space="preserve">`)
		_ = xml.EscapeText(&w.line, []byte(value)) // control characters become the replacement character
		w.line.WriteString(`</t></is></c>`)
	case bool:
		if w.at(column, ` t="b"><v>`); value {
			w.line.WriteString(`1</v></c>`)
		} else {
			w.line.WriteString(`0</v></c>`)
		}
	case int64:
		w.at(column, `><v>`)
		w.number(value)
		w.line.WriteString(`</v></c>`)
	case float64:
		w.at(column, `><v>`)
		w.line.Write(strconv.AppendFloat(w.line.AvailableBuffer(), value, 'g', -1, 64))
		w.line.WriteString(`</v></c>`)
	}
}

// at begins a cell.
func (w *Writer) at(column int, kind string) {
	for len(w.names) <= column {
		w.names = append(w.names, letters(len(w.names)))
	}
	w.line.WriteString(`<c r="`)
	w.line.WriteString(w.names[column])
	w.number(int64(w.rows))
	w.line.WriteString(`"`)
	w.line.WriteString(kind)
}

func (w *Writer) number(n int64) { w.line.Write(strconv.AppendInt(w.line.AvailableBuffer(), n, 10)) }

// letters name a column: A to Z, AA and on.
func letters(column int) string {
	name := string(rune('A' + column%26))
	if column < 26 {
		return name
	}
	return letters(column/26-1) + name
}

// Close writes what is left.
func (w *Writer) Close() error {
	if err := w.end(); err != nil {
		return err
	}
	if err := w.parts(); err != nil {
		return err
	}
	return w.zip.Close()
}
