// Package table writes a release as flat tables: of figures with one row for each cell and item, construct or linear index, of how they stand to
// others, of comments, and of what they speak of.
package table

import (
	"iter"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Row is one figure of one cell. What there is no figure of is nil, and all figures where they are hidden.
type Row struct {
	Unit      string  `parquet:"unit,dict"`
	UnitCode  string  `parquet:"unit_code,dict"`
	UnitName  string  `parquet:"unit_name,dict"`
	Parent    *string `parquet:"parent,optional,dict"`
	Attribute string  `parquet:"attribute,dict"`
	Level     string  `parquet:"level,dict"`
	LevelName string  `parquet:"level_name,dict"`
	Eligible  int64   `parquet:"eligible"`
	Sheets    int64   `parquet:"sheets"`
	Rate      float64 `parquet:"rate"`
	// Kind is "item", "construct" or "index".
	Kind string `parquet:"kind,dict"`
	ID   string `parquet:"id,dict"`
	Text string `parquet:"text,dict"`
	// Hidden: nothing else is said, nor why.
	Hidden bool    `parquet:"hidden"`
	Counts []int64 `parquet:"counts,list"`
	Blank  *int64  `parquet:"blank,optional"`
	// N is the answers to an item; of a construct, the fewest answers to one of the items that count.
	N *int64 `parquet:"n,optional"`
	// Items is how many parts of a construct count.
	Items             *int64   `parquet:"items,optional"`
	Mean              *float64 `parquet:"mean,optional"`
	MeanLow           *float64 `parquet:"mean_low,optional"`
	MeanHigh          *float64 `parquet:"mean_high,optional"`
	SD                *float64 `parquet:"sd,optional"`
	FavourableCount   *int64   `parquet:"favourable_count,optional"`
	Favourable        *float64 `parquet:"favourable,optional"`
	FavourableLow     *float64 `parquet:"favourable_low,optional"`
	FavourableHigh    *float64 `parquet:"favourable_high,optional"`
	UnfavourableCount *int64   `parquet:"unfavourable_count,optional"`
	Unfavourable      *float64 `parquet:"unfavourable,optional"`
	UnfavourableLow   *float64 `parquet:"unfavourable_low,optional"`
	UnfavourableHigh  *float64 `parquet:"unfavourable_high,optional"`
	Index             *float64 `parquet:"index,optional"`
	// Value is that of a linear index.
	Value   *float64 `parquet:"value,optional"`
	Score   *float64 `parquet:"score,optional"`
	ScoreSE *float64 `parquet:"score_se,optional"`
	Alpha   *float64 `parquet:"alpha,optional"`
	Omega   *float64 `parquet:"omega,optional"`
	RWg     *float64 `parquet:"r_wg,optional"`
	ICC1    *float64 `parquet:"icc1,optional"`
	ICC2    *float64 `parquet:"icc2,optional"`
	// ICC1Unequal is ICC1 for units of unequal size.
	ICC1Unequal *float64 `parquet:"icc1_unequal,optional"`
	// WholeSheets is on how many sheets without a blank the statistics of a construct are.
	WholeSheets *int64 `parquet:"whole_sheets,optional"`
}

// Rows are all figures of a release, cell by cell.
func Rows(r released.Release) iter.Seq2[Row, error] {
	form := r.Form()
	return func(yield func(Row, error) bool) {
		for cell, err := range r.Cells {
			if err != nil {
				yield(Row{}, err)
				return
			}
			for row := range of(r, form, cell) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

func of(r released.Release, form released.Form, cell *surveyv1.Cell) iter.Seq[Row] {
	of := group(r, cell)
	head := Row{
		Unit: of.Unit, UnitCode: of.UnitCode, UnitName: of.UnitName, Parent: cell.Parent, Attribute: of.Attribute, Level: of.Level, LevelName: of.LevelName,
		Eligible: cell.GetEligible(), Sheets: cell.GetSheets(), Rate: cell.GetRate(),
	}
	return func(yield func(Row) bool) {
		for _, figures := range cell.GetItems() {
			if !yield(item(head, form, figures)) {
				return
			}
		}
		for _, figures := range cell.GetConstructs() {
			if !yield(construct(head, form, figures)) {
				return
			}
		}
		for _, figure := range cell.GetIndexes() {
			row := head
			row.Kind, row.ID, row.Text, row.Hidden = "index", figure.GetIndex(), form.IndexName(figure.GetIndex()), figure.GetHidden()
			if !row.Hidden {
				row.Value = figure.Value
			}
			if !yield(row) {
				return
			}
		}
	}
}

func item(row Row, form released.Form, figures *surveyv1.ItemFigures) Row {
	column, _ := form.Column(figures.GetItem())
	row.Kind, row.ID, row.Text, row.Hidden = "item", figures.GetItem(), column.Label(), figures.GetHidden()
	if row.Hidden {
		return row
	}
	row.Counts, row.Blank, row.N = figures.GetCounts(), new(figures.GetBlank()), new(figures.GetN())
	row.Mean, row.SD, row.Index, row.Score, row.ScoreSE = figures.Mean, figures.Sd, figures.Index, figures.Score, figures.ScoreSe
	if share := figures.GetFavourable(); share != nil {
		row.FavourableCount, row.Favourable, row.FavourableLow, row.FavourableHigh = &share.Count, &share.Rate, &share.Low, &share.High
	}
	if share := figures.GetUnfavourable(); share != nil {
		row.UnfavourableCount, row.Unfavourable, row.UnfavourableLow, row.UnfavourableHigh = &share.Count, &share.Rate, &share.Low, &share.High
	}
	return row
}

func construct(row Row, form released.Form, figures *surveyv1.ConstructFigures) Row {
	row.Kind, row.ID, row.Text, row.Hidden = "construct", figures.GetConstruct(), form.ConstructName(figures.GetConstruct()), figures.GetHidden()
	if row.Hidden {
		return row
	}
	row.Items, row.N = new(int64(figures.GetItems())), new(figures.GetN())
	row.MeanLow, row.MeanHigh, row.FavourableLow, row.FavourableHigh = figures.MeanLow, figures.MeanHigh, figures.FavourableLow, figures.FavourableHigh
	row.Mean, row.SD, row.Favourable, row.Unfavourable, row.Index = figures.Mean, figures.Sd, figures.Favourable, figures.Unfavourable, figures.Index
	row.RWg, row.Alpha, row.Omega, row.ICC1, row.ICC2 = figures.RWg, figures.Alpha, figures.Omega, figures.Icc1, figures.Icc2
	row.ICC1Unequal, row.WholeSheets = figures.Icc1Unequal, figures.WholeSheets
	return row
}
