package table

import (
	"io"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/table/workbook"
)

// XLSX writes the table as a workbook. The counts of an item are one cell, as in CSV. Texts are texts: no spreadsheet computes them.
func XLSX(w io.Writer, r released.Release) error {
	to := workbook.New(w, r.Say(model.Say("Figures", "数据")), names)
	for row, err := range Rows(r) {
		if err != nil {
			return err
		}
		values := row.values()
		for i, value := range values {
			if all, ok := value.([]int64); ok {
				values[i] = counts(all)
			}
		}
		if err := to.Row(values); err != nil {
			return err
		}
	}
	return to.Close()
}
