package survey_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"html"
	"io"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"
	"github.com/tealeg/xlsx/v3"
	"google.golang.org/protobuf/testing/protocmp"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/rpc/forward/jsonform"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/table"
)

// figure is what a file must have a figure of, and what it must call it.
type figure struct{ kind, id, text string }

// reported is all of an instrument that has figures, in one language: what is written in free words has none.
func reported(instrument *surveyv1.Instrument, language string) (all []figure) {
	in := func(text *typev1.LocalizedText) string { return text.GetTexts()[language] }
	for _, item := range instrument.GetItems() {
		parts := append(append(item.GetMatrix().GetRows(), item.GetMulti().GetOptions()...), item.GetRanking().GetOptions()...)
		for _, part := range parts {
			all = append(all, figure{"item", item.GetId() + "." + part.GetId(), in(item.GetText()) + " — " + in(part.GetText())})
		}
		if len(parts) == 0 && item.GetShortText() == nil && item.GetLongText() == nil {
			all = append(all, figure{"item", item.GetId(), in(item.GetText())})
		}
	}
	for _, construct := range instrument.GetConstructs() {
		all = append(all, figure{"construct", construct.GetId(), in(construct.GetDisplayName())})
	}
	for _, index := range instrument.GetLinearIndexes() {
		all = append(all, figure{"index", index.GetId(), in(index.GetDisplayName())})
	}
	return all
}

// exportsAll reads every file that is made of a release, in both languages: each has all that was asked, under its words.
func (h *house) exportsAll(survey string, instrument *surveyv1.Instrument) {
	h.Helper()
	w := &wave{house: h, survey: &surveyv1.Survey{Name: survey}}
	for _, language := range []string{"en", "zh-CN"} {
		want := reported(instrument, language)
		file := func(format surveyv1.ExportFormat) string {
			text, _, _, err := w.exported("culture", format, language)
			require.NoError(h, err, "%s: %s", instrument.GetName(), format)
			return text
		}
		for name, got := range map[string][]figure{
			"csv":     h.inCSV(file(surveyv1.ExportFormat_EXPORT_FORMAT_CSV)),
			"parquet": h.inParquet(file(surveyv1.ExportFormat_EXPORT_FORMAT_PARQUET)),
			"xlsx":    h.inXLSX(file(surveyv1.ExportFormat_EXPORT_FORMAT_XLSX)),
		} {
			require.GreaterOrEqual(h, len(got), len(want))
			require.Equal(h, want, got[:len(want)], "%s: %s, of the first cell", instrument.GetName(), name)
		}
		h.inTables(w, language, want)
		h.inJSON(file(surveyv1.ExportFormat_EXPORT_FORMAT_JSON), instrument, want)
		page := html.UnescapeString(file(surveyv1.ExportFormat_EXPORT_FORMAT_HTML))
		for _, one := range want {
			require.Contains(h, page, one.text, "%s: %s", instrument.GetName(), one.id)
		}
	}
}

// inTables reads the tables besides figures: they speak of what was asked and of nothing else.
func (h *house) inTables(w *wave, language string, want []figure) {
	h.Helper()
	texts := map[string]string{}
	for _, one := range want {
		texts[one.id] = one.text
	}
	for _, table := range []surveyv1.ExportTable{
		surveyv1.ExportTable_EXPORT_TABLE_DRIVERS, surveyv1.ExportTable_EXPORT_TABLE_NORMS, surveyv1.ExportTable_EXPORT_TABLE_STANDINGS,
		surveyv1.ExportTable_EXPORT_TABLE_CHANGES, surveyv1.ExportTable_EXPORT_TABLE_TRENDS,
	} {
		text, _, _, err := w.exportedTable("culture", surveyv1.ExportFormat_EXPORT_FORMAT_CSV, table, language)
		require.NoError(h, err, table)
		for _, one := range h.inCSV(text) {
			require.Equal(h, texts[one.id], one.text, "%s: %s", table, one.id)
		}
	}
}

func (h *house) inCSV(text string) (all []figure) {
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	require.NoError(h, err)
	return h.inRows(rows)
}

// inRows are the figures of a table below its heading.
func (h *house) inRows(rows [][]string) (all []figure) {
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for _, row := range rows[1:] {
		all = append(all, figure{row[at["kind"]], row[at["id"]], row[at["text"]]})
	}
	return all
}

func (h *house) inParquet(text string) (all []figure) {
	rows, err := parquet.Read[table.Row](strings.NewReader(text), int64(len(text)))
	require.NoError(h, err)
	for _, row := range rows {
		all = append(all, figure{row.Kind, row.ID, row.Text})
	}
	return all
}

func (h *house) inXLSX(text string) []figure {
	book, err := xlsx.OpenBinary([]byte(text))
	require.NoError(h, err)
	var rows [][]string
	require.Len(h, book.Sheets, len(surveyv1.ExportTable_name)-1, "each table on a sheet")
	require.NoError(h, book.Sheets[0].ForEachRow(func(row *xlsx.Row) error {
		var cells []string
		err := row.ForEachCell(func(cell *xlsx.Cell) error {
			cells = append(cells, cell.Value)
			return nil
		})
		rows = append(rows, cells)
		return err
	}))
	return h.inRows(rows)
}

// inJSON holds a document to what was published, and the first of its cells to the figures.
func (h *house) inJSON(text string, instrument *surveyv1.Instrument, want []figure) {
	h.Helper()
	var document struct {
		Instrument json.RawMessage
		Cells      []json.RawMessage
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	require.NoError(h, decoder.Decode(&document))
	_, err := decoder.Token()
	require.ErrorIs(h, err, io.EOF)
	got, cell := &surveyv1.Instrument{}, &surveyv1.Cell{}
	require.NoError(h, jsonform.Unmarshal(document.Instrument, got))
	require.Empty(h, cmp.Diff(instrument, got, protocmp.Transform(),
		protocmp.IgnoreFields(instrument, "name", "state", "etag", "create_time", "update_time", "family", "edition")))
	require.NoError(h, jsonform.Unmarshal(document.Cells[0], cell))
	var ids []string
	for _, one := range cell.GetItems() {
		ids = append(ids, one.GetItem())
	}
	for _, one := range cell.GetConstructs() {
		ids = append(ids, one.GetConstruct())
	}
	for _, one := range cell.GetIndexes() {
		ids = append(ids, one.GetIndex())
	}
	for i, one := range want {
		require.Equal(h, one.id, ids[i])
	}
	require.Len(h, ids, len(want))
}
