package released

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
	written "github.com/hearth-culture/hearth/services/survey/internal/rpc/instrument"
)

// Scored says how the counts of a cell are scored.
func (r Release) Scored() (form.Form, error) {
	asks, err := instrument.New(written.Read(r.Instrument))
	if err != nil {
		return form.Form{}, err
	}
	return form.Of(asks), nil
}

// Side is a cell as one side of a comparison, from what is shown of it.
func (r Release) Side(f form.Form, cell *surveyv1.Cell) comparison.Side {
	side := comparison.Side{Form: f, Cell: report.Cell{
		K: int64(r.About.GetK()), Eligible: cell.GetEligible(), Counts: make([][]int64, len(f.Columns)),
	}}
	shown := make(map[string]*surveyv1.ItemFigures, len(cell.GetItems()))
	for _, figures := range cell.GetItems() {
		shown[figures.GetItem()] = figures
	}
	for i, column := range f.Columns {
		if figures := shown[column.ID]; figures != nil && !figures.GetHidden() {
			side.Counts[i] = append([]int64{figures.GetBlank()}, figures.GetCounts()...)
		}
	}
	return side
}
