package workbook

import (
	"encoding/xml"
	"fmt"
	"strings"
)

const (
	types     = "http://schemas.openxmlformats.org/package/2006/content-types"
	relations = "http://schemas.openxmlformats.org/package/2006/relationships"
	main      = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	office    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	sheetML   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// parts writes what says where the sheets are. They stand behind the sheets in the file: how many there are is known at the end.
func (w *Writer) parts() error {
	var content, book, links strings.Builder
	for at, name := range w.sheets {
		sheet := at + 1
		fmt.Fprintf(&content, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, sheet, sheetML)
		fmt.Fprintf(&book, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escaped(name), sheet, sheet)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, sheet, office, sheet)
	}
	for _, part := range []struct{ path, text string }{
		{"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets>` + book.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + relations + `">` + links.String() + `</Relationships>`},
		{"_rels/.rels", `<Relationships xmlns="` + relations + `"><Relationship Id="rId1" Type="` + office +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="` + types + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + sheetML + `sheet.main+xml"/>` +
			content.String() + `</Types>`},
	} {
		to, err := w.zip.Create(part.path)
		if err != nil {
			return err
		}
		if _, err := to.Write([]byte(xml.Header + part.text)); err != nil {
			return err
		}
	}
	return nil
}

func escaped(text string) string {
	var to strings.Builder
	_ = xml.EscapeText(&to, []byte(text)) // a strings.Builder takes everything
	return to.String()
}
