// Package report writes what a reader can see of a release into one file.
package report

import (
	"fmt"
	"io"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/page"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/table"
)

// Format is a kind of file.
type Format struct {
	// MediaType is its type (RFC 6838), and Suffix the end of its name.
	MediaType, Suffix string
	// Write writes a release as such a file, cell by cell.
	Write func(w io.Writer, r released.Release) error
}

// tabular is a table that can be written in every format of tables.
type tabular interface {
	CSV(w io.Writer, r released.Release) error
	XLSX(w io.Writer, r released.Release) error
	Parquet(w io.Writer, r released.Release) error
}

// tables are those of the contract, and how the names of their files go on.
var tables = map[surveyv1.ExportTable]struct {
	tabular
	suffix string
}{
	surveyv1.ExportTable_EXPORT_TABLE_UNSPECIFIED: {table.Figures, ""},
	surveyv1.ExportTable_EXPORT_TABLE_FIGURES:     {table.Figures, ""},
	surveyv1.ExportTable_EXPORT_TABLE_COMMENTS:    {table.Comments, "-comments"},
	surveyv1.ExportTable_EXPORT_TABLE_THEMES:      {table.Themes, "-themes"},
	surveyv1.ExportTable_EXPORT_TABLE_DRIVERS:     {table.Drivers, "-drivers"},
	surveyv1.ExportTable_EXPORT_TABLE_NORMS:       {table.Norms, "-norms"},
	surveyv1.ExportTable_EXPORT_TABLE_STANDINGS:   {table.Standings, "-standings"},
	surveyv1.ExportTable_EXPORT_TABLE_CHANGES:     {table.Changes, "-changes"},
	surveyv1.ExportTable_EXPORT_TABLE_TRENDS:      {table.Trends, "-trends"},
}

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// In is a format of the contract; formats of tables hold the one that is asked for, and a workbook all where none is. One that is not known is a defect of the caller, for the
// contract lets no other through.
func In(format surveyv1.ExportFormat, of surveyv1.ExportTable) (Format, error) {
	one, ok := tables[of]
	if !ok {
		return Format{}, fmt.Errorf("no export holds the table %s", of)
	}
	switch format {
	case surveyv1.ExportFormat_EXPORT_FORMAT_CSV:
		return Format{"text/csv; charset=utf-8", one.suffix + ".csv", one.CSV}, nil
	case surveyv1.ExportFormat_EXPORT_FORMAT_XLSX:
		switch of {
		case surveyv1.ExportTable_EXPORT_TABLE_UNSPECIFIED:
			return Format{workbookType, ".xlsx", table.Workbook}, nil
		case surveyv1.ExportTable_EXPORT_TABLE_FIGURES:
			return Format{workbookType, "-figures.xlsx", one.XLSX}, nil
		}
		return Format{workbookType, one.suffix + ".xlsx", one.XLSX}, nil
	case surveyv1.ExportFormat_EXPORT_FORMAT_PARQUET:
		return Format{"application/vnd.apache.parquet", one.suffix + ".parquet", one.Parquet}, nil
	case surveyv1.ExportFormat_EXPORT_FORMAT_JSON:
		return Format{"application/json", ".json", writeJSON}, nil
	case surveyv1.ExportFormat_EXPORT_FORMAT_HTML:
		return Format{"text/html; charset=utf-8", ".html", page.Write}, nil
	}
	return Format{}, fmt.Errorf("no export is written as %s", format)
}
