// Package workbook writes tables as XLSX (ECMA-376, Office Open XML) row by row, in the memory of one row: libraries hold whole sheets.
package workbook

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
)

// MostRows is how many rows a sheet can have; what is more goes on another sheet, under the same heads.
const MostRows = 1 << 20

// Writer writes one table.
type Writer struct {
	zip    *zip.Writer
	sheet  *bufio.Writer
	name   string
	heads  []string
	sheets int
	rows   int
	most   int
}

// New begins a table. Its sheets are called name, "name 2" and so on.
func New(w io.Writer, name string, heads []string) *Writer {
	return &Writer{zip: zip.NewWriter(w), name: name, heads: heads, most: MostRows}
}

// Row adds a row: string, bool, int64, float64, nil for an empty cell. A string is never a formula.
func (w *Writer) Row(values []any) error {
	if w.sheet == nil || w.rows == w.most {
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
	w.sheets++
	part, err := w.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", w.sheets))
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
	row := strconv.Itoa(w.rows)
	_, _ = w.sheet.WriteString(`<row r="` + row + `">`) // a bufio.Writer keeps its error
	for i, value := range values {
		w.cell(letters(i)+row, value)
	}
	_, err := w.sheet.WriteString(`</row>`)
	return err
}

func (w *Writer) cell(at string, value any) {
	number := func(kind, text string) {
		_, _ = w.sheet.WriteString(`<c r="` + at + `"` + kind + `><v>` + text + `</v></c>`)
	}
	switch value := value.(type) {
	case string:
		if value == "" {
			return
		}
		_, _ = w.sheet.WriteString(`<c r="` + at + `" t="inlineStr"><is><t xml:space="preserve">`)
		_ = xml.EscapeText(w.sheet, []byte(value)) // control characters become the replacement character
		_, _ = w.sheet.WriteString(`</t></is></c>`)
	case bool:
		text := "0"
		if value {
			text = "1"
		}
		number(` t="b"`, text)
	case int64:
		number("", strconv.FormatInt(value, 10))
	case float64:
		number("", strconv.FormatFloat(value, 'g', -1, 64))
	}
}

// letters name a column: A to Z, AA and on.
func letters(column int) string {
	name := string(rune('A' + column%26))
	if column < 26 {
		return name
	}
	return letters(column/26-1) + name
}

// Close writes what is left. A table without rows has one sheet with the heads.
func (w *Writer) Close() error {
	if w.sheet == nil {
		if err := w.begin(); err != nil {
			return err
		}
	}
	if err := w.end(); err != nil {
		return err
	}
	if err := w.parts(); err != nil {
		return err
	}
	return w.zip.Close()
}
