package table

import (
	"io"

	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/table/workbook"
)

// XLSX writes the table as a workbook. The counts of an item are one cell, as in CSV. Texts are texts: no spreadsheet computes them.
func (t Table[R]) XLSX(w io.Writer, r released.Release) error {
	columns := fields[R]()
	to := workbook.New(w, r.Say(t.Name), names(columns))
	for row, err := range t.Rows(r) {
		if err != nil {
			return err
		}
		cells := values(&row, columns)
		for i, value := range cells {
			if all, ok := value.([]int64); ok {
				cells[i] = counts(all)
			}
		}
		if err := to.Row(cells); err != nil {
			return err
		}
	}
	return to.Close()
}
