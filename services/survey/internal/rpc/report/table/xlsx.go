package table

import (
	"io"

	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/table/workbook"
)

// XLSX writes the table as a workbook. The counts of an item are one cell, as in CSV. Texts are texts: no spreadsheet computes them.
func (t Table[R]) XLSX(w io.Writer, r released.Release) error {
	to := workbook.New(w)
	if err := t.sheets(to, r); err != nil {
		return err
	}
	return to.Close()
}

// Workbook writes all tables into one workbook, each on a sheet of its own.
func Workbook(w io.Writer, r released.Release) error {
	to := workbook.New(w)
	for _, table := range []interface {
		sheets(to *workbook.Writer, r released.Release) error
	}{Figures, Changes, Trends, Drivers, Standings, Norms, Comments, Themes} {
		if err := table.sheets(to, r); err != nil {
			return err
		}
	}
	return to.Close()
}

func (t Table[R]) sheets(to *workbook.Writer, r released.Release) error {
	columns := fields[R]()
	if err := to.Table(r.Say(t.Name), names(columns)); err != nil {
		return err
	}
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
	return nil
}
