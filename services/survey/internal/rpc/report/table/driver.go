package table

import (
	"iter"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Driver is a construct that is associated with the outcome in a cell.
type Driver struct {
	Group

	Outcome     string `parquet:"outcome,dict"`
	OutcomeText string `parquet:"outcome_text,dict"`
	// Sheets are the whole ones, and RSquared what all drivers together go with of the differences in the outcome.
	Sheets    int64   `parquet:"whole_sheets"`
	RSquared  float64 `parquet:"r_squared"`
	ID        string  `parquet:"id,dict"`
	Text      string  `parquet:"text,dict"`
	R         float64 `parquet:"r"`
	RLow      float64 `parquet:"r_low"`
	RHigh     float64 `parquet:"r_high"`
	P         float64 `parquet:"p"`
	Q         float64 `parquet:"q"`
	Share     float64 `parquet:"share"`
	ShareLow  float64 `parquet:"share_low"`
	ShareHigh float64 `parquet:"share_high"`
	// Index is that of the construct in the cell.
	Index    *float64 `parquet:"index,optional"`
	Priority *float64 `parquet:"priority,optional"`
	// Quadrant is "IMPROVE", "KEEP", "WATCH" or "MAINTAIN"; "" where the index is not shown.
	Quadrant string `parquet:"quadrant,dict"`
}

func drivers(r released.Release) iter.Seq2[Driver, error] {
	return cellwise(r, func(form released.Form, cell *surveyv1.Cell) (all []Driver, _ error) {
		told := cell.GetDrivers()
		_, outcome := form.Of(told.GetOutcome())
		for _, one := range told.GetDrivers() {
			all = append(all, Driver{
				group(r, cell), told.GetOutcome(), outcome, told.GetSheets(), told.GetRSquared(), one.GetConstruct(), form.ConstructName(one.GetConstruct()),
				one.GetR(), one.GetRLow(), one.GetRHigh(), one.GetP(), one.GetQ(), one.GetShare(), one.GetShareLow(), one.GetShareHigh(),
				one.Score, one.Priority, short(one.GetQuadrant(), "QUADRANT_"),
			})
		}
		return all, nil
	})
}
