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

var formats = map[surveyv1.ExportFormat]Format{
	surveyv1.ExportFormat_EXPORT_FORMAT_CSV:     {"text/csv; charset=utf-8", ".csv", table.CSV},
	surveyv1.ExportFormat_EXPORT_FORMAT_JSON:    {"application/json", ".json", writeJSON},
	surveyv1.ExportFormat_EXPORT_FORMAT_PARQUET: {"application/vnd.apache.parquet", ".parquet", table.Parquet},
	surveyv1.ExportFormat_EXPORT_FORMAT_XLSX: {
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", table.XLSX,
	},
	surveyv1.ExportFormat_EXPORT_FORMAT_HTML: {"text/html; charset=utf-8", ".html", page.Write},
}

// In is a format of the contract. One that is not known is a defect of the caller, for the contract lets no other through.
func In(format surveyv1.ExportFormat) (Format, error) {
	found, ok := formats[format]
	if !ok {
		return Format{}, fmt.Errorf("no export is written as %s", format)
	}
	return found, nil
}
